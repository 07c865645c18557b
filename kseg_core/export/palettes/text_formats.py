"""Palettes as text: GIMP, CSS, JSON, CSV and a list of hex values."""

import csv
import io
import json

from kseg_core.export.palettes.swatches import Swatches
from kseg_core.wording import percent


def gimp_palette(swatches: Swatches) -> str:
    """A GIMP palette (.gpl), which Inkscape, Krita and Scribus read too.

    References
    ----------
    GIMP developer documentation, "GIMP Palette (GPL) file format".
    """
    lines = ["GIMP Palette", f"Name: {swatches.title}", "Columns: 0", "#"]
    for (red, green, blue), name in zip(swatches.colors.tolist(), swatches.names, strict=True):
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{name}")
    return "\n".join(lines) + "\n"


def css_properties(swatches: Swatches) -> str:
    """CSS custom properties ``--color-1``, ``--color-2``, …, with names and shares as comments."""
    lines = [
        f"  --color-{number}: {code}; /* {name.replace('*/', '* /')}, {percent(share)} */"
        for number, (code, name, share) in enumerate(
            zip(swatches.hexes, swatches.names, swatches.shares.tolist(), strict=True), start=1
        )
    ]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def json_palette(swatches: Swatches) -> str:
    """JSON: ``{"name", "colors": [{"name", "hex", "rgb", "share"}, …]}``."""
    colors = [
        {"name": name, "hex": code, "rgb": rgb, "share": round(share, 6)}
        for name, code, rgb, share in zip(
            swatches.names, swatches.hexes, swatches.colors.tolist(), swatches.shares.tolist(), strict=True
        )
    ]
    return json.dumps({"name": swatches.title, "colors": colors}, ensure_ascii=False, indent=2) + "\n"


def csv_palette(swatches: Swatches) -> str:
    """CSV with the columns name, hex, red, green, blue and share (0 … 1)."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["name", "hex", "red", "green", "blue", "share"])
    for name, code, rgb, share in zip(
        swatches.names, swatches.hexes, swatches.colors.tolist(), swatches.shares.tolist(), strict=True
    ):
        table.writerow([name, code, *rgb, f"{share:.6f}"])
    return file.getvalue()


def hex_list(swatches: Swatches) -> str:
    """One ``#rrggbb`` a line."""
    return "".join(f"{code}\n" for code in swatches.hexes)

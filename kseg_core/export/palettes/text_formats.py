"""Palettes as text, in UTF-8: GIMP, CSS, JSON, CSV and a list of hex values."""

import csv
import io
import json

from kseg_core.export.palettes.swatches import Swatches
from kseg_core.wording import percent


def gimp_palette(swatches: Swatches) -> bytes:
    """A GIMP palette (.gpl), which Inkscape, Krita and Scribus read too.

    References
    ----------
    GIMP developer documentation, "GIMP Palette (GPL) file format".
    """
    lines = ["GIMP Palette", f"Name: {swatches.title}", "Columns: 0", "#"]
    for name, _, (red, green, blue), _ in swatches.rows():
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{name}")
    return _text(lines)


def css_properties(swatches: Swatches) -> bytes:
    """CSS custom properties ``--color-1``, ``--color-2``, …, with names and shares as comments."""
    lines = [
        f"  --color-{number}: {code}; /* {name.replace('*/', '* /')}, {percent(share)} */"
        for number, (name, code, _, share) in enumerate(swatches.rows(), start=1)
    ]
    return _text([":root {", *lines, "}"])


def json_palette(swatches: Swatches) -> bytes:
    """JSON: ``{"name", "colors": [{"name", "hex", "rgb", "share"}, …]}``."""
    colors = [
        {"name": name, "hex": code, "rgb": rgb, "share": round(share, 6)}
        for name, code, rgb, share in swatches.rows()
    ]
    return _text([json.dumps({"name": swatches.title, "colors": colors}, ensure_ascii=False, indent=2)])


def csv_palette(swatches: Swatches) -> bytes:
    """CSV with the columns name, hex, red, green, blue and share (0 … 1)."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["name", "hex", "red", "green", "blue", "share"])
    for name, code, rgb, share in swatches.rows():
        table.writerow([name, code, *rgb, f"{share:.6f}"])
    return file.getvalue().encode()


def hex_list(swatches: Swatches) -> bytes:
    """One ``#rrggbb`` a line."""
    return _text(swatches.hexes)


def _text(lines: list[str] | tuple[str, ...]) -> bytes:
    return ("\n".join(lines) + "\n").encode()

"""The palette formats: a writer and a row of `PALETTE_FORMATS` each. Menu, ZIP and help walk over these."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import numpy as np

from kseg_core.csv_table import csv_table
from kseg_core.encoding.pictures import encode_label_map
from kseg_core.export.palettes.adobe import adobe_swatch_exchange, photoshop_swatches
from kseg_core.export.palettes.swatches import Swatches
from kseg_core.wording import percent

_SIDE = 160
"""Of the square of a color, in pixels."""

_CAPTION_HEIGHT = 56
_FONT = 'font-family="sans-serif" font-size="14"'


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
    """A `csv_table` with the columns name, hex, red, green, blue and share (0 … 1)."""
    return csv_table({"name": list(swatches.names), **swatches.columns()})


def hex_list(swatches: Swatches) -> bytes:
    """One ``#rrggbb`` a line."""
    return _text(swatches.hexes)


def svg_swatches(swatches: Swatches) -> bytes:
    """One square a color in an SVG, side by side, with hex value, name and share written below."""
    width = _SIDE * len(swatches.names)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_SIDE + _CAPTION_HEIGHT}" '
        f'viewBox="0 0 {width} {_SIDE + _CAPTION_HEIGHT}">',
        f"<title>{escape(swatches.title)}</title>",
    ]
    for number, (name, code, _, share) in enumerate(swatches.rows()):
        left = number * _SIDE
        lines += [
            f'<rect x="{left}" y="0" width="{_SIDE}" height="{_SIDE}" fill="{code}"/>',
            f'<text x="{left + 8}" y="{_SIDE + 22}" {_FONT}>{code}, {percent(share)}</text>',
            f'<text x="{left + 8}" y="{_SIDE + 42}" {_FONT}>{escape(name)}</text>',
        ]
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def png_swatches(swatches: Swatches) -> bytes:
    """One square a color as an indexed PNG, side by side, without text: for picking colors from."""
    numbers = np.arange(len(swatches.names), dtype=np.uint8)
    return encode_label_map(np.tile(np.repeat(numbers, _SIDE), (_SIDE, 1)), swatches.colors).data


def _text(lines: list[str] | tuple[str, ...]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteFormat:
    """A format of palette files.

    Attributes
    ----------
    name : str
        Shown to people.
    suffix : str
        Of the file name, without the dot; no two formats have the same.
    mime : str
    write : Callable
        Makes the file; text is UTF-8.
    programs : str
        Which programs read it, for people; may be empty.
    for_several : bool
        Whether the ZIP of several photos has it.
    """

    name: str
    suffix: str
    mime: str
    write: Callable[[Swatches], bytes]
    programs: str = ""
    for_several: bool = False


PALETTE_FORMATS = (
    PaletteFormat(
        name="GIMP (.gpl)",
        suffix="gpl",
        mime="text/plain",
        write=gimp_palette,
        programs="GIMP, Inkscape, Krita and Scribus",
        for_several=True,
    ),
    PaletteFormat(
        name="Adobe Swatch Exchange (.ase)",
        suffix="ase",
        mime="application/octet-stream",
        write=adobe_swatch_exchange,
        programs="Adobe programs",
        for_several=True,
    ),
    PaletteFormat(
        name="Photoshop (.aco)",
        suffix="aco",
        mime="application/octet-stream",
        write=photoshop_swatches,
        programs="Photoshop",
    ),
    PaletteFormat(
        name="CSS properties", suffix="css", mime="text/css", write=css_properties, for_several=True
    ),
    PaletteFormat(name="JSON", suffix="json", mime="application/json", write=json_palette, for_several=True),
    PaletteFormat(name="CSV", suffix="csv", mime="text/csv", write=csv_palette),
    PaletteFormat(name="Hex list", suffix="txt", mime="text/plain", write=hex_list),
    PaletteFormat(
        name="SVG swatches",
        suffix="svg",
        mime="image/svg+xml",
        write=svg_swatches,
        programs="Figma and other drawing programs",
    ),
    PaletteFormat(name="PNG swatches", suffix="png", mime="image/png", write=png_swatches),
)
"""In the order of the menu."""

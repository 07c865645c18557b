"""The palette formats on offer: one row each. Menu, bundle and help walk over the table."""

from collections.abc import Callable
from dataclasses import dataclass

from kseg_core.export.palettes.adobe import adobe_swatch_exchange, photoshop_swatches
from kseg_core.export.palettes.drawn import png_swatches, svg_swatches
from kseg_core.export.palettes.swatches import Swatches
from kseg_core.export.palettes.text_formats import (
    css_properties,
    csv_palette,
    gimp_palette,
    hex_list,
    json_palette,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteFormat:
    """A format of palette files.

    Attributes
    ----------
    name : str
        Shown to people.
    suffix : str
        How the file's name ends, after the stem; no two formats have the same.
    mime : str
    write : Callable
        The file of a palette; text is UTF-8.
    programs : str
        Which programs read it, for people; empty if that need not be said.
    for_several : bool
        Whether it is made of each of several photos.
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

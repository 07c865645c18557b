"""The palette formats on offer, and the one door to them."""

from enum import StrEnum

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


class PaletteFormat(StrEnum):
    """Formats of palette files. The values are the names shown to people."""

    GPL = "GIMP (.gpl)"
    ASE = "Adobe Swatch Exchange (.ase)"
    ACO = "Photoshop (.aco)"
    CSS = "CSS properties"
    JSON = "JSON"
    CSV = "CSV"
    HEX = "Hex list"
    SVG = "SVG swatches"
    PNG = "PNG swatches"

    @property
    def suffix(self) -> str:
        """How the file's name ends, after the stem."""
        return "txt" if self is PaletteFormat.HEX else self.name.lower()

    @property
    def mime(self) -> str:
        return _MIMES[self]


_MIMES = {
    PaletteFormat.GPL: "text/plain",
    PaletteFormat.ASE: "application/octet-stream",
    PaletteFormat.ACO: "application/octet-stream",
    PaletteFormat.CSS: "text/css",
    PaletteFormat.JSON: "application/json",
    PaletteFormat.CSV: "text/csv",
    PaletteFormat.HEX: "text/plain",
    PaletteFormat.SVG: "image/svg+xml",
    PaletteFormat.PNG: "image/png",
}


def palette_file(swatches: Swatches, file_format: PaletteFormat) -> bytes:
    """A palette in one of the formats. Text is UTF-8.

    Parameters
    ----------
    swatches : Swatches
    file_format : PaletteFormat
    """
    match file_format:
        case PaletteFormat.GPL:
            return gimp_palette(swatches).encode()
        case PaletteFormat.ASE:
            return adobe_swatch_exchange(swatches)
        case PaletteFormat.ACO:
            return photoshop_swatches(swatches)
        case PaletteFormat.CSS:
            return css_properties(swatches).encode()
        case PaletteFormat.JSON:
            return json_palette(swatches).encode()
        case PaletteFormat.CSV:
            return csv_palette(swatches).encode()
        case PaletteFormat.HEX:
            return hex_list(swatches).encode()
        case PaletteFormat.SVG:
            return svg_swatches(swatches).encode()
        case PaletteFormat.PNG:
            return png_swatches(swatches).data

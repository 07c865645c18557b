"""How many pixels of a picture its file says are an inch."""

import math
import re

from PIL.Image import Image

from kseg_core.reading.tiff_tags import TagDirectory, read_directory

_ACROSS, _DOWN, _UNIT, _DESCRIPTION = 282, 283, 296, 270
_NO_UNIT, _INCH = 1, 2
_UNITS_IN_AN_INCH = {_INCH: 1.0, 3: 2.54}
_OF_IMAGEJ = re.compile(rb"ImageJ=.*?^unit=([^\n]+)$", re.DOTALL | re.MULTILINE)
_UNITS_OF_IMAGEJ_IN_AN_INCH = {
    "m": 0.0254,
    "inch": 1.0,
    "cm": 2.54,
    "mm": 25.4,
    "nm": 25.4e6,
    **dict.fromkeys(("micron", "um", "µm", r"\u00B5m"), 25.4e3),
}


def read_dpi(image: Image, data: bytes) -> float | None:
    """Pixels per inch, if a file states them, for square pixels.

    Parameters
    ----------
    image : Image
        The opened file.
    data : bytes
        All of it.

    Returns
    -------
    float or None
        By pHYs of PNG, JFIF of JPEG or the header of BMP; or else by the tags of EXIF and TIFF. ImageJ
        saves the scale of a microscope in TIFF with a unit of its own, which is read, too.
    """
    # Pillow fills in numbers where tags, or a JPEG without a unit, say nothing.
    says_itself = image.info.get("jfif_unit") in (1, 2) if image.format == "JPEG" else image.format != "TIFF"
    sides = image.info.get("dpi") if says_itself else None
    if sides is None:
        directory = read_directory((image.info.get("exif") or data).removeprefix(b"Exif\0\0"))
        sides = (0, 0) if directory is None else _of_tags(directory)
    across, down = map(float, sides)
    is_square = 0 < across < math.inf and math.isclose(across, down, rel_tol=1e-3)
    return across if is_square else None


def _of_tags(directory: TagDirectory) -> tuple[float, float]:
    unit = directory.value(_UNIT, _INCH)
    units = _UNITS_IN_AN_INCH.get(unit, 0.0)
    named = _OF_IMAGEJ.match(directory.content(_DESCRIPTION)) if unit == _NO_UNIT else None
    if named is not None:
        units = _UNITS_OF_IMAGEJ_IN_AN_INCH.get(named[1].decode("latin-1").strip(), 0.0)
    return units * directory.ratio(_ACROSS), units * directory.ratio(_DOWN)

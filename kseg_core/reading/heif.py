"""AVIF and HEIC, pictures in MPEG-4 boxes: their layout, the cost of decoding, the decoder of HEIC."""

import struct
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL.ImageFile import ImageFile

from kseg_core.reading import described_colors
from kseg_core.reading.boxes import boxes
from kseg_core.reading.described_colors import DescribedColors
from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.rows import StoredRows, rows_of_array

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1")
_LONGEST_BRAND_LIST = 256
_UNSPECIFIED, _BT709, _SRGB = 2, 1, 13
_SHOWN_AS_SRGB = (1, 2, 6, 11, 14, 15)
"""Video curves and an unspecified one: encoders write them for ordinary photos, and browsers take them so."""


def has_brand(*brands: bytes) -> Callable[[bytes], bool]:
    """A test of whether the first box of a file names one of the brands."""

    def begins(data: bytes) -> bool:
        if data[4:8] != b"ftyp":
            return False
        end = min(int.from_bytes(data[:4], "big"), _LONGEST_BRAND_LIST)
        return any(data[start : start + 4] in brands for start in (8, *range(16, end, 4)))

    return begins


def walk(data: bytes) -> FileLayout:
    """Check that the file ends where a box ends, and find how it describes its colors."""
    return FileLayout(
        complete=all(end <= len(data) for *_, end in boxes(data, 0, len(data))), colors=_describe(data)
    )


def _describe(data: bytes) -> DescribedColors | None:
    """The colors by the first `nclx` box among the properties, which is that of the main picture."""
    start, end = 0, len(data)
    for wanted, header in ((b"meta", 4), (b"iprp", 0), (b"ipco", 0)):
        found = next((box for box in boxes(data, start, end) if box[0] == wanted), None)
        if found is None:
            return None
        start, end = found[1] + header, min(found[2], len(data))
    for kind, content, _ in boxes(data, start, end):
        if kind == b"colr" and data[content : content + 4] == b"nclx":
            primaries, transfer = struct.unpack_from(">HH", data, content + 4)
            shown_as = _SRGB if transfer in _SHOWN_AS_SRGB else transfer
            return described_colors.of_code_points(
                _BT709 if primaries == _UNSPECIFIED else primaries, shown_as
            )
    return None


def cost_of_avif(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on pictures of 4:4:4 and 10 bits, which need the most memory."""
    per_pixel = 11.2 if image.has_transparency_data else 8.6
    return Cost(peak=per_pixel, held=per_pixel)


def cost_of_heic(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on pictures of 4:4:4 and 10 bits, the most expensive, and on those of cameras, 4:2:0 and 8."""
    if image.mode == "RGB" and image.info.get("bit_depth") == 8 and image.info.get("chroma") == 420:
        return Cost(peak=5.2, held=3.1)
    return Cost(peak=9.7, held=4.1 if image.has_transparency_data else 3.1)


def open_heic(stream: BytesIO) -> ImageFile:
    """The header of a HEIC file, by libheif."""
    # Imported when first needed: it takes 25 ms, and most visitors never have such a file.
    import pillow_heif

    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    image: ImageFile = pillow_heif.HeifImageFile(stream)
    return image


def decode_heic(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with libheif straight into an array; Pillow would need 4 more bytes per pixel."""
    import pillow_heif

    heif = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
    return rows_of_array(np.asarray(heif), heif.mode, raw_mode=heif.mode)

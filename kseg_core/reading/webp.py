"""WebP: how it is recognized, its layout, the cost of decoding it, and the choice between two decoders."""

import struct

from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout, covered_part
from kseg_core.reading.frames import decode_first_shown
from kseg_core.reading.rows import StoredRows, decode_with_opencv

_MAX_BEFORE_FRAMES = 2**23


def begins(data: bytes) -> bool:
    """Whether this is a WebP among the files that begin with ``RIFF``."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def walk(data: bytes) -> FileLayout:
    """Check that the file is as long as it claims, and find where the first frame of an animation lies."""
    complete = struct.unpack_from("<L", data, 4)[0] + 8 <= len(data)
    first = data.find(b"ANMF", 30, _MAX_BEFORE_FRAMES) if data[12:16] == b"VP8X" else -1
    if first < 0:
        return FileLayout(complete=complete)
    width, height = (1 + _three_bytes(data, place) for place in (24, 27))
    half_left, half_top, last_column, last_row = (
        _three_bytes(data, first + place) for place in (8, 11, 14, 17)
    )
    frame = (2 * half_left, 2 * half_top, 1 + last_column, 1 + last_row)
    return FileLayout(complete=complete, covered=covered_part((width, height), frame))


def _three_bytes(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 3], "little")


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on lossless pictures, which need the most memory."""
    if _is_animated(image) or layout.covered is not None:
        return Cost(peak=16.6, held=12.6)
    return Cost(peak=10.7, held=4.1) if image.has_transparency_data else Cost(peak=9.0, held=3.1)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with OpenCV straight into an array, or an animation with Pillow."""
    if _is_animated(image) or layout.covered is not None:
        return decode_first_shown(image, data, layout, reduction)
    return decode_with_opencv(data, with_alpha=image.has_transparency_data)


def _is_animated(image: ImageFile) -> bool:
    return bool(getattr(image, "is_animated", False))

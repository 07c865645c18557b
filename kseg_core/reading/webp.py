"""WebP: how it is recognized and walked, what it costs, and the two decoders for it."""

import struct

from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_opencv, decode_with_pillow


def begins(data: bytes) -> bool:
    """Whether this is a WebP among the files that begin with ``RIFF``."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def walk(data: bytes) -> FileLayout:
    """See whether the file is as long as it says."""
    return FileLayout(complete=struct.unpack_from("<L", data, 4)[0] + 8 <= len(data))


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on lossless pictures, the dearest."""
    if _is_animated(image):
        return Cost(peak=16.6, held=12.6)
    return Cost(peak=10.7, held=4.1) if image.has_transparency_data else Cost(peak=9.0, held=3.1)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """By OpenCV, which writes straight into an array, or by Pillow, which knows animations."""
    if _is_animated(image):
        return decode_with_pillow(image)
    return decode_with_opencv(data, with_alpha=image.has_transparency_data)


def _is_animated(image: ImageFile) -> bool:
    return bool(getattr(image, "is_animated", False))

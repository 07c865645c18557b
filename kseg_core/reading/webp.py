"""WebP: how it is recognized, its layout, the cost of decoding it, and the choice between two decoders."""

import struct

from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_opencv, decode_with_pillow


def begins(data: bytes) -> bool:
    """Whether this is a WebP among the files that begin with ``RIFF``."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def walk(data: bytes) -> FileLayout:
    """Check that the file is as long as it claims."""
    return FileLayout(complete=struct.unpack_from("<L", data, 4)[0] + 8 <= len(data))


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Measured on lossless pictures, which need the most memory."""
    if _is_animated(image):
        return Cost(peak=16.6, held=12.6)
    return Cost(peak=10.7, held=4.1) if image.has_transparency_data else Cost(peak=9.0, held=3.1)


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with OpenCV straight into an array, or an animation with Pillow."""
    if _is_animated(image):
        return decode_with_pillow(image)
    return decode_with_opencv(data, with_alpha=image.has_transparency_data)


def _is_animated(image: ImageFile) -> bool:
    return bool(getattr(image, "is_animated", False))

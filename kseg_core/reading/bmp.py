"""BMP: its layout, the cost of decoding it, and what its alpha means."""

import struct
from dataclasses import replace

from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_pillow

_MAX_RUN_LENGTH_PIXELS = 4_000_000


def walk(data: bytes) -> FileLayout:
    """Check that all rows are there, where the header tells their size."""
    offset, header = struct.unpack_from("<LL", data, 10)
    if header < 40:
        return FileLayout()
    width, height, _, bits, compression = struct.unpack_from("<llHHL", data, 18)
    stored = (abs(width) * bits + 31) // 32 * 4 * abs(height) if compression in (0, 3) else 0
    return FileLayout(complete=offset + stored <= len(data))


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Pillow decodes run-length encoded pictures in Python, which is slow, so their size is limited."""
    is_run_length_encoded = image.tile[0].codec_name == "bmp_rle"
    return Cost(
        peak=4.5, held=4.5, max_pixels=_MAX_RUN_LENGTH_PIXELS if is_run_length_encoded else float("inf")
    )


def decode(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode with Pillow. Alpha that is 0 everywhere means nothing: many programs leave it unset."""
    rows = decode_with_pillow(image)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (0, 0):
        return replace(rows, read=lambda top, bottom: rows.read_image(top, bottom).convert("RGB"))
    return rows

"""BMP: how it is walked, and what it costs."""

import struct

from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import Cost, FileLayout

_MAX_RUN_LENGTH_PIXELS = 4_000_000


def walk(data: bytes) -> FileLayout:
    """See whether all rows are there, where their size is known."""
    offset, header = struct.unpack_from("<LL", data, 10)
    if header < 40:
        return FileLayout()
    width, height, _, bits, compression = struct.unpack_from("<llHHL", data, 18)
    stored = (abs(width) * bits + 31) // 32 * 4 * abs(height) if compression in (0, 3) else 0
    return FileLayout(complete=offset + stored <= len(data))


def cost(image: ImageFile, layout: FileLayout) -> Cost:
    """Pictures in run-length code are decoded in Python, which takes time."""
    in_runs = image.tile[0].codec_name == "bmp_rle"
    return Cost(peak=4.5, held=4.5, most_pixels=_MAX_RUN_LENGTH_PIXELS if in_runs else float("inf"))

"""Animations: the first frame that shows something, and what of the canvas it covers."""

from dataclasses import replace

import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile

from kseg_core.reading.file_format import FileLayout
from kseg_core.reading.rows import StoredRows, decode_with_pillow, with_alpha

_MAX_FRAMES = 100
_MAX_FRAME_PIXELS = 12_000_000
_MAX_PIXELS = 100_000_000


def decode_first_shown(image: ImageFile, data: bytes, layout: FileLayout, reduction: int) -> StoredRows:
    """Decode the first frame, or if all of it is transparent the next one that is not.

    Later frames are drawn over those before and need up to five times the memory, so the search ends after
    100 frames, or 100 megapixels of frames, and is left out above 12 megapixels a frame.
    """
    rows = _cut_out(decode_with_pillow(image), layout)
    n_pixels = max(1, image.width * image.height)
    last = min(_MAX_FRAMES, _MAX_PIXELS // n_pixels) if n_pixels <= _MAX_FRAME_PIXELS else 0
    while not _shows_something(rows) and image.tell() < last:
        try:
            image.seek(image.tell() + 1)
        except EOFError:
            break
        rows = decode_with_pillow(image)
    return rows


def _cut_out(rows: StoredRows, layout: FileLayout) -> StoredRows:
    """The first frame, transparent around what it covers of the canvas."""
    if layout.covered is None:
        return rows
    left, upper, right, lower = layout.covered

    def read(top: int, bottom: int) -> Image.Image:
        strip = with_alpha(rows.read_image(top, bottom))
        alpha = np.array(strip.getchannel("A"))
        covered = np.s_[max(0, upper - top) : max(0, lower - top), left:right]
        inside = np.zeros_like(alpha)
        inside[covered] = alpha[covered]
        strip.putalpha(Image.fromarray(inside))
        return strip

    return replace(rows, read=read)


def _shows_something(rows: StoredRows) -> bool:
    for top, bottom in rows.strips():
        strip = rows.read_image(top, bottom)
        if not strip.has_transparency_data or with_alpha(strip).getchannel("A").getextrema()[1]:
            return True
    return False

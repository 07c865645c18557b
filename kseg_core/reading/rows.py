"""The rows of a decoded picture, the two decoders, and the choice of rows and columns of a large picture."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile

from kseg_core.image import row_blocks

Strip = Image.Image | NDArray[np.generic]
"""Some rows of a picture."""

GRAY_MODES = ("1", "L", "LA", "La")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRows:
    """A decoded picture.

    Attributes
    ----------
    size : tuple of int
        Width and height.
    read : Callable
        ``read(top, bottom)`` returns these rows as a Pillow image in the picture's mode, or as an array
        (h, W, C) of uint16, RGB and perhaps alpha, which Pillow has no mode for.
    rgb : ndarray of uint8, shape (H, W, 3), or None
        The whole picture, if the decoder made such an array.
    missing : float or None
        The share of the rows that a file cut short lacks, from below; 0 if it lacks its end mark only.
    is_deep_color : bool
        Whether `read` returns such arrays.
    coarse : bool
        Whether a file cut short lacks fine details.
    stretched : tuple of float, or None
        The values that became 0 and 255, if the decoder has scaled them.
    """

    size: tuple[int, int]
    read: Callable[[int, int], Strip]
    rgb: NDArray[np.uint8] | None = None
    missing: float | None = None
    is_deep_color: bool = False
    coarse: bool = False
    stretched: tuple[float, float] | None = None

    def read_image(self, top: int, bottom: int) -> Image.Image:
        """`read` where the decoder is one whose rows are Pillow images."""
        strip = self.read(top, bottom)
        assert isinstance(strip, Image.Image)
        return strip

    def strips(self) -> Iterator[tuple[int, int]]:
        """Row ranges ``(top, bottom)`` that together cover the picture."""
        width, height = self.size
        for rows in row_blocks((height, width)):
            yield rows.start, min(height, rows.stop)


def with_alpha(strip: Image.Image) -> Image.Image:
    """A strip as gray or RGB with its transparency as alpha."""
    return strip.convert("LA" if strip.mode in GRAY_MODES else "RGBA")


def decode_with_pillow(image: ImageFile, reduction: int = 1) -> StoredRows:
    """Decode with the plugin that opened the file."""
    if reduction > 1:
        width, height = image.size
        image.draft(None, (width // reduction, height // reduction))
    image.load()
    width, height = image.size
    return StoredRows(size=image.size, read=lambda top, bottom: image.crop((0, top, width, bottom)))


def decode_with_opencv(data: bytes, *, with_alpha: bool) -> StoredRows:
    """Decode 8-bit RGB or RGBA straight into an array, which needs less memory than Pillow."""
    flags = cv2.IMREAD_UNCHANGED if with_alpha else cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None:
        raise OSError("cv2.imdecode returned no picture")
    stored = np.asarray(decoded, np.uint8)
    if stored.shape[2] == 4:
        return rows_of_array(stored, "RGBA", raw_mode="BGRA")
    return rows_of_array(stored, "RGB", raw_mode="RGB")


def rows_of_array(stored: NDArray[np.uint8], mode: str, *, raw_mode: str) -> StoredRows:
    """The rows of an array (H, W, C) whose channels Pillow knows as `raw_mode`."""
    height, width = stored.shape[:2]

    def read(top: int, bottom: int) -> Image.Image:
        strip = np.ascontiguousarray(stored[top:bottom])
        return Image.frombuffer(mode, (width, bottom - top), strip, "raw", raw_mode, 0, 1)

    return StoredRows(size=(width, height), read=read, rgb=stored if mode == "RGB" else None)


def reduced_size(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    """The largest size of about the same proportions with at most `max_pixels` pixels; never above `size`."""
    width, height = size
    factor = min(1.0, math.sqrt(max_pixels / (width * height)))
    new_width = min(max_pixels, max(1, math.floor(width * factor)))
    new_height = min(max_pixels // new_width, max(1, math.floor(height * factor)))
    return new_width, new_height


def evenly_spaced(length: int, count: int) -> NDArray[np.intp]:
    """Indices of `count` evenly spaced rows or columns out of `length`.

    Large pictures are reduced by sampling, not by averaging: averages would add colors that the picture does
    not have at every border between two colors, and they would appear in clusters and plots.
    """
    return ((np.arange(count) * 2 + 1) * length // (2 * count)).astype(np.intp)

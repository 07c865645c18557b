"""The rows of a decoded picture, and which of its pixels are kept."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_STRIP_PIXELS = 2**18


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRows:
    """A decoded picture.

    Attributes
    ----------
    size : tuple of int
        Width and height.
    read : Callable
        ``read(top, bottom)`` gives these rows as a Pillow image in the picture's mode.
    rgb : ndarray of uint8, shape (H, W, 3), or None
        All of them at once, where the decoder made such an array.
    """

    size: tuple[int, int]
    read: Callable[[int, int], Image.Image]
    rgb: NDArray[np.uint8] | None = None

    def strips(self) -> Iterator[tuple[int, int]]:
        """Row ranges ``(top, bottom)`` that together cover the picture."""
        width, height = self.size
        step = max(1, _STRIP_PIXELS // width)
        for top in range(0, height, step):
            yield top, min(height, top + step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """Which stored pixels are kept: all of them, or evenly spaced ones.

    Pixels are taken as they are, never averaged: averaging makes colors that the picture does not have, at
    every border between two colors, and the clusters and the color space plots would show them.

    Attributes
    ----------
    stored, wanted : tuple of int
        Width and height before and after.
    """

    stored: tuple[int, int]
    wanted: tuple[int, int]

    @property
    def rows(self) -> NDArray[np.intp]:
        return _evenly(self.stored[1], self.wanted[1])

    @property
    def columns(self) -> NDArray[np.intp] | None:
        """None when every column is kept."""
        return None if self.stored[0] == self.wanted[0] else _evenly(self.stored[0], self.wanted[0])


def fit(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    """The largest size of about the same shape with at most `max_pixels` pixels; never larger than `size`."""
    width, height = size
    factor = min(1.0, math.sqrt(max_pixels / (width * height)))
    new_width = min(max_pixels, max(1, math.floor(width * factor)))
    new_height = min(max_pixels // new_width, max(1, math.floor(height * factor)))
    return new_width, new_height


def _evenly(available: int, wanted: int) -> NDArray[np.intp]:
    return ((np.arange(wanted) * 2 + 1) * available // (2 * wanted)).astype(np.intp)

"""The distinct colors of a picture and how many pixels each covers: the input of K-means."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import COLOR_CODES, ImageLike, RgbImage, pack_colors

_UINT32_MAX = (1 << 32) - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColorHistogram:
    """Distinct colors with their pixel counts. Only opaque pixels count.

    Attributes
    ----------
    colors : ndarray of uint8, shape (U, 3)
        Distinct RGB colors in ascending order of ``R | G << 8 | B << 16``, so that the same
        pixels in another order give the same histogram.
    counts : ndarray of int64, shape (U,)
        Pixels of each color, all >= 1.
    """

    colors: NDArray[np.uint8]
    counts: NDArray[np.int64]

    @property
    def n_colors(self) -> int:
        return len(self.counts)

    @property
    def n_pixels(self) -> int:
        """Opaque pixels of the picture."""
        return int(self.counts.sum())

    @property
    def codes(self) -> NDArray[np.uint32]:
        """The colors as integers ``R | G << 8 | B << 16``, ascending."""
        return pack_colors(self.colors)

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return self.colors.nbytes + self.counts.nbytes


def color_histogram(image: ImageLike) -> ColorHistogram:
    """Count the distinct colors of a picture by sorting its packed pixels.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)

    Notes
    -----
    Needs about five bytes per pixel, the packed pixels, sorted in place, and one flag each; and up to 20
    bytes per distinct color.
    """
    image = RgbImage.of(image)
    codes = pack_colors(image.pixels).ravel()
    if image.opaque is not None:
        codes = codes[image.opaque.ravel()]
    codes.sort()
    is_last = np.empty(codes.size, dtype=np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=is_last[:-1])
    is_last[-1] = True
    last = np.flatnonzero(is_last)
    del is_last
    distinct = codes[last]
    del codes
    counts = np.empty_like(last)
    counts[0] = last[0] + 1
    np.subtract(last[1:], last[:-1], out=counts[1:])
    del last
    return ColorHistogram(colors=_unpacked(distinct), counts=counts)


def pooled_histogram(histograms: Iterable[ColorHistogram]) -> ColorHistogram:
    """The colors of several pictures together, which are taken from the iterable one by one.

    Notes
    -----
    One counter for every possible color, 64 MB whatever the number of pictures; 128 MB from 2³² pixels on.
    """
    pixels, n_pixels = np.zeros(COLOR_CODES, np.uint32), 0
    for each in histograms:
        n_pixels += each.n_pixels
        if n_pixels > _UINT32_MAX and pixels.dtype == np.uint32:
            pixels = pixels.astype(np.uint64)
        pixels[each.codes] += each.counts.astype(pixels.dtype)
    codes = np.flatnonzero(pixels).astype(np.uint32)
    return ColorHistogram(colors=_unpacked(codes), counts=pixels[codes].astype(np.int64))


def _unpacked(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The colors (U, 3) of codes (U,)."""
    return codes.astype("<u4", copy=False).view(np.uint8).reshape(-1, 4)[:, :3].copy()

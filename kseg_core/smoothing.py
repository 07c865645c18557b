"""Gaussian smoothing: in 8 bits, or in fractions of a level where the Gaussian is wide."""

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

LITERAL_SIGMA_MAX = 4.0
"""Up to here smoothing is one ``cv2.GaussianBlur``; above, it runs on a reduced picture."""
FINE_LEVELS = 32
"""Steps per gray level in a reduced picture. More would overflow OpenCV's integers."""
_REACH = 2
"""Values to each side that an interpolated one depends on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smoothed:
    """A smoothed picture whose slopes are to be measured.

    After a wide Gaussian a slope is a fraction of a gray level per pixel. Rounded to 8 bits it would be
    a staircase, and every step an edge. So above `LITERAL_SIGMA_MAX` the picture is kept reduced and in
    fractions of a level.

    Attributes
    ----------
    plane : ndarray of uint8 or int16, shape (h, w) or (h, w, 3)
        With `factor` 1 the picture itself, uint8. Otherwise int16, in 1 / `FINE_LEVELS` of a level,
        each value standing for ``factor × factor`` pixels.
    factor : int
        A power of two.
    height, width : int
        Of the picture.
    sigma : float
        Standard deviation of the Gaussian, in pixels of the picture.
    """

    plane: NDArray[Any]
    factor: int
    height: int
    width: int
    sigma: float

    @property
    def nbytes(self) -> int:
        return self.plane.nbytes

    def picture(self, rows: slice, columns: slice) -> NDArray[np.uint8]:
        """A part of it in gray levels, uint8 (H, W) or (H, W, 3)."""
        if self.factor == 1:
            return cast(NDArray[np.uint8], self.plane[rows, columns])
        fine = enlarge(self.plane, self.factor, rows, columns)
        return np.clip((fine + FINE_LEVELS // 2) // FINE_LEVELS, 0, 255).astype(np.uint8)


def smooth(pixels: NDArray[np.uint8], sigma: float) -> Smoothed:
    """Smooth a picture by a Gaussian so that its slopes can be measured.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W) or (H, W, 3)
    sigma : float
        Standard deviation in pixels; 0 = none.
    """
    factor = reduction(sigma)
    plane = gaussian(pixels, sigma) if factor == 1 else wide_gaussian(pixels, sigma, factor)
    return Smoothed(plane=plane, factor=factor, height=len(pixels), width=pixels.shape[1], sigma=sigma)


def gaussian(pixels: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    """The picture after ``cv2.GaussianBlur`` in 8 bits; itself if σ is 0. Slopes need `smooth` instead."""
    return cast(NDArray[np.uint8], cv2.GaussianBlur(pixels, (0, 0), sigma)) if sigma > 0 else pixels


def reduction(sigma: float) -> int:
    """The factor by which a picture is reduced before a Gaussian of this σ."""
    factor = 1
    while sigma / factor > LITERAL_SIGMA_MAX:
        factor *= 2
    return factor


# Exported scripts carry this function as it stands: it knows NumPy, OpenCV and FINE_LEVELS only.
def wide_gaussian(picture: np.ndarray, sigma: float, factor: int) -> np.ndarray:
    """The picture, uint8, reduced by a factor and smoothed: int16, in fractions of a gray level."""
    height, width = picture.shape[:2]
    below, beside = -height % factor, -width % factor
    if below or beside:
        picture = cv2.copyMakeBorder(picture, 0, below, 0, beside, cv2.BORDER_REPLICATE)
    size = (width + beside) // factor, (height + below) // factor
    fine = np.int16(FINE_LEVELS) * cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    sigma = np.sqrt(sigma**2 - factor**2 / 12) / factor  # averaging has a variance of factor² / 12
    return cv2.GaussianBlur(fine, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)


def enlarge(plane: NDArray[np.int16], factor: int, rows: slice, columns: slice) -> NDArray[np.int16]:
    """A part of a reduced plane at the size of the picture, interpolated by cubics.

    Equal to that part of the whole enlarged plane. Linear interpolation has kinks, which Canny
    would take for edges.
    """
    top, left = (max(0, part.start // factor - _REACH) for part in (rows, columns))
    bottom, right = (-(-part.stop // factor) + _REACH for part in (rows, columns))
    part = np.ascontiguousarray(plane[top:bottom, left:right])
    size = part.shape[1] * factor, part.shape[0] * factor
    large = cv2.resize(part, size, interpolation=cv2.INTER_CUBIC)
    first_row, first_column = rows.start - top * factor, columns.start - left * factor
    return cast(
        NDArray[np.int16],
        large[
            first_row : first_row + rows.stop - rows.start,
            first_column : first_column + columns.stop - columns.start,
        ],
    )

"""Canny's first stage: the picture after the Gaussian."""

import math
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.image import RgbImage, filled_pixels

LITERAL_SIGMA_MAX = 4.0
"""Up to here smoothing is one ``cv2.GaussianBlur``; above, it runs on a reduced picture."""
FINE_LEVELS = 32
"""Steps a gray level of a reduced picture has. More would overflow OpenCV's integers."""
_REACH = 2
"""Values to each side that an interpolated one depends on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smoothed:
    """A smoothed picture.

    A wide Gaussian leaves slopes of a fraction of a gray level a pixel. In 8 bits they would be
    stairs, and every stair an edge. So above `LITERAL_SIGMA_MAX` the picture is kept reduced and in
    fractions of a level, and its gradient is taken there (`gradient`).

    Attributes
    ----------
    plane : ndarray of uint8 or int16, shape (h, w) or, for ``EdgeChannels.COLOR``, (h, w, 3)
        With `factor` 1 the picture itself, uint8. Otherwise int16, in 1 / `FINE_LEVELS` of a level,
        each value standing for ``factor × factor`` pixels.
    factor : int
        A power of two.
    height, width : int
        Of the picture.
    """

    plane: NDArray[Any]
    factor: int
    height: int
    width: int

    @property
    def nbytes(self) -> int:
        return self.plane.nbytes

    def picture(self, rows: slice, columns: slice) -> NDArray[np.uint8]:
        """A part of it in gray levels, uint8 (H, W) or (H, W, 3)."""
        if self.factor == 1:
            return cast(NDArray[np.uint8], self.plane[rows, columns])
        fine = enlarge(self.plane, self.factor, rows, columns)
        return np.clip((fine + FINE_LEVELS // 2) // FINE_LEVELS, 0, 255).astype(np.uint8)


def smooth_picture(image: RgbImage, settings: CannySettings) -> Smoothed:
    """Smooth what the gradient is taken of by a Gaussian.

    A transparent pixel takes the color of the nearest opaque one, as the picture's own border is
    continued by Canny; so neither what lies under it nor its outline makes an edge.

    Notes
    -----
    Above `LITERAL_SIGMA_MAX` the Gaussian runs on the picture reduced by a power of two f.
    Averaging adds a variance of f² / 12, which is taken off.
    """
    pixels = filled_pixels(image)
    if settings.channels is EdgeChannels.GRAY:
        pixels = cast(NDArray[np.uint8], cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    sigma = settings.sigma_for(image)
    factor = reduction(sigma)
    plane = _gaussian(pixels, sigma) if factor == 1 else _wide_gaussian(pixels, sigma, factor)
    return Smoothed(plane=plane, factor=factor, height=image.height, width=image.width)


def reduction(sigma: float) -> int:
    """By how much a picture is reduced before a Gaussian of this σ."""
    factor = 1
    while sigma / factor > LITERAL_SIGMA_MAX:
        factor *= 2
    return factor


def enlarge(plane: NDArray[np.int16], factor: int, rows: slice, columns: slice) -> NDArray[np.int16]:
    """A part of a reduced plane at the size of the picture, interpolated by cubics.

    Equal to that part of the whole enlarged plane. Linear interpolation has kinks, and Canny would
    take them for crests.
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


def _gaussian(picture: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    return cast(NDArray[np.uint8], cv2.GaussianBlur(picture, (0, 0), sigma)) if sigma > 0 else picture


def _wide_gaussian(picture: NDArray[np.uint8], sigma: float, factor: int) -> NDArray[np.int16]:
    height, width = picture.shape[:2]
    columns, rows = -(-width // factor), -(-height // factor)
    beyond = rows * factor - height, columns * factor - width
    if any(beyond):
        picture = cast(
            NDArray[np.uint8],
            cv2.copyMakeBorder(picture, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE),
        )
    reduced = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    reduced_sigma = math.sqrt(sigma**2 - factor**2 / 12) / factor
    fine = np.int16(FINE_LEVELS) * reduced
    smoothed = cv2.GaussianBlur(fine, (0, 0), reduced_sigma, borderType=cv2.BORDER_REFLECT)
    return cast(NDArray[np.int16], smoothed)

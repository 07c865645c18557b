"""Canny's five stages written out, so that each can be shown.

Equal to ``cv2.Canny`` bit for bit, its integers and its comparisons included.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import gradient, magnitude_of, strength_gain, threshold_levels
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.smoothing import smooth_picture
from kseg_core.image import RgbImage, row_blocks

TAN_SHIFT = 15
TAN_22_5 = 13573
"""tan 22.5° in fixed point, as OpenCV has it: round(tan(22.5°) * 2**15)."""
NEIGHBORS = (((0, -1), (0, 1)), ((-1, -1), (1, 1)), ((-1, 0), (1, 0)), ((-1, 1), (1, -1)))
"""By sector, the two neighbors (dy, dx) a maximum is compared with. The first must be smaller;
the second too in the diagonal sectors 1 and 3, otherwise it may be equal."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CannyStages:
    """All five stages of one edge map. Masks are bool (H, W) and False where transparent.

    Attributes
    ----------
    smoothed : ndarray of uint8, shape (H, W) or (H, W, 3)
        Stage 1: the picture after the Gaussian.
    gx, gy : ndarray of int16, shape (H, W)
        Stage 2: Sobel derivatives to the right and downward; of the strongest channel in color.
    gain : float
        Units of `gx`, `gy` and of the root of an L2 `strength` to one unit of the thresholds.
    strength : ndarray of int32, shape (H, W)
        Length of the gradient as OpenCV compares it: ``|gx| + |gy|``, or ``gx² + gy²`` for L2.
    direction : ndarray of uint8, shape (H, W)
        Sector of the gradient: 0 across, 1 falling diagonal, 2 down, 3 rising diagonal.
    maxima : ndarray of bool
        Stage 3: at least as strong as both neighbors along the gradient (`NEIGHBORS`).
    linked : ndarray of bool
        Stage 5, before transparency: maxima above low, connected to one above high.
    low_level, high_level : int
        The thresholds in units of `strength`; a pixel must exceed them.
    opaque : ndarray of bool, or None when every pixel is there
    settings : CannySettings
    sigma : float
        The smoothing that was applied, in pixels.
    """

    smoothed: NDArray[np.uint8]
    gx: NDArray[np.int16]
    gy: NDArray[np.int16]
    gain: float
    strength: NDArray[np.int32]
    direction: NDArray[np.uint8]
    maxima: NDArray[np.bool_]
    linked: NDArray[np.bool_]
    low_level: int
    high_level: int
    opaque: NDArray[np.bool_] | None
    settings: CannySettings
    sigma: float

    @property
    def magnitude(self) -> NDArray[np.float32]:
        """Length of the gradient in the units of the thresholds, float32 (H, W)."""
        return magnitude_of(self.strength, gain=self.gain, l2_gradient=self.settings.l2_gradient)

    @property
    def angle(self) -> NDArray[np.float32]:
        """Where it gets brighter, in degrees 0 … 360: 0 = right, 90 = down. Float32 (H, W)."""
        degrees = np.degrees(np.arctan2(self.gy, self.gx, dtype=np.float32))
        return cast(NDArray[np.float32], degrees % np.float32(360))

    @property
    def nms(self) -> NDArray[np.float32]:
        """Stage 3 as a picture: the magnitude on maxima, 0 elsewhere; float32 (H, W)."""
        return np.where(self._shown(self.maxima), self.magnitude, np.float32(0))

    @property
    def strong(self) -> NDArray[np.bool_]:
        """Stage 4: maxima above the high threshold."""
        return self._shown(self.maxima & (self.strength > self.high_level))

    @property
    def weak(self) -> NDArray[np.bool_]:
        """Stage 4: maxima above the low threshold that are not strong."""
        within = (self.strength > self.low_level) & (self.strength <= self.high_level)
        return self._shown(self.maxima & within)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Stage 5: weak pixels connected to a strong one."""
        return self.weak & self.linked

    @property
    def dropped(self) -> NDArray[np.bool_]:
        """Stage 5: weak pixels connected to no strong one."""
        return self.weak & ~self.linked

    @property
    def edges(self) -> NDArray[np.uint8]:
        """The edge map, 0 or 255, uint8 (H, W); equals `detect_edges`."""
        return self._shown(self.linked).view(np.uint8) * np.uint8(255)

    def _shown(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return mask if self.opaque is None else mask & self.opaque


def canny_stages(image: RgbImage, settings: CannySettings) -> CannyStages:
    """Run Canny stage by stage. `edges` of the result equals `detect_edges`, bit for bit.

    Notes
    -----
    1. Gaussian smoothing (`smooth_picture`).
    2. Sobel derivatives with replicated borders; in color each pixel takes its strongest channel.
       After a wide Gaussian they come from the reduced picture, in fractions of a gray level, and
       are handed to ``cv2.Canny(dx, dy, …)``.
    3. Non-maximum suppression along one of four directions, beyond the border counting as 0.
    4. Two thresholds, both to be exceeded.
    5. Hysteresis: 8-connected components of the pixels above low that hold one above high.

    Where OpenCV runs on a single thread it may leave gray pictures to IPP, whose 32-bit floats
    can tip a near tie at aperture 5 with L2.

    References
    ----------
    J. Canny, "A Computational Approach to Edge Detection", IEEE TPAMI 8(6), 1986,
    doi:10.1109/TPAMI.1986.4767851; the arithmetic is that of OpenCV's ``canny.cpp``.
    """
    smoothed = smooth_picture(image, settings)
    gx, gy, strength = gradient(smoothed, settings)
    gain = strength_gain(settings, smoothed.factor)
    direction, maxima = suppress_non_maxima(gx, gy, strength)
    low, high = threshold_levels(settings.low, settings.high, gain=gain, l2_gradient=settings.l2_gradient)
    candidates = maxima & (strength > low)
    count, component = connected_components(candidates)
    seeded = np.zeros(count, bool)
    seeded[component[candidates & (strength > high)]] = True
    return CannyStages(
        smoothed=smoothed.picture(slice(0, image.height), slice(0, image.width)),
        gx=gx,
        gy=gy,
        gain=gain,
        strength=strength,
        direction=direction,
        maxima=maxima,
        linked=seeded[component],
        low_level=low,
        high_level=high,
        opaque=image.opaque,
        settings=settings,
        sigma=settings.sigma_for(image),
    )


def connected_components(mask: NDArray[np.bool_]) -> tuple[int, NDArray[np.int32]]:
    """Number of the 8-connected components of a mask, the background's 0 included, and their map."""
    count, component = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    return count, cast(NDArray[np.int32], component)


def suppress_non_maxima(
    gx: NDArray[np.int16], gy: NDArray[np.int16], strength: NDArray[np.int32]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Third stage: `direction` and `maxima` (see `CannyStages`)."""
    height, width = strength.shape
    padded = np.pad(strength, 1)
    direction = np.empty(strength.shape, np.uint8)
    maxima = np.empty(strength.shape, bool)
    for rows in row_blocks(strength.shape):
        first_row, last_row = rows.start, min(rows.stop, height)
        sector = _sector(gx[rows], gy[rows])
        direction[rows] = sector
        here = strength[rows]
        is_maximum = np.zeros(here.shape, bool)
        for index, offsets in enumerate(NEIGHBORS):
            before, after = (
                padded[first_row + 1 + dy : last_row + 1 + dy, 1 + dx : width + 1 + dx] for dy, dx in offsets
            )
            not_below_after = here > after if index % 2 else here >= after
            is_maximum |= (sector == index) & (here > before) & not_below_after
        maxima[rows] = is_maximum
    return direction, maxima


def _sector(gx: NDArray[np.int16], gy: NDArray[np.int16]) -> NDArray[np.uint8]:
    x, y = np.abs(gx.astype(np.int32)), np.abs(gy.astype(np.int32)) << TAN_SHIFT
    tan_22 = x * TAN_22_5
    tan_67 = tan_22 + (x << (TAN_SHIFT + 1))
    diagonal = np.where((gx ^ gy) < 0, np.uint8(3), np.uint8(1))
    return np.where(y < tan_22, np.uint8(0), np.where(y > tan_67, np.uint8(2), diagonal))

"""Canny's five stages written out, so that each can be shown.

Equal to ``cv2.Canny`` bit for bit, its integers and its comparisons included.
"""

from dataclasses import dataclass
from functools import partial
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.gradient import gradient, magnitude_of, smooth_picture, strength_gain, threshold_level
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.errors import SettingsError
from kseg_core.image import Box, ImageLike, RgbImage, row_blocks
from kseg_core.smoothing import Smoothed

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
        Stage 1: the picture after the Gaussian, as `cv2.Canny` sees it: in color BGR if the settings say so.
    gx, gy : ndarray of int16, shape (H, W)
        Stage 2: Sobel derivatives to the right and downward; of the strongest channel in color.
    gain : float
        Units of `gx`, `gy` and of the root of an L2 `strength` to one unit of the thresholds.
    strength : ndarray of int32, shape (H, W)
        Length of the gradient as OpenCV compares it: ``|gx| + |gy|``, or ``gx² + gy²`` for L2.
    direction : ndarray of uint8, shape (H, W)
        Sector of the gradient: 0 across, 1 falling diagonal, 2 down, 3 rising diagonal.
    maxima : ndarray of bool
        Stage 3: at least as strong as both neighbors along the gradient (`suppress_non_maxima`).
    linked : ndarray of bool
        Stage 5, before transparency: maxima above low, connected to one above high.
    low_level, high_level : int
        The thresholds in units of `strength`; a pixel must exceed them.
    opaque : ndarray of bool, or None when every pixel is opaque
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
    def picture(self) -> NDArray[np.uint8]:
        """`smoothed`, gray or RGB."""
        in_bgr = self.settings.channels is EdgeChannels.BLUE_FIRST
        return self.smoothed[..., ::-1] if in_bgr else self.smoothed

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


def canny_stages(image: ImageLike, settings: CannySettings) -> CannyStages:
    """Run Canny stage by stage. `edges` of the result equals `detect_edges`, bit for bit.

    Parameters
    ----------
    image : RgbImage or ndarray of uint8, shape (H, W, 3)
    settings : CannySettings

    Notes
    -----
    1. Gaussian smoothing (`smooth_picture`).
    2. Sobel derivatives with replicated borders; in color each pixel takes its strongest channel.
       After a wide Gaussian they come from the reduced picture, in fractions of a gray level, and
       are handed to ``cv2.Canny(dx, dy, …)``.
    3. Non-maximum suppression along one of four directions, beyond the border counting as 0.
    4. Two thresholds, both to be exceeded.
    5. Hysteresis: 8-connected components of the pixels above low that hold one above high.

    On a single thread OpenCV may leave gray pictures to IPP, whose 32-bit floats can decide a near
    tie differently at aperture 5 with L2.

    References
    ----------
    J. Canny, "A Computational Approach to Edge Detection", IEEE TPAMI 8(6), 1986,
    doi:10.1109/TPAMI.1986.4767851; the arithmetic is that of OpenCV's ``canny.cpp``.
    """
    image = RgbImage.of(image)
    whole = image.box
    return _stages(smooth_picture(image, settings), settings, image.opaque, whole, None)


def stage_window(edge_map: EdgeMap, box: Box) -> CannyStages:
    """The stages of one part: equal to that part of `canny_stages` of the whole picture.

    Suppression needs a margin of one pixel. Hysteresis follows lines through the whole picture, so its
    result is read from the edge map.

    Raises
    ------
    SettingsError
        If the box is empty or reaches outside the picture.
    """
    if not (0 <= box.left < box.right <= edge_map.width and 0 <= box.top < box.bottom <= edge_map.height):
        raise SettingsError("The part must lie inside the picture and hold at least one pixel.")
    return _stages(edge_map.smoothed, edge_map.settings, edge_map.opaque, box, edge_map.edges)


def _stages(
    smoothed: Smoothed,
    settings: CannySettings,
    opaque: NDArray[np.bool_] | None,
    box: Box,
    edges: NDArray[np.uint8] | None,
) -> CannyStages:
    """The stages of a part. `edges` is the edge map of the whole picture; without it hysteresis is run."""
    top, left = max(0, box.top - 1), max(0, box.left - 1)
    rows = slice(top, min(smoothed.height, box.bottom + 1))
    columns = slice(left, min(smoothed.width, box.right + 1))
    gx, gy, strength = gradient(smoothed, settings, rows, columns)
    direction, maxima = suppress_non_maxima(gx, gy, strength)
    gain = strength_gain(settings, smoothed.factor)
    level = partial(threshold_level, gain=gain, l2_gradient=settings.l2_gradient)
    low, high = level(settings.low), level(settings.high)
    part = (box.rows, box.columns)
    inner = (slice(box.top - top, box.bottom - top), slice(box.left - left, box.right - left))
    return CannyStages(
        smoothed=smoothed.picture(*part),
        gx=gx[inner],
        gy=gy[inner],
        gain=gain,
        strength=strength[inner],
        direction=direction[inner],
        maxima=maxima[inner],
        linked=_hysteresis(maxima, strength, low, high) if edges is None else edges[part] > 0,
        low_level=low,
        high_level=high,
        opaque=None if opaque is None else opaque[part],
        settings=settings,
        sigma=smoothed.sigma,
    )


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


def _hysteresis(
    maxima: NDArray[np.bool_], strength: NDArray[np.int32], low: int, high: int
) -> NDArray[np.bool_]:
    candidates = maxima & (strength > low)
    count, component = connected_components(candidates)
    seeded = np.zeros(count, bool)
    seeded[component[candidates & (strength > high)]] = True
    return seeded[component]


def connected_components(mask: NDArray[np.bool_]) -> tuple[int, NDArray[np.int32]]:
    """Number of the 8-connected components of a mask, the background's 0 included, and their map."""
    count, component = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    return count, cast(NDArray[np.int32], component)

"""The gradient of a smoothed picture in the integers that ``cv2.Canny`` works with."""

import math
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edges import CannySettings

L2_THRESHOLD_MAX = 32767.0
APERTURE_7_SCALE = 16
"""OpenCV divides gradient and thresholds by this at aperture 7, to stay within 16 bits."""
_BLOCK_PIXELS = 1 << 18


def gradient(
    smoothed: NDArray[np.uint8], settings: CannySettings
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int32]]:
    """Second stage: ``gx``, ``gy`` and ``strength`` (see `CannyStages`), each (H, W)."""
    scale = 1 / APERTURE_7_SCALE if settings.aperture == 7 else 1.0
    derivatives = [
        cast(
            NDArray[np.int16],
            cv2.Sobel(
                smoothed,
                cv2.CV_16S,
                dx,
                1 - dx,
                ksize=settings.aperture,
                scale=scale,
                borderType=cv2.BORDER_REPLICATE,
            ),
        )
        for dx in (1, 0)
    ]
    gx, gy = (derivative.reshape(smoothed.shape) for derivative in derivatives)
    strength = np.empty(smoothed.shape[:2], np.int32)
    strongest = [np.empty(strength.shape, np.int16) for _ in "xy"] if smoothed.ndim == 3 else [gx, gy]
    for rows in row_blocks(strength.shape):
        length = _length(gx[rows], gy[rows], settings.l2_gradient)
        if smoothed.ndim == 3:
            channel = length.argmax(axis=2)[..., None]
            strength[rows] = np.take_along_axis(length, channel, axis=2)[..., 0]
            for chosen, derivative in zip(strongest, (gx, gy), strict=True):
                chosen[rows] = np.take_along_axis(derivative[rows], channel, axis=2)[..., 0]
        else:
            strength[rows] = length
    return strongest[0], strongest[1], strength


def magnitude_of(strength: NDArray[np.int32], settings: CannySettings) -> NDArray[np.float32]:
    """`strength` in the units of the thresholds, float32 of the same shape."""
    length = strength.astype(np.float32)
    if settings.l2_gradient:
        np.sqrt(length, out=length)
    if settings.aperture == 7:
        length *= APERTURE_7_SCALE
    return length


def threshold_levels(low: float, high: float, settings: CannySettings) -> tuple[int, int]:
    """Thresholds, in either order, as the integers that `strength` has to exceed."""
    levels = []
    for threshold in sorted((low, high)):
        level = float(threshold) / APERTURE_7_SCALE if settings.aperture == 7 else float(threshold)
        if settings.l2_gradient:
            level = min(level, L2_THRESHOLD_MAX) ** 2
        levels.append(math.floor(level))
    return levels[0], levels[1]


def row_blocks(shape: tuple[int, ...]) -> list[slice]:
    """Slices of rows, so that temporaries stay small on a large picture."""
    step = max(1, _BLOCK_PIXELS // shape[1])
    return [slice(start, start + step) for start in range(0, shape[0], step)]


def _length(gx: NDArray[np.int16], gy: NDArray[np.int16], l2: bool) -> NDArray[np.int32]:
    x, y = gx.astype(np.int32), gy.astype(np.int32)
    return x * x + y * y if l2 else np.abs(x) + np.abs(y)

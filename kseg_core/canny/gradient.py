"""The first two stages: the smoothed picture, and its gradient in the integers ``cv2.Canny`` works with."""

import math
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.image import RgbImage, filled_pixels, row_blocks
from kseg_core.smoothing import FINE_LEVELS, Smoothed, enlarge, smooth

SLOPE_GAIN = {3: 8, 5: 128, 7: 2048}
"""Gradient magnitude, in threshold units, of a ramp that rises by one gray level per pixel; by aperture."""
APERTURE_7_DIVISOR = 16
"""OpenCV divides gradient and thresholds by this at aperture 7, to stay within 16 bits."""
L2_LIMIT_MAX = 32767.0
LIMIT_MAX = 2.0**31 - 128


def smooth_picture(image: RgbImage, settings: CannySettings) -> Smoothed:
    """First stage: the picture, gray, RGB or BGR, smoothed by a Gaussian.

    A transparent pixel takes the color of the nearest opaque one, so that neither its hidden color nor
    the outline of the transparent part makes an edge.
    """
    pixels = filled_pixels(image)
    match settings.channels:
        case EdgeChannels.GRAY:
            pixels = cast(NDArray[np.uint8], cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
        case EdgeChannels.BLUE_FIRST:
            pixels = cast(NDArray[np.uint8], cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return smooth(pixels, settings.sigma_for(image))


def gradient(
    smoothed: Smoothed, settings: CannySettings, rows: slice | None = None, columns: slice | None = None
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int32]]:
    """Second stage: ``gx``, ``gy`` and ``strength`` (see `CannyStages`), of the whole or a part."""
    gx, gy = derivatives(smoothed, settings, rows, columns)
    strength = np.empty(gx.shape, np.int32)
    for block in row_blocks(strength.shape):
        strength[block] = _strength(gx[block], gy[block], settings.l2_gradient)
    return gx, gy, strength


def derivatives(
    smoothed: Smoothed, settings: CannySettings, rows: slice | None = None, columns: slice | None = None
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """``gx`` and ``gy`` of the whole picture or a part, (H, W) each; in color of the strongest channel.

    A reduced picture is differentiated first and enlarged afterwards, so that the Sobel kernel spans
    `factor` times as many pixels.
    """
    rows, columns = rows or slice(0, smoothed.height), columns or slice(0, smoothed.width)
    if smoothed.factor == 1:
        return _sobel(smoothed, settings, rows, columns)
    height, width = smoothed.plane.shape[:2]
    reduced = _sobel(smoothed, settings, slice(0, height), slice(0, width))
    gx, gy = (enlarge(derivative, smoothed.factor, rows, columns) for derivative in reduced)
    return gx, gy


def strength_gain(settings: CannySettings, factor: int) -> float:
    """How many units of ``gx`` and ``gy`` make one threshold unit, at this reduction."""
    return (1 if factor == 1 else FINE_LEVELS * factor) / _divisor(settings, factor)


def threshold_limits(settings: CannySettings, gain: float) -> tuple[float, float]:
    """The thresholds in units of ``gx`` and ``gy``, as ``cv2.Canny(dx, dy, …)`` takes them."""
    return min(settings.low * gain, LIMIT_MAX), min(settings.high * gain, LIMIT_MAX)


def threshold_level(threshold: float, *, gain: float, l2_gradient: bool) -> int:
    """A threshold as the integer that `strength` has to exceed."""
    limit = min(float(threshold) * gain, LIMIT_MAX)
    return math.floor(min(limit, L2_LIMIT_MAX) ** 2 if l2_gradient else limit)


def magnitude_of(strength: NDArray[np.int32], *, gain: float, l2_gradient: bool) -> NDArray[np.float32]:
    """`strength` in the units of the thresholds, float32 of the same shape."""
    length = strength.astype(np.float32)
    if l2_gradient:
        np.sqrt(length, out=length)
    if gain != 1:
        length /= np.float32(gain)
    return length


def count_magnitudes(
    strength: NDArray[np.int32], counted: NDArray[np.bool_] | None, *, l2_gradient: bool
) -> NDArray[np.int64]:
    """How many pixels have the magnitude 0, 1, 2, … in units of ``gx`` and ``gy``.

    L2 magnitudes are rounded to these units, of which an edge has hundreds. L1 magnitudes are whole.

    Parameters
    ----------
    strength : ndarray of int32, shape (H, W)
    counted : ndarray of bool, shape (H, W), or None
        The pixels that count; None = all.
    l2_gradient : bool
        The norm of the strengths.
    """
    counts = np.zeros(1, np.int64)
    for rows in row_blocks(strength.shape):
        values = strength[rows].ravel() if counted is None else strength[rows][counted[rows]]
        if l2_gradient:
            values = np.rint(np.sqrt(values)).astype(np.int32)
        counts = added(counts, np.bincount(values, minlength=1))
    return counts


def added(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of two results of `count_magnitudes`."""
    total = np.zeros(max(len(one), len(other)), np.int64)
    total[: len(one)] += one
    total[: len(other)] += other
    return total


def _divisor(settings: CannySettings, factor: int) -> int:
    if factor > 1:
        return SLOPE_GAIN[settings.aperture] // SLOPE_GAIN[3]
    return APERTURE_7_DIVISOR if settings.aperture == 7 else 1


def _sobel(
    smoothed: Smoothed, settings: CannySettings, rows: slice, columns: slice
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Derivatives of a part of the plane, equal to that part of those of the whole."""
    reach = settings.aperture // 2
    top, left = max(0, rows.start - reach), max(0, columns.start - reach)
    part = np.ascontiguousarray(smoothed.plane[top : rows.stop + reach, left : columns.stop + reach])
    inner = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    gx, gy = (
        cast(
            NDArray[np.int16],
            cv2.Sobel(
                part,
                cv2.CV_16S,
                dx,
                1 - dx,
                ksize=settings.aperture,
                scale=1 / _divisor(settings, smoothed.factor),
                borderType=cv2.BORDER_REPLICATE,
            ),
        ).reshape(part.shape)[inner]
        for dx in (1, 0)
    )
    return (gx, gy) if part.ndim == 2 else _strongest_channel(gx, gy, settings.l2_gradient)


def _strongest_channel(
    gx: NDArray[np.int16], gy: NDArray[np.int16], l2_gradient: bool
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    strongest = [np.empty(gx.shape[:2], np.int16) for _ in "xy"]
    for block in row_blocks(gx.shape):
        channel = _strength(gx[block], gy[block], l2_gradient).argmax(axis=2)[..., None]
        for chosen, derivative in zip(strongest, (gx, gy), strict=True):
            chosen[block] = np.take_along_axis(derivative[block], channel, axis=2)[..., 0]
    return strongest[0], strongest[1]


def _strength(gx: NDArray[np.int16], gy: NDArray[np.int16], l2_gradient: bool) -> NDArray[np.int32]:
    x, y = gx.astype(np.int32), gy.astype(np.int32)
    return x * x + y * y if l2_gradient else np.abs(x) + np.abs(y)

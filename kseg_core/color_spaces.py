"""The color spaces in which pixels can be compared, and the way from RGB into each."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray


class ColorSpace(StrEnum):
    """Feature spaces for clustering. The values are the names shown to people.

    =====================  ==========================================================
    value                  axes and their ranges
    =====================  ==========================================================
    RGB                    R, G, B: 0 to 255
    HSV                    OpenCV's 8-bit H 0 to 179, S and V 0 to 255
    HSV (circular hue)     S cos H and S sin H: -255 to 255, V: 0 to 255
    CIELAB                 L* 0 to 100, a* and b* about -110 to 110 (D65)
    CIELUV                 L* 0 to 100, u* and v* about -140 to 180 (D65)
    YCrCb                  Y, Cr, Cb: 0 to 255
    OKLab                  L 0 to 100, a and b about -32 to 28 (Ottosson's values x 100)
    =====================  ==========================================================
    """

    RGB = "RGB"
    HSV = "HSV"
    HSV_CIRCULAR = "HSV (circular hue)"
    CIELAB = "CIELAB"
    CIELUV = "CIELUV"
    YCRCB = "YCrCb"
    OKLAB = "OKLab"


SPACE_SCALE = {
    ColorSpace.RGB: 255.0,
    ColorSpace.HSV: 255.0,
    ColorSpace.HSV_CIRCULAR: 255.0,
    ColorSpace.CIELAB: 100.0,
    ColorSpace.CIELUV: 100.0,
    ColorSpace.YCRCB: 255.0,
    ColorSpace.OKLAB: 100.0,
}
"""Black to white in each space: the length that a position weight is measured against."""

_CV_CODES = {
    ColorSpace.HSV: cv2.COLOR_RGB2HSV,
    ColorSpace.CIELUV: cv2.COLOR_RGB2Luv,
    ColorSpace.YCRCB: cv2.COLOR_RGB2YCrCb,
}
# IEC 61966-2-1: linear sRGB -> X, Y, Z (D65).
_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
# CIE 15:2004: cube roots of X, Y, Z relative to white -> L*, a*, b*.
_CIELAB = np.array([[0.0, 116.0, 0.0], [500.0, -500.0, 0.0], [0.0, 200.0, -200.0]])
# B. Ottosson, "A perceptual color space for image processing", 2020:
# linear sRGB -> cone response, and its cube root -> L, a, b.
_OKLAB_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_space(colors: NDArray[np.uint8], space: ColorSpace) -> NDArray[np.float32]:
    """Coordinates of RGB colors in a color space.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        sRGB.
    space : ColorSpace

    Returns
    -------
    ndarray of float32, shape (N, 3)
        In the units given at `ColorSpace`.

    Notes
    -----
    HSV and YCrCb are OpenCV's 8-bit conversions, as tutorials use them. CIELUV is OpenCV's of
    float RGB in 0 to 1, because its 8-bit version is rescaled and rounded. CIELAB is computed by
    its formula: OpenCV's float version is read from a table and up to 0.3 off.
    The circular HSV lays hue and saturation out as a disc, so that both ends of the hue scale
    are the same red and all grays meet in its center.
    """
    if space is ColorSpace.RGB or len(colors) == 0:
        return colors.astype(np.float32)
    if space is ColorSpace.CIELAB:
        return _cielab(colors)
    if space is ColorSpace.OKLAB:
        return _oklab(colors)
    if space is ColorSpace.HSV_CIRCULAR:
        return _circular_hsv(colors)
    rows: NDArray[np.uint8] | NDArray[np.float32] = np.ascontiguousarray(colors).reshape(-1, 1, 3)
    if space is ColorSpace.CIELUV:
        rows = rows.astype(np.float32) / np.float32(255)
    return cv2.cvtColor(rows, _CV_CODES[space]).reshape(-1, 3).astype(np.float32)


def _circular_hsv(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows = np.ascontiguousarray(colors).reshape(-1, 1, 3).astype(np.float32) / np.float32(255)
    degrees, saturation, value = cv2.cvtColor(rows, cv2.COLOR_RGB2HSV).reshape(-1, 3).T
    angle = np.deg2rad(degrees)
    disc = (saturation * np.cos(angle), saturation * np.sin(angle), value)
    return np.stack(disc, axis=1) * np.float32(255)


def _cielab(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    relative = _combine(linear_rgb(colors), _XYZ / _XYZ.sum(axis=1, keepdims=True))
    roots = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative * (29 / 6) ** 2 / 3 + 4 / 29)
    lab = _combine(roots, _CIELAB)
    lab[:, 0] -= 16.0
    return lab.astype(np.float32)


def _oklab(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    cones = np.cbrt(_combine(linear_rgb(colors), _OKLAB_LMS))
    return (100.0 * _combine(cones, _OKLAB_LAB)).astype(np.float32)


def linear_rgb(colors: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Linear light, 0 to 1, of sRGB levels; the shape stays."""
    levels = np.arange(256) / 255.0
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return linear[colors]


def _combine(rows: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    # Not a matrix product: that may round differently with another number of threads.
    combined: NDArray[np.float64] = np.einsum("nc,mc->nm", rows, matrix)
    return combined

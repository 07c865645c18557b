"""The perceived difference of two colors."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space


def ciede2000(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIEDE2000 distance of each of the colors `a` (N, 3) from each of `b` (M, 3), shape (N, M).

    People see differences from about 1 on; black and white are 100 apart.

    Notes
    -----
    scikit-image has the same formula, but takes 33 MB of memory and half a second to import, SciPy with it.

    References
    ----------
    G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula", 2005,
    doi:10.1002/col.20070
    """
    lab_a, lab_b = (to_space(colors, ColorSpace.CIELAB).astype(np.float64) for colors in (a, b))
    (light_1, a_1, b_1), (light_2, a_2, b_2) = lab_a.T[..., None], lab_b.T[:, None]
    stretch = 1.5 - 0.5 * _saturation((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2)
    chroma_1, hue_1 = _polar(a_1 * stretch, b_1)
    chroma_2, hue_2 = _polar(a_2 * stretch, b_2)
    is_gray = chroma_1 * chroma_2 == 0.0

    hue_difference = (hue_2 - hue_1 + 180.0) % 360.0 - 180.0
    hue_difference = np.where(is_gray, 0.0, hue_difference)
    hue = np.where(is_gray, hue_1 + hue_2, hue_1 + hue_difference / 2)
    light = (light_1 + light_2) / 2 - 50.0
    chroma = (chroma_1 + chroma_2) / 2
    weight = (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )
    lightness_term = (light_2 - light_1) / (1 + 0.015 * light**2 / np.sqrt(20 + light**2))
    chroma_term = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    hue_term = (
        2
        * np.sqrt(chroma_1 * chroma_2)
        * np.sin(np.radians(hue_difference / 2))
        / (1 + 0.015 * chroma * weight)
    )
    blue = 60.0 * np.exp(-(((hue % 360.0 - 275) / 25) ** 2))
    rotation = -2 * _saturation(chroma) * np.sin(np.radians(blue))
    squared = lightness_term**2 + chroma_term**2 + hue_term**2 + rotation * chroma_term * hue_term
    distances: NDArray[np.float64] = np.sqrt(np.maximum(squared, 0.0))
    return distances


def _polar(a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chroma, and hue in degrees from 0 to 360."""
    return np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360.0


def _saturation(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    powered = chroma**7
    return np.sqrt(powered / (powered + 25.0**7))


def _cos(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cos(np.radians(degrees))

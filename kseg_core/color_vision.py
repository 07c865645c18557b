"""How colors look to people with another color vision, and which are then hard to tell apart."""

from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kseg_core.ciede2000 import ciede2000
from kseg_core.color_spaces import linear_rgb, srgb_from_linear


class ColorVision(StrEnum):
    """Kinds of color vision. The values are the names shown to people."""

    NORMAL = "Normal"
    PROTAN = "Protan"
    DEUTAN = "Deutan"
    TRITAN = "Tritan"


ABOUT = {
    ColorVision.PROTAN: "without the cones for long waves: red looks dark, red and green alike",
    ColorVision.DEUTAN: "without the cones for middle waves: red and green look alike",
    ColorVision.TRITAN: "without the cones for short waves: blue and green look alike",
}
"""What each means, for people."""

HARD = 10.0
"""CIEDE2000 below which two colors in a map or a legend are hard to tell apart."""

MATRICES = {
    ColorVision.PROTAN: (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    ColorVision.DEUTAN: (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    ColorVision.TRITAN: (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is seen of linear R, G and B, a row for each of the three."""


def seen_colors(colors: NDArray[np.uint8], vision: ColorVision | str) -> NDArray[np.uint8]:
    """Colors as they look with a kind of color vision.

    Parameters
    ----------
    colors : ndarray of uint8, shape (..., 3)
        sRGB.
    vision : ColorVision or its value

    Returns
    -------
    ndarray of uint8, of the same shape
        sRGB.

    References
    ----------
    G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color
    Vision Deficiency", 2009: matrices for linear RGB at severity 1, which is dichromacy.
    """
    if vision == ColorVision.NORMAL:
        return colors
    light = linear_rgb(colors.reshape(-1, 3)) @ np.array(MATRICES[ColorVision(vision)]).T
    levels = srgb_from_linear(np.clip(light, 0.0, 1.0))
    return np.rint(255 * levels).astype(np.uint8).reshape(colors.shape)


def hard_pairs(palette: NDArray[np.uint8], vision: ColorVision | str) -> list[tuple[int, int]]:
    """Rows of a palette, uint8 RGB (K, 3), that are told apart with normal vision and hardly with this one.

    The hardest pair comes first.
    """
    plain = ciede2000(palette, palette)
    seen = seen_colors(palette, vision)
    distances = ciede2000(seen, seen)
    pairs = [pair for pair in combinations(range(len(palette)), 2) if distances[pair] < HARD <= plain[pair]]
    return sorted(pairs, key=lambda pair: float(distances[pair]))

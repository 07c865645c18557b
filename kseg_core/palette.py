"""Properties of a few colors: hex codes, HSV, contrast and similarity."""

import colorsys
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kseg_core.ciede2000 import ciede2000
from kseg_core.color_spaces import linear_rgb
from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import Rgb

ALIKE_MAX = 100.0
"""The largest CIEDE2000 distance that `alike_groups` takes; black and white are 100 apart."""


def hex_code(color: Iterable[int]) -> str:
    """Red, green and blue, 0 to 255, as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def rgb_tuples(colors: NDArray[np.uint8]) -> tuple[Rgb, ...]:
    """Colors (K, 3) as tuples, which can be compared and kept."""
    return tuple(map(check_color, colors.tolist()))


def rgb_of(code: str) -> Rgb:
    """Red, green and blue of ``#rrggbb``, or ``#rgb`` for short, or of the digits alone."""
    digits = code.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def hsv(color: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Hue in degrees, 0 to 360, saturation and value in percent, of a color (3,).

    OpenCV's 8-bit HSV is the same with hue halved and saturation and value on a scale of 255.
    """
    red, green, blue = (level / 255 for level in color.tolist())
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    return 360 * hue, 100 * saturation, 100 * value


def contrast_ratios(colors: NDArray[np.uint8], text: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Contrast ratio of text of one color (3,) on each of the colors (N, 3): 1 to 21, shape (N,).

    Notes
    -----
    WCAG 2 asks for 4.5 (AA) or 7 (AAA) for text, 3 or 4.5 for large text.

    References
    ----------
    W3C, "Web Content Accessibility Guidelines 2.2", definitions of contrast ratio and relative luminance.
    """
    luminance = np.einsum("nc,c->n", linear_rgb(np.vstack([colors, text])), [0.2126, 0.7152, 0.0722]) + 0.05
    text_luminance = luminance[-1]
    ratios: NDArray[np.float64] = np.maximum(luminance[:-1], text_luminance) / np.minimum(
        luminance[:-1], text_luminance
    )
    return ratios


def alike_groups(colors: NDArray[np.uint8], distance: float) -> list[tuple[int, ...]]:
    """Groups of colors that are within a CIEDE2000 distance of each other, directly or in a chain.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
    distance : float
        0 to `ALIKE_MAX`, included.

    Returns
    -------
    list of tuple of int
        Rows of `colors`, ascending, two or more in each group (single linkage).

    Raises
    ------
    SettingsError
        If the distance is out of range.
    """
    if not 0.0 <= distance <= ALIKE_MAX:
        raise SettingsError(f"The distance of colors that are alike must lie between 0 and {ALIKE_MAX:g}.")
    alike = ciede2000(colors, colors) <= distance
    group = np.arange(len(colors))
    for row in range(len(colors)):
        group[np.isin(group, group[alike[row]])] = group[row]
    groups = (tuple(np.flatnonzero(group == number).tolist()) for number in np.unique(group))
    return sorted(rows for rows in groups if len(rows) > 1)


def least_distance(colors: NDArray[np.uint8]) -> float:
    """The smallest CIEDE2000 distance between two of the colors (N, 3); infinite for fewer than two."""
    first, second = np.triu_indices(len(colors), 1)
    return float(ciede2000(colors, colors)[first, second].min(initial=np.inf))


def check_color(color: Sequence[int]) -> Rgb:
    """The color as three plain integers.

    Raises
    ------
    SettingsError
        If it is not three whole numbers from 0 to 255.
    """
    if len(color) != 3 or not all(is_whole(level, 0, 255) for level in color):
        raise SettingsError(f"{color!r} is no color: R, G and B must be whole numbers from 0 to 255.")
    red, green, blue = (int(level) for level in color)
    return red, green, blue

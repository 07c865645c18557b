"""What can be said of a few colors: their names, how they are written, how alike and how legible."""

import colorsys
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from kseg_core.ciede2000 import ciede2000
from kseg_core.color_spaces import linear_rgb
from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import Rgb

_SECOND_NAMES = ("aqua", "fuchsia")
CSS_COLORS: dict[str, Rgb] = {
    name: ImageColor.getrgb(name)[:3]
    for name in sorted(ImageColor.colormap)
    if "grey" not in name and name not in _SECOND_NAMES
}
"""The named colors of CSS (W3C, CSS Color Module Level 4, section 6.1).

Of the 148 names, 9 are second names of the same color. Here each of the 139 colors has one:
the spelling "gray", and cyan and magenta rather than aqua and fuchsia.
"""

ALIKE_MAX = 100.0
"""The largest CIEDE2000 distance that `alike_groups` takes; black and white are 100 apart."""


def hex_code(color: Iterable[int]) -> str:
    """Red, green and blue, 0 to 255, as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def rgb_of(code: str) -> Rgb:
    """Red, green and blue of ``#rrggbb``, or of the six digits alone."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return red, green, blue


def hsv(color: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Hue in degrees, 0 to 360, saturation and value in percent, of a color (3,).

    OpenCV's 8-bit HSV is the same with hue halved and saturation and value on a scale of 255.
    """
    red, green, blue = (level / 255 for level in color.tolist())
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    return 360 * hue, 100 * saturation, 100 * value


def css_names(colors: NDArray[np.uint8]) -> list[str]:
    """The CSS color name nearest to each of the colors (N, 3) by CIEDE2000."""
    named = np.array(list(CSS_COLORS.values()), dtype=np.uint8)
    names = list(CSS_COLORS)
    return [names[nearest] for nearest in ciede2000(colors, named).argmin(axis=1)]


def distinct_names(colors: NDArray[np.uint8]) -> tuple[str, ...]:
    """The `css_names` of a palette, in which a name that occurs again gets a number: ``"red 2"``."""
    earlier: Counter[str] = Counter()
    names = []
    for name in css_names(colors):
        earlier[name] += 1
        names.append(f"{name} {earlier[name]}" if earlier[name] > 1 else name)
    return tuple(names)


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
    of_text = luminance[-1]
    ratios: NDArray[np.float64] = np.maximum(luminance[:-1], of_text) / np.minimum(luminance[:-1], of_text)
    return ratios


def alike_groups(colors: NDArray[np.uint8], distance: float) -> list[tuple[int, ...]]:
    """Groups of colors that are within a CIEDE2000 distance of each other, directly or in a chain.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
    distance : float
        0 to `ALIKE_MAX`. Colors exactly so far apart are alike.

    Returns
    -------
    list of tuple of int
        Rows of `colors`, two or more a group, ascending (single linkage).

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
    found = (tuple(np.flatnonzero(group == number).tolist()) for number in np.unique(group))
    return sorted(rows for rows in found if len(rows) > 1)


def least_distance(colors: NDArray[np.uint8]) -> float:
    """The CIEDE2000 distance of the two of the colors (N, 3) that are nearest; infinite below two."""
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

"""Properties of a few colors: names, hex codes, HSV, contrast and similarity."""

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

CSS_COLORS: dict[str, Rgb] = {
    name: ImageColor.getrgb(name)[:3]
    for name in sorted(ImageColor.colormap)
    if "grey" not in name and name not in ("aqua", "fuchsia")
}
"""The named colors of CSS (W3C, CSS Color Module Level 4, section 6.1).

Of the 148 names, 9 are second names of a color. Here each of the 139 colors has one name: with the
spelling "gray", and cyan and magenta rather than aqua and fuchsia.
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
    """The `css_names` of a palette; repeated names are numbered: ``"red 2"``."""
    count: Counter[str] = Counter()
    names = []
    for name in css_names(colors):
        count[name] += 1
        names.append(f"{name} {count[name]}" if count[name] > 1 else name)
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

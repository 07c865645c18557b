"""Names of colors as people say them."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from kseg_core.ciede2000 import ciede2000
from kseg_core.palette import rgb_of

_CSS = (
    "black, silver, gray, white, maroon, red, purple, magenta, green, lime, olive, yellow, navy, blue, teal, "
    "cyan, orange, blue violet, spring green, chartreuse, dodger blue, hot pink, orange red"
)
"""The basic names of CSS, and some for colors more vivid than any paint."""


def color_names(colors: NDArray[np.uint8]) -> tuple[str, ...]:
    """A name for each of the colors (N, 3), no two the same: the nearest by CIEDE2000.

    Where two colors have the same nearest name, the nearer one gets it and the other the next that is free.

    Raises
    ------
    ValueError
        If there are more colors than names.

    Notes
    -----
    The names are those of the 267 centroids of ISCC–NBS, which keep the hue of dark and grayish colors
    ("dark grayish brown"), and 23 names of CSS for the corners of sRGB. A centroid and a CSS name may be
    the same.

    References
    ----------
    K. L. Kelly, D. B. Judd, "Color: Universal Language and Dictionary of Names", National Bureau of
    Standards, Special Publication 440, 1976.
    """
    names, known = _names()
    if len(colors) > len(set(names)):
        raise ValueError("there are not that many names")
    found: dict[int, str] = {}
    distances = ciede2000(colors, known)
    for color, number in zip(*np.unravel_index(distances.argsort(axis=None), distances.shape), strict=True):
        if color not in found and names[number] not in found.values():
            found[int(color)] = names[number]
            if len(found) == len(colors):
                break
    return tuple(found[color] for color in range(len(colors)))


@cache
def _names() -> tuple[list[str], NDArray[np.uint8]]:
    """The names, and their colors (M, 3)."""
    css = _CSS.split(", ")
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    colors = [ImageColor.getrgb(name.replace(" ", ""))[:3] for name in css] + [
        rgb_of(row["hex"]) for row in rows
    ]
    return css + [row["name"] for row in rows], np.array(colors, dtype=np.uint8)

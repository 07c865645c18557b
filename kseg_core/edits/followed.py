"""Clusters of one segmentation found again in another, by their colors."""

from collections.abc import Iterable, Sequence

import numpy as np

from kseg_core.ciede2000 import ciede2000
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits


def follow_clusters(clusters: Iterable[tuple[int, Rgb]], palette: Sequence[Rgb]) -> tuple[int, ...]:
    """The number that each cluster has in a palette.

    Parameters
    ----------
    clusters : iterable of (int, (R, G, B))
        Numbers and colors in the palette that they come from.
    palette : sequence of (R, G, B)
        At least one color.

    Returns
    -------
    tuple of int
        The same number where the palette has the same color there, and otherwise that of the nearest color
        by CIEDE2000; of equally near ones the lowest. Two clusters may have become one.
    """
    named = list(clusters)
    if not named:
        return ()
    colors = np.array([color for _, color in named], dtype=np.uint8)
    nearest = ciede2000(colors, np.array(palette, dtype=np.uint8)).argmin(axis=1)
    return tuple(
        number if number < len(palette) and palette[number] == color else int(near)
        for (number, color), near in zip(named, nearest, strict=True)
    )


def follow_edits(edits: PaletteEdits, colors: Sequence[Rgb], palette: Sequence[Rgb]) -> PaletteEdits:
    """Edits of clusters with these colors, made for the nearest clusters of another palette.

    Where clusters have become one, the first group and the first color hold, and a group of which a single
    cluster is left goes.
    """
    now = follow_clusters(enumerate(colors), palette)
    merges: list[tuple[int, ...]] = []
    taken: set[int] = set()
    for group in edits.merges:
        left = {now[number] for number in group} - taken
        if len(left) > 1:
            merges.append(tuple(left))
            taken |= left
    replacements: dict[int, Rgb] = {}
    for number, color in edits.replacements:
        replacements.setdefault(now[number], color)
    return PaletteEdits(merges=tuple(merges), replacements=tuple(replacements.items()), specks=edits.specks)

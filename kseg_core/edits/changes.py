"""Edits of the clusters shown: a `Segmentation` and its row numbers in, new `PaletteEdits` out."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.edited import shown_colors
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Swatch
from kseg_core.palette import alike_groups


def merge_rows(result: Segmentation, rows: Iterable[int]) -> PaletteEdits:
    """The edits of a result with the clusters of these rows merged; a single row changes nothing."""
    return _merged(result, [tuple(rows)])


def merge_alike(result: Segmentation, distance: float) -> PaletteEdits:
    """The edits of a result with all clusters merged whose colors as shown are alike (`alike_groups`).

    Colors are compared before merging. The mean of a merged cluster may be like another one again.

    Raises
    ------
    SettingsError
        If the distance is out of range.
    """
    return _merged(result, alike_groups(result.palette, distance))


def merged_color(result: Segmentation, segmentation: Segmentation, rows: Iterable[int]) -> NDArray[np.uint8]:
    """The color, uint8 (3,), that the clusters of these rows would have if they were merged.

    Computed from the rounded means of the rows, so a channel may be off by one. Where a cluster has another
    swatch than its mean, the largest of them gives it, as it nearly always would.
    """
    together = sorted(set(rows))
    members = tuple(sorted(number for row in together for number in result.members[row]))
    counts = result.counts[together][:, None]
    mean = np.rint((counts * result.means[together]).sum(axis=0) / counts.sum())
    if result.settings.swatch is not Swatch.MEAN:
        mean = result.palette[together[0]]
    return shown_colors(mean.astype(np.uint8)[None], (members,), segmentation, result.edits)[0]


def separate_row(result: Segmentation, row: int) -> PaletteEdits:
    """The edits of a result with the merged cluster of a row separated again."""
    kept = tuple(group for group in result.edits.merges if group[0] not in result.members[row])
    return replace(result.edits, merges=kept)


def recolor_row(result: Segmentation, row: int, color: Rgb | None) -> PaletteEdits:
    """The edits of a result with another color for the cluster of a row; None = its own color again."""
    members = result.members[row]
    others = tuple(item for item in result.edits.replacements if item[0] not in members)
    given = () if color is None else ((members[0], color),)
    return replace(result.edits, replacements=(*others, *given))


def is_replaced(result: Segmentation, row: int) -> bool:
    """Whether the cluster of a row is shown in a color that the visitor chose."""
    return not dict(result.edits.replacements).keys().isdisjoint(result.members[row])


def is_locked(result: Segmentation, row: int) -> bool:
    """Whether the cluster of a row is shown in a locked color."""
    return tuple(result.palette[row].tolist()) in result.settings.locked and not is_replaced(result, row)


def _merged(result: Segmentation, groups: Iterable[tuple[int, ...]]) -> PaletteEdits:
    joined = [
        tuple(number for row in sorted(set(rows)) for number in result.members[row])
        for rows in groups
        if len(set(rows)) > 1
    ]
    numbers = {number for group in joined for number in group}
    kept = (group for group in result.edits.merges if numbers.isdisjoint(group))
    return replace(result.edits, merges=(*kept, *joined))

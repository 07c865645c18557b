"""A segmentation with a visitor's edits applied."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.cluster_means import cluster_means
from kseg_core.edits.connected import relabeled
from kseg_core.edits.specks import remove_specks
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL, RgbImage
from kseg_core.kmeans.cluster_statistics import rgb_moments, squared_rgb_error
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.swatches import swatch_colors
from kseg_core.palette import check_color


def edit_result(
    image: RgbImage, segmentation: Segmentation, edits: PaletteEdits, *, keeps_numbers: bool = False
) -> Segmentation:
    """Apply edits: first the merges, then the removal of specks, then the colors.

    Parameters
    ----------
    image : RgbImage
        What was segmented.
    segmentation : Segmentation
        As `segment` made it.
    edits : PaletteEdits
    keeps_numbers : bool
        Whether clusters keep the order of their first members and stay without pixels, so that a number
        means the same in every picture of a series.

    Returns
    -------
    Segmentation
        Otherwise clusters are numbered anew, so that 0 covers the most pixels; of two with equally many, the
        one with the lower first member comes first. Clusters that lost all pixels as specks are left out.
        Without edits, the segmentation itself.

    Raises
    ------
    SettingsError
        If the edits name a cluster that does not exist.
    ValueError
        If the segmentation has edits already.
    """
    if edits.highest >= segmentation.n_clusters:
        raise SettingsError(
            f"The edits name cluster {edits.highest + 1}, but this result has {segmentation.n_clusters}."
        )
    if segmentation.edits != NO_EDITS:
        raise ValueError("edits apply to a segmentation without edits only")
    if edits == NO_EDITS:
        return segmentation
    groups = cluster_groups(segmentation.n_clusters, edits)
    table = np.full(256, NO_LABEL, dtype=np.uint8)
    for label, group in enumerate(groups):
        table[list(group)] = label
    labels = relabeled(segmentation.labels, table) if edits.merges else segmentation.labels
    if edits.specks:
        labels = remove_specks(labels, edits.specks)
    counts, sums, squares = rgb_moments(image.pixels, labels, len(groups))
    order = np.arange(len(groups)) if keeps_numbers else np.argsort(-counts, kind="stable")
    order = order[(counts[order] > 0) | keeps_numbers]
    if not np.array_equal(order, np.arange(len(groups))):
        table = np.full(256, NO_LABEL, dtype=np.uint8)
        table[order] = np.arange(len(order))
        labels = relabeled(labels, table)
    counts, sums = counts[order], sums[order]
    members = tuple(groups[row] for row in order)

    centers, wcss, color_labels = segmentation.centers, segmentation.wcss, segmentation.color_labels
    if labels is not segmentation.labels:
        centers, wcss = cluster_means(image, labels, len(order), segmentation.settings)
        color_labels = None
    pixels = np.maximum(counts, 1)[:, None]
    means = np.rint(sums / pixels).astype(np.uint8)
    swatches = swatch_colors(image, labels, means, segmentation.settings.swatch)
    palette = shown_colors(swatches, members, segmentation, edits)
    return replace(
        segmentation,
        labels=labels,
        centers=centers,
        palette=palette,
        means=means,
        counts=counts,
        wcss=wcss,
        total_ss=max(wcss, segmentation.total_ss),
        rgb_sse=squared_rgb_error(palette, counts, sums, squares),
        rgb_wcss=squared_rgb_error(sums / pixels, counts, sums, squares),
        color_labels=color_labels,
        members=members,
        edits=edits,
    )


def cluster_groups(n_clusters: int, edits: PaletteEdits) -> list[tuple[int, ...]]:
    """The members of each cluster after merging, in the order of their first members."""
    merged = {number for group in edits.merges for number in group}
    alone = [(number,) for number in range(n_clusters) if number not in merged]
    return sorted([*edits.merges, *alone])


def shown_colors(
    swatches: NDArray[np.uint8],
    members: tuple[tuple[int, ...], ...],
    segmentation: Segmentation,
    edits: PaletteEdits,
) -> NDArray[np.uint8]:
    """The colors, uint8 (K, 3), in which clusters with these swatches and members are shown."""
    colors = swatches.copy()
    locked = set(segmentation.settings.locked)
    palette = {row: check_color(color) for row, color in enumerate(segmentation.palette.tolist())}
    kept = {row: color for row, color in palette.items() if color in locked}
    for given in (kept, dict(edits.replacements)):
        for row, group in enumerate(members):
            colors[row] = next((given[number] for number in group if number in given), colors[row])
    return colors

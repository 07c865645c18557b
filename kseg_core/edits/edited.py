"""A segmentation with a visitor's edits, whose numbers are those of what is shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.cluster_means import cluster_means
from kseg_core.edits.connected import relabeled
from kseg_core.edits.specks import remove_specks
from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import NO_LABEL, Rgb, RgbImage
from kseg_core.kmeans.moments import rgb_moments
from kseg_core.kmeans.segmentation import K_MAX, Clustered, KMeansSettings, Segmentation
from kseg_core.palette import check_color

SPECKS_MAX = 10_000
"""The largest number of pixels below which a region can count as a speck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteEdits:
    """Changes to a segmentation. Clusters are named by their number in it, whatever else changes.

    Attributes
    ----------
    merges : tuple of tuples of int
        Clusters that become one. Two groups have no member in common.
    replacements : tuple of (int, (R, G, B))
        The color that a cluster is shown with. A merged cluster takes the replacement of its
        lowest member that has one.
    specks : int
        Regions of fewer pixels are given to a neighbor, see `remove_specks`; 0 = none.

    Groups, their members and replacements are put in ascending order, so that equal edits are equal.

    Raises
    ------
    SettingsError
        If a number or color is out of range, a group has fewer than two members, or a cluster is in
        two groups or has two colors.
    """

    merges: tuple[tuple[int, ...], ...] = ()
    replacements: tuple[tuple[int, Rgb], ...] = ()
    specks: int = 0

    def __post_init__(self) -> None:
        merged = [_cluster(number) for group in self.merges for number in group]
        if len(set(merged)) != len(merged):
            raise SettingsError("A cluster can be merged into one group only.")
        if any(len(group) < 2 for group in self.merges):
            raise SettingsError("At least two clusters are needed to merge.")
        replaced = [_cluster(number) for number, _ in self.replacements]
        if len(set(replaced)) != len(replaced):
            raise SettingsError("A cluster can be given one color only.")
        if not is_whole(self.specks, 0, SPECKS_MAX):
            raise SettingsError(f"The size of specks must be a whole number from 0 to {SPECKS_MAX} pixels.")
        object.__setattr__(self, "merges", tuple(sorted(tuple(sorted(group)) for group in self.merges)))
        colors = ((number, check_color(color)) for number, color in self.replacements)
        object.__setattr__(self, "replacements", tuple(sorted(colors)))

    @property
    def highest(self) -> int:
        """The highest cluster number that is named, -1 if none is."""
        named = [*(number for group in self.merges for number in group), *dict(self.replacements)]
        return max(named, default=-1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EditedResult(Clustered):
    """A segmentation after edits. Without edits everything is as in the segmentation.

    Clusters are numbered anew, so that 0 covers the most pixels (of equal ones the one with the
    lower first member comes first). A cluster that removing specks leaves without pixels is gone.

    Attributes
    ----------
    labels : ndarray of uint8, shape (H, W)
        `NO_LABEL` where there is no pixel.
    colors : ndarray of uint8, shape (K, 3)
        RGB as shown: the replacement, else the color of the lowest member that is locked, else the mean.
    means : ndarray of uint8, shape (K, 3)
        Rounded mean RGB of each cluster's pixels.
    counts : ndarray of int64, shape (K,)
        Pixels of each cluster, descending.
    centers : ndarray of float32, shape (K, D)
        Means in the feature space; the segmentation's own centroids as long as every pixel is
        where it was.
    wcss : float
        Over all opaque pixels and these centers, in squared units of the feature space.
    total_ss : float
        The same for a single cluster.
    rgb_sse : float
        Sum over all opaque pixels and channels of the squared difference between picture and
        `colors`.
    members : tuple of tuples of int
        The segmentation's clusters in each, ascending. The first one names the cluster for good.
    settings : KMeansSettings
    edits : PaletteEdits
    """

    labels: NDArray[np.uint8]
    colors: NDArray[np.uint8]
    means: NDArray[np.uint8]
    counts: NDArray[np.int64]
    centers: NDArray[np.float32]
    wcss: float
    total_ss: float
    rgb_sse: float
    members: tuple[tuple[int, ...], ...]
    settings: KMeansSettings
    edits: PaletteEdits

    def __post_init__(self) -> None:
        for array in (self.labels, self.colors, self.means, self.counts, self.centers):
            array.flags.writeable = False

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        arrays = (self.labels, self.colors, self.means, self.counts, self.centers)
        return sum(array.nbytes for array in arrays)


def edit_result(image: RgbImage, segmentation: Segmentation, edits: PaletteEdits) -> EditedResult:
    """Apply edits: first the merges, then the removal of specks, then the colors.

    Parameters
    ----------
    image : RgbImage
        What was segmented.
    segmentation : Segmentation
    edits : PaletteEdits

    Raises
    ------
    SettingsError
        If the edits name a cluster that the segmentation does not have.
    """
    if edits.highest >= segmentation.n_clusters:
        raise SettingsError(
            f"The edits name cluster {edits.highest + 1}, but this result has {segmentation.n_clusters}."
        )
    groups = _groups(segmentation.n_clusters, edits)
    table = np.full(256, NO_LABEL, dtype=np.uint8)
    for label, group in enumerate(groups):
        table[list(group)] = label
    labels = relabeled(segmentation.labels, table) if edits.merges else segmentation.labels
    if edits.specks:
        labels = remove_specks(labels, edits.specks)
    counts, sums, squares = rgb_moments(image.pixels, labels, len(groups))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] > 0]
    if not np.array_equal(order, np.arange(len(groups))):
        table = np.full(256, NO_LABEL, dtype=np.uint8)
        table[order] = np.arange(len(order))
        labels = relabeled(labels, table)
    counts, sums = counts[order], sums[order]
    members = tuple(groups[row] for row in order)

    centers, wcss = segmentation.centers, segmentation.wcss
    if labels is not segmentation.labels:
        centers, wcss = cluster_means(image, labels, segmentation.settings)
    means = np.rint(sums / counts[:, None])
    colors = shown_colors(means.astype(np.uint8), members, segmentation, edits)
    shown = colors.astype(np.float64)
    difference = squares + (shown * (counts[:, None] * shown - 2.0 * sums)).sum()
    return EditedResult(
        labels=labels,
        colors=colors,
        means=means.astype(np.uint8),
        counts=counts,
        centers=centers,
        wcss=wcss,
        total_ss=max(wcss, segmentation.total_ss),
        rgb_sse=float(difference),
        members=members,
        settings=segmentation.settings,
        edits=edits,
    )


def _groups(n_clusters: int, edits: PaletteEdits) -> list[tuple[int, ...]]:
    """The members of each cluster after merging, in the order of their first members."""
    merged = {number for group in edits.merges for number in group}
    alone = [(number,) for number in range(n_clusters) if number not in merged]
    return sorted([*edits.merges, *alone])


def shown_colors(
    means: NDArray[np.uint8],
    members: tuple[tuple[int, ...], ...],
    segmentation: Segmentation,
    edits: PaletteEdits,
) -> NDArray[np.uint8]:
    """The colors, uint8 (K, 3), that clusters with these means and members are shown with."""
    colors = means.copy()
    locked = set(segmentation.settings.locked)
    palette = {row: check_color(color) for row, color in enumerate(segmentation.palette.tolist())}
    kept = {row: color for row, color in palette.items() if color in locked}
    for given in (kept, dict(edits.replacements)):
        for row, group in enumerate(members):
            colors[row] = next((given[number] for number in group if number in given), colors[row])
    return colors


def _cluster(number: int) -> int:
    if not is_whole(number, 0, K_MAX - 1):
        raise SettingsError(f"{number!r} is no cluster; they are numbered from 0 to {K_MAX - 1}.")
    return number

"""The result of a segmentation, edited or not: labels, palette and errors."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.settings import KMeansSettings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segmentation:
    """A label for every pixel and the properties of every cluster, as found or as edited.

    There are fewer clusters than ``settings.k`` where the picture has fewer colors, where clusters are
    merged, or where removing specks took all pixels of one.

    Attributes
    ----------
    labels : ndarray of uint8, shape (H, W)
        Cluster of each pixel; 0 covers the most pixels, `NO_LABEL` = the pixel is transparent. Of shape
        (0, 0) where it was left out (`segment_each`).
    centers : ndarray of float32, shape (K, D)
        Centroids in the feature space; with a position weight, x and y follow the color. Where edits moved
        pixels to other clusters, the means of the new clusters.
    palette : ndarray of uint8, shape (K, 3)
        RGB as shown: the color that edits give the cluster, else the locked color of its lowest member
        that has one, else the mean.
    means : ndarray of uint8, shape (K, 3)
        Rounded mean RGB of each cluster's pixels, in every feature space.
    counts : ndarray of int64, shape (K,)
        Pixels of each cluster, descending.
    wcss : float
        Within-cluster sum of squares over all opaque pixels and `centers`, in squared units of the feature
        space. Not comparable between color spaces.
    total_ss : float
        The same for a single cluster.
    rgb_sse : float
        Sum over all opaque pixels and the three channels of the squared difference between
        picture and palette. Comparable between color spaces.
    rgb_wcss : float
        The WCSS of the clusters in RGB, whatever space they were found in: the same sum, with the mean of
        each cluster before rounding. Comparable between color spaces.
    fitted_pixels : int
        Pixels the centroids were fitted on: all, unless the engine drew a sample.
    settings : KMeansSettings
    color_labels : ndarray of uint8, shape (U,), or None
        Cluster of each distinct color, in the order of `color_histogram`; None where pixels of one color
        can have several (position weight, smoothing, merges, specks).
    members : tuple of tuples of int
        The clusters before edits that each one is made of, ascending. Edits name a cluster by the first.
    edits : PaletteEdits
        The changes a visitor made.
    seconds : float
        How long the fit took.
    """

    labels: NDArray[np.uint8]
    centers: NDArray[np.float32]
    palette: NDArray[np.uint8]
    means: NDArray[np.uint8]
    counts: NDArray[np.int64]
    wcss: float
    total_ss: float
    rgb_sse: float
    rgb_wcss: float
    fitted_pixels: int
    settings: KMeansSettings
    color_labels: NDArray[np.uint8] | None = None
    members: tuple[tuple[int, ...], ...] = ()
    edits: PaletteEdits = NO_EDITS
    seconds: float = field(default=0.0, compare=False)

    def __post_init__(self) -> None:
        for array in self._arrays:
            array.flags.writeable = False
        if not self.members:
            object.__setattr__(self, "members", tuple((number,) for number in range(self.n_clusters)))

    @property
    def _arrays(self) -> list[NDArray[Any]]:
        arrays = (self.labels, self.centers, self.palette, self.means, self.counts, self.color_labels)
        return [array for array in arrays if array is not None]

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return sum(array.nbytes for array in self._arrays)

    @property
    def n_clusters(self) -> int:
        return len(self.counts)

    @property
    def n_pixels(self) -> int:
        """Opaque pixels."""
        return int(self.counts.sum())

    @property
    def shares(self) -> NDArray[np.float64]:
        """Fraction of the opaque pixels in each cluster, shape (K,), descending, summing to 1."""
        shares: NDArray[np.float64] = self.counts / self.counts.sum()
        return shares

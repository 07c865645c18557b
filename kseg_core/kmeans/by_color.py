"""Segmentations in which all pixels of one color have the same label."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kseg_core.histogram import ColorHistogram
from kseg_core.image import row_blocks
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

LabelColors = Callable[
    [NDArray[np.uint8], NDArray[np.int64]], tuple[NDArray[np.float32], NDArray[np.integer]]
]
"""Distinct colors (N, 3) and their pixel counts (N,) become features (N, D) and labels (N,)."""


def segment_by_color(
    histogram: ColorHistogram,
    features: NDArray[np.float32],
    centers: NDArray[np.float32],
    labels: NDArray[np.integer],
    settings: KMeansSettings,
    *,
    fitted_pixels: int,
) -> Segmentation:
    """The segmentation in which all pixels of one color have the same label, without its label map.

    Parameters
    ----------
    histogram : ColorHistogram
    features : ndarray of float32, shape (U, 3)
        The distinct colors in the color space of the settings.
    centers : ndarray of float32, shape (K, 3)
        Those of the locked colors first. Centroids without pixels are dropped.
    labels : ndarray of integers, shape (U,)
        The row of `centers` each color belongs to.
    settings : KMeansSettings
    fitted_pixels : int
        Pixels the centers were fitted on.
    """
    return segment_in_blocks(
        histogram,
        centers,
        settings,
        lambda *_: (features, labels),
        fitted_pixels=fitted_pixels,
        at_once=histogram.n_colors,
    )


def segment_in_blocks(
    histogram: ColorHistogram,
    centers: NDArray[np.float32],
    settings: KMeansSettings,
    label: LabelColors,
    *,
    fitted_pixels: int,
    at_once: int,
) -> Segmentation:
    """The same without the features of all colors at once.

    Parameters
    ----------
    histogram : ColorHistogram
    centers : ndarray of float32, shape (K, D)
        As for `segment_by_color`.
    settings : KMeansSettings
    label : Callable
        Makes the features of some of the distinct colors, and the row of `centers` each belongs to.
    fitted_pixels : int
    at_once : int
        How many colors `label` is given.
    """
    statistics = ClusterStatistics(centers)
    color_labels = np.empty(histogram.n_colors, np.uint8)
    for block in row_blocks((histogram.n_colors, 1), at_once):
        colors, counts = histogram.colors[block], histogram.counts[block]
        features, labels = label(colors, counts)
        statistics.add(colors, features, counts, labels)
        color_labels[block] = labels
    del features, labels
    color_labels = statistics.ranks[color_labels]
    return statistics.segmentation(
        np.empty((0, 0), np.uint8),
        fitted_pixels=fitted_pixels,
        settings=settings,
        color_labels=color_labels,
    )

"""Segmentations in which all pixels of one color have the same label."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.resizing import fitted_size, resized
from kseg_core.histogram import ColorHistogram
from kseg_core.image import COLOR_CODES, NO_LABEL, Box, RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

LabelColors = Callable[[NDArray[np.uint8], NDArray[np.int64]], tuple[NDArray[np.float32], NDArray[np.intp]]]
"""Distinct colors (N, 3) and their pixel counts (N,) become features (N, D) and labels (N,)."""


def segment_by_color(
    image: RgbImage | None,
    histogram: ColorHistogram,
    features: NDArray[np.float32],
    centers: NDArray[np.float32],
    labels: NDArray[np.intp],
    settings: KMeansSettings,
    *,
    fitted_pixels: int,
) -> Segmentation:
    """The segmentation in which all pixels of one color have the same label.

    Parameters
    ----------
    image : RgbImage or None
        None = leave out the label map; it is empty.
    histogram : ColorHistogram
        Of the image.
    features : ndarray of float32, shape (U, 3)
        The distinct colors in the color space of the settings.
    centers : ndarray of float32, shape (K, 3)
        Those of the locked colors first. Centroids without pixels are dropped.
    labels : ndarray of intp, shape (U,)
        The row of `centers` each color belongs to.
    settings : KMeansSettings
    fitted_pixels : int
        Pixels the centers were fitted on.
    """
    return segment_in_blocks(
        image,
        histogram,
        centers,
        settings,
        lambda *_: (features, labels),
        fitted_pixels=fitted_pixels,
        at_once=histogram.n_colors,
    )


def segment_in_blocks(
    image: RgbImage | None,
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
    image : RgbImage or None
        As for `segment_by_color`.
    histogram : ColorHistogram
        Of the image.
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
        np.empty((0, 0), np.uint8) if image is None else map_labels(image, histogram, color_labels),
        fitted_pixels=fitted_pixels,
        settings=settings,
        color_labels=color_labels,
    )


def with_label_map(image: RgbImage, histogram: ColorHistogram, result: Segmentation) -> Segmentation:
    """A segmentation whose label map was left out, with it; any other as it is.

    Parameters
    ----------
    image : RgbImage
        The picture that was segmented.
    histogram : ColorHistogram
        Of the image.
    result : Segmentation
    """
    if result.labels.size or result.color_labels is None:
        return result
    return replace(result, labels=map_labels(image, histogram, result.color_labels))


def labels_seen(
    image: RgbImage, histogram: ColorHistogram, result: Segmentation, *, box: Box | None = None, max_side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """What is seen of the label map at a smaller size, even if it was left out: every so many pixels.

    Parameters
    ----------
    image : RgbImage
        The picture that was segmented.
    histogram : ColorHistogram
        Of the image.
    result : Segmentation
    box : Box, optional
        The part to show; None = all of it.
    max_side : int
        Longer side of the result at most.

    Returns
    -------
    labels : ndarray of uint8, shape (h, w)
        The same that scaling down the whole label map by nearest neighbor gives.
    alpha : ndarray of uint8, shape (h, w), or None
        Of these pixels.
    """
    box = box or image.box
    part = (box.rows, box.columns)
    size = fitted_size(box.width, box.height, max_side)

    def sampled(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return resized(values[part], *size, cv2.INTER_NEAREST_EXACT)

    alpha = None if image.alpha is None else sampled(image.alpha)
    if result.labels.size or result.color_labels is None:
        return sampled(result.labels), alpha
    opaque = None if alpha is None else alpha >= image.opaque_from
    return _labeled(sampled(image.pixels), opaque, histogram, result.color_labels), alpha


def map_labels(image: RgbImage, histogram: ColorHistogram, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label map (H, W) of a picture from the labels (U,) of its distinct colors."""
    return _labeled(image.pixels, image.opaque, histogram, labels)


def _labeled(
    pixels: NDArray[np.uint8],
    opaque: NDArray[np.bool_] | None,
    histogram: ColorHistogram,
    labels: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    table = np.zeros(COLOR_CODES, dtype=np.uint8)
    for block in row_blocks((histogram.n_colors, 1)):
        table[pack_colors(histogram.colors[block])] = labels[block]
    painted = np.empty(pixels.shape[:2], dtype=np.uint8)
    for rows in row_blocks(painted.shape):
        np.take(table, pack_colors(pixels[rows]), out=painted[rows], mode="clip")
    if opaque is not None:
        painted[~opaque] = NO_LABEL
    return painted

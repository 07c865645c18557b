"""Centroids that are kept: the pixels of another picture go to the nearest of them, and none moves."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import NO_LABEL, RgbImage, row_blocks
from kseg_core.kmeans.cluster_statistics import rgb_moments, squared_rgb_error
from kseg_core.kmeans.label_maps import map_labels
from kseg_core.kmeans.lloyd import nearest
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.smoothed import smoothed


def segment_kept(
    image: RgbImage, histogram: ColorHistogram, fitted: Segmentation, far: NDArray[np.float32]
) -> tuple[Segmentation, NDArray[np.bool_]]:
    """Label every pixel with the nearest centroid of a segmentation of other pictures.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    fitted : Segmentation
        Without edits and without a position weight. Its label map is not used.
    far : ndarray of float32, shape (K,)
        A distance from each centroid, in units of the color space.

    Returns
    -------
    segmentation : Segmentation
        Label n is cluster n of `fitted`, in whose colors it is painted, whether or not it has a pixel here.
    is_far : ndarray of bool, shape (H, W)
        Whether the pixel lies farther than that from its centroid.
    """
    settings, k = fitted.settings, fitted.n_clusters
    seen = smoothed(image, settings.smoothing)
    histogram = color_histogram(seen) if settings.smoothing else histogram
    color_labels, distances, total_ss = nearest_kept(histogram, fitted)
    painted = map_labels(seen, histogram, color_labels + np.uint8(k) * (distances > far[color_labels]))
    of_number = (np.arange(256) % k).astype(np.uint8)
    of_number[NO_LABEL] = NO_LABEL
    labels = np.asarray(cv2.LUT(painted, of_number), np.uint8)
    counts, sums, squares = rgb_moments(image.pixels, labels, k)
    pixels = np.maximum(counts, 1)[:, None]
    wcss = float(np.einsum("n,n,n->", histogram.counts.astype(np.float64), distances, distances))
    segmentation = replace(
        fitted,
        labels=labels,
        means=np.rint(sums / pixels).astype(np.uint8),
        counts=counts,
        wcss=wcss,
        total_ss=max(wcss, total_ss),
        rgb_sse=squared_rgb_error(fitted.palette, counts, sums, squares),
        rgb_wcss=squared_rgb_error(sums / pixels, counts, sums, squares),
        color_labels=None if settings.smoothing else color_labels,
    )
    return segmentation, (painted >= k) & (painted != NO_LABEL)


def nearest_kept(
    histogram: ColorHistogram, fitted: Segmentation
) -> tuple[NDArray[np.uint8], NDArray[np.float32], float]:
    """The nearest centroid of each color of a histogram.

    Parameters
    ----------
    histogram : ColorHistogram
    fitted : Segmentation
        Without a position weight.

    Returns
    -------
    labels : ndarray of uint8, shape (U,)
        Row of its centroids; the lowest wins a tie.
    distances : ndarray of float32, shape (U,)
        In units of the color space.
    total_ss : float
        Sum of squares of all pixels around their mean, in squared units of the color space.
    """
    space, centers = ColorSpace(fitted.settings.color_space), fitted.centers.astype(np.float64)
    labels = np.empty(histogram.n_colors, np.uint8)
    distances = np.empty(histogram.n_colors, np.float32)
    origin = centers.mean(axis=0)[:, None]
    sums, squares = np.zeros(3), 0.0
    for block in row_blocks((histogram.n_colors, 1), 1 << 14):
        x = to_space(histogram.colors[block], space).T.astype(np.float64) - origin
        labels[block], relative = nearest(x, centers - origin.T)
        lengths, weights = np.einsum("dn,dn->n", x, x), histogram.counts[block].astype(np.float64)
        distances[block] = np.sqrt(np.maximum(relative.min(axis=0) + lengths, 0.0))
        sums += np.einsum("dn,n->d", x, weights)
        squares += float(np.einsum("n,n->", lengths, weights))
    return labels, distances, squares - float(sums @ sums) / histogram.n_pixels

"""The sums that turn labels into a segmentation's palette, counts and errors."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import row_blocks
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

_LEVELS = np.arange(256.0)
_ROWS = 1 << 14
"""Rows added at once: their temporary arrays stay in the processor's cache."""


class ClusterStatistics:
    """Sums over pixels, added block by block; then the clusters are ranked by their pixel count.

    Parameters
    ----------
    centers : ndarray of float32, shape (K, D)
        Centroids; those without pixels are left out of the result.
    """

    def __init__(self, centers: NDArray[np.float32]) -> None:
        k, dims = centers.shape
        self._centers = centers
        self._origin = centers.astype(np.float64).mean(axis=0)
        self._counts = np.zeros(k, dtype=np.int64)
        self._rgb_sums = np.zeros((k, 3))
        self._rgb_squares = 0.0
        self._feature_sums = np.zeros(dims)
        self._feature_squares = 0.0
        self._wcss = 0.0

    def add(
        self,
        rgb: NDArray[np.uint8],
        features: NDArray[np.float32],
        weights: NDArray[np.int64],
        labels: NDArray[np.integer],
    ) -> None:
        """Add N colors or pixels to the sums.

        Parameters
        ----------
        rgb : ndarray of uint8, shape (N, 3)
        features : ndarray of float32, shape (N, D)
        weights : ndarray of int64, shape (N,)
            How many pixels each row stands for.
        labels : ndarray of integers, shape (N,)
            Row numbers of `centers`.
        """
        for block in row_blocks((len(labels), 1), _ROWS):
            numbers = labels[block].astype(np.intp, copy=False)
            self._add(rgb[block], features[block], weights[block].astype(np.float64), numbers)

    def _add(
        self,
        rgb: NDArray[np.uint8],
        features: NDArray[np.float32],
        weights: NDArray[np.float64],
        labels: NDArray[np.intp],
    ) -> None:
        k = len(self._counts)
        self._counts += np.bincount(labels, weights, k).astype(np.int64)
        for channel, values in enumerate(rgb.T.astype(np.float64)):
            weighted = weights * values
            self._rgb_sums[:, channel] += np.bincount(labels, weighted, k)
            self._rgb_squares += float(np.einsum("n,n->", weighted, values))
        for axis, values in enumerate(features.T.astype(np.float64)):
            off_center = values - self._centers.T[axis].take(labels)
            values -= self._origin[axis]
            weighted = weights * values
            self._wcss += float(np.einsum("n,n,n->", weights, off_center, off_center))
            self._feature_sums[axis] += weighted.sum()
            self._feature_squares += float(np.einsum("n,n->", weighted, values))

    @property
    def _order(self) -> NDArray[np.intp]:
        means = tuple(self._rgb_sums.T[::-1] / np.maximum(self._counts, 1))
        by_share = np.lexsort((*means, -self._counts))
        return by_share[self._counts[by_share] > 0]

    @property
    def ranks(self) -> NDArray[np.uint8]:
        """The label that each row of `centers` gets, shape (K,)."""
        ranks = np.zeros(len(self._counts), dtype=np.uint8)
        order = self._order
        ranks[order] = np.arange(len(order))
        return ranks

    def segmentation(
        self,
        label_map: NDArray[np.uint8],
        *,
        fitted_pixels: int,
        settings: KMeansSettings,
        color_labels: NDArray[np.uint8] | None = None,
    ) -> Segmentation:
        """The result, given its label map (H, W) and labels of the distinct colors (U,), both as `ranks`.

        The centroids of locked colors must come first.
        """
        order = self._order
        counts, sums = self._counts[order], self._rgb_sums[order]
        means = np.rint(sums / counts[:, None]).astype(np.uint8)
        palette = means.copy()
        is_locked = order < len(settings.locked)
        palette[is_locked] = np.array(settings.locked, dtype=np.uint8).reshape(-1, 3)[order[is_locked]]
        return Segmentation(
            labels=label_map,
            centers=self._centers[order],
            palette=palette,
            means=means,
            counts=counts,
            wcss=self._wcss,
            total_ss=max(
                self._wcss,
                self._feature_squares - float(self._feature_sums @ self._feature_sums) / counts.sum(),
            ),
            rgb_sse=squared_rgb_error(palette, counts, sums, self._rgb_squares),
            rgb_wcss=squared_rgb_error(sums / counts[:, None], counts, sums, self._rgb_squares),
            fitted_pixels=fitted_pixels,
            settings=settings,
            color_labels=color_labels,
        )


def rgb_moments(
    pixels: NDArray[np.uint8], labels: NDArray[np.uint8], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Sums over the pixels of each cluster, exact.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
    labels : ndarray of uint8, shape (H, W)
        0 to ``k - 1``; pixels of other labels are left out.
    k : int

    Returns
    -------
    counts : ndarray of int64, shape (k,)
    sums : ndarray of float64, shape (k, 3)
        Of each channel.
    squares : float
        Sum of the squares of all channels of all pixels counted.
    """
    histograms = np.zeros((3, k, 256))
    for rows in row_blocks(labels.shape):  # The counters of cv2.calcHist are float32, exact up to 2**24.
        part = [np.ascontiguousarray(array[rows]) for array in (labels, pixels)]
        for channel in range(3):
            histograms[channel] += cv2.calcHist(part, [0, 1 + channel], None, [k, 256], [0, k, 0, 256])
    sums = np.einsum("ckl,l->kc", histograms, _LEVELS)
    return (
        histograms[0].sum(axis=1).astype(np.int64),
        sums,
        float(np.einsum("ckl,l->", histograms, _LEVELS**2)),
    )


def squared_rgb_error(
    palette: NDArray[Any], counts: NDArray[np.int64], sums: NDArray[np.float64], squares: float
) -> float:
    """Squared difference between pixels and the palette they are painted with, summed over all channels.

    Parameters
    ----------
    palette : ndarray of uint8 or float64, shape (K, 3)
    counts, sums, squares
        As from `rgb_moments`.
    """
    shown = palette.astype(np.float64)
    return max(0.0, squares + float((shown * (counts[:, None] * shown - 2.0 * sums)).sum()))

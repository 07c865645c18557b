"""Exact sums of the colors and places under each label."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import row_blocks

_LEVELS = np.arange(256.0)


def rgb_moments(
    pixels: NDArray[np.uint8], labels: NDArray[np.uint8], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], float]:
    """Sums over the pixels of each cluster, exact.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
    labels : ndarray of uint8, shape (H, W)
        0 to ``k - 1``; what is not below `k` is left out.
    k : int

    Returns
    -------
    counts : ndarray of int64, shape (k,)
    sums : ndarray of float64, shape (k, 3)
        Of each channel.
    squares : float
        Sum of all squared channels of all pixels counted.
    """
    tally = np.zeros((3, k, 256))
    for rows in row_blocks(labels.shape):  # The counters of cv2.calcHist are float32, exact up to 2**24.
        part = [np.ascontiguousarray(array[rows]) for array in (labels, pixels)]
        for channel in range(3):
            tally[channel] += cv2.calcHist(part, [0, 1 + channel], None, [k, 256], [0, k, 0, 256])
    sums = np.einsum("ckl,l->kc", tally, _LEVELS)
    return tally[0].sum(axis=1).astype(np.int64), sums, float(np.einsum("ckl,l->", tally, _LEVELS**2))


def place_counts(labels: NDArray[np.uint8], k: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many pixels of each label every column and every row has.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
    k : int

    Returns
    -------
    columns : ndarray of int64, shape (k, W)
    rows : ndarray of int64, shape (k, H)
    """
    counted = [
        [
            cv2.reduce((labels == label).view(np.uint8), axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
            for label in range(k)
        ]
        for axis in (0, 1)
    ]
    columns, rows = (
        np.stack([np.asarray(count, np.int64).ravel() for count in counts]) for counts in counted
    )
    return columns, rows

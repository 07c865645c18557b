"""Means and WCSS of the clusters of any label map, in the feature space."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.image import RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import place_unit

_BLOCK = 1 << 18

Axes = tuple[NDArray[np.float32], float]
"""Cluster means along some axes of the feature space, (K, A), and the WCSS along these axes."""


def cluster_means(
    image: RgbImage, labels: NDArray[np.uint8], k: int, settings: KMeansSettings
) -> tuple[NDArray[np.float32], float]:
    """The mean of each cluster in the feature space, and the WCSS.

    Parameters
    ----------
    image : RgbImage
    labels : ndarray of uint8, shape (H, W)
        0 to K - 1; `NO_LABEL` where a pixel is transparent.
    k : int
    settings : KMeansSettings
        They define the feature space.

    Returns
    -------
    centers : ndarray of float32, shape (K, D)
        0 where a cluster has no pixel.
    wcss : float

    Notes
    -----
    The WCSS is a sum over the axes. For the color axes, each pixel is packed with its label into 32
    bits, sorted and counted, so that a color is converted once for each of its labels. For x and y,
    the number of pixels of each label in every column and row is enough.
    """
    axes = [_color_axes(smoothed(image, settings.smoothing), labels, k, settings)]
    if settings.position_weight > 0.0:
        unit = np.float32(place_unit(image, settings))
        axes += [_place_axis(counts, unit) for counts in place_counts(labels, k)]
    return np.concatenate([means for means, _ in axes], axis=1), sum(error for _, error in axes)


def _place_axis(counts: NDArray[np.int64], unit: np.float32) -> Axes:
    places = (np.arange(counts.shape[1], dtype=np.float32) * unit).astype(np.float64)
    pixels = np.maximum(counts.sum(axis=1), 1)
    means = (np.einsum("kn,n->k", counts, places) / pixels).astype(np.float32)[:, None]
    return means, float(np.einsum("kn,kn->", counts, (places - means) ** 2))


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
    height, width = labels.shape
    columns, rows = np.zeros((k, width), dtype=np.int64), np.zeros((k, height), dtype=np.int64)
    for label in range(k):
        mask = (labels == label).view(np.uint8)
        columns[label] = cv2.reduce(mask, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
        rows[label] = cv2.reduce(mask, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel()
    return columns, rows


def _color_axes(image: RgbImage, labels: NDArray[np.uint8], k: int, settings: KMeansSettings) -> Axes:
    packed = pack_colors(image.pixels)
    for rows in row_blocks(labels.shape):
        packed[rows] |= labels[rows].astype(np.uint32) << np.uint32(24)
    codes = packed.ravel() if image.opaque is None else packed[image.opaque]
    codes.sort()
    last = np.flatnonzero(np.append(codes[1:] != codes[:-1], True))
    colored, weights = codes[last].astype("<u4").view(np.uint8).reshape(-1, 4), np.diff(last, prepend=-1)
    space = ColorSpace(settings.color_space)

    mass, sums = np.zeros(k), np.zeros((k, 3))
    for features, weight, label in _blocks(colored, weights, space):
        mass += np.bincount(label, weight, k)
        for axis, values in enumerate(features.T):
            sums[:, axis] += np.bincount(label, weight * values.astype(np.float64), k)
    means = (sums / np.maximum(mass, 1.0)[:, None]).astype(np.float32)
    error = 0.0
    for features, weight, label in _blocks(colored, weights, space):
        off_center = features.astype(np.float64) - means[label]
        error += float(np.einsum("n,nd,nd->", weight, off_center, off_center))
    return means, error


def _blocks(
    colored: NDArray[np.uint8], weights: NDArray[np.int64], space: ColorSpace
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.uint8]]]:
    """Features (N, 3), pixel counts (N,) and labels (N,) of at most `_BLOCK` labeled colors at a time."""
    for start in range(0, len(colored), _BLOCK):
        block = colored[start : start + _BLOCK]
        yield to_space(block[:, :3], space), weights[start : start + _BLOCK], block[:, 3]

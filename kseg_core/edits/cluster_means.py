"""What the clusters of any label map are in a feature space: their means, and the error about them."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core.color import ColorSpace, to_space
from kseg_core.engine.smoothed import smoothed
from kseg_core.engine.spatial import pixel_blocks, pixel_features
from kseg_core.image import RgbImage, pack_colors
from kseg_core.segmentation import NO_LABEL, KMeansSettings

_BLOCK = 1 << 18

Part = tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.uint8]]
"""Features (N, D), how many pixels each row stands for (N,), and the labels (N,)."""


def cluster_means(
    image: RgbImage, labels: NDArray[np.uint8], settings: KMeansSettings
) -> tuple[NDArray[np.float32], float]:
    """The mean of each cluster in the feature space, and the WCSS about these means.

    Parameters
    ----------
    image : RgbImage
    labels : ndarray of uint8, shape (H, W)
        0 to K - 1, each at least once; `NO_LABEL` where there is no pixel.
    settings : KMeansSettings
        Of which the feature space is read.

    Returns
    -------
    centers : ndarray of float32, shape (K, D)
    wcss : float

    Notes
    -----
    Color alone: pixels are packed with their label into 32 bits, sorted and counted, so that each
    color is converted once a cluster. With a position weight every pixel is looked at.
    """
    image = smoothed(image, settings.smoothing)
    parts = _pixel_parts if settings.position_weight > 0.0 else _color_parts
    k = int(labels[labels != NO_LABEL].max()) + 1
    blocks = parts(image, labels, settings)
    mass, sums = np.zeros(k), np.zeros((k, 1))
    for features, weights, part in blocks():
        mass += np.bincount(part, weights, k)
        sums = sums + np.stack(
            [np.bincount(part, weights * axis.astype(np.float64), k) for axis in features.T], 1
        )
    centers = (sums / mass[:, None]).astype(np.float32)
    wcss = 0.0
    for features, weights, part in blocks():
        off_center = features.astype(np.float64) - centers[part]
        wcss += float(np.einsum("n,nd,nd->", weights, off_center, off_center))
    return centers, wcss


def _color_parts(
    image: RgbImage, labels: NDArray[np.uint8], settings: KMeansSettings
) -> Callable[[], Iterator[Part]]:
    codes = pack_colors(image.pixels).ravel()
    codes |= labels.ravel().astype(np.uint32) << np.uint32(24)
    if image.opaque is not None:
        codes = codes[image.opaque.ravel()]
    codes.sort()
    last = np.flatnonzero(np.append(codes[1:] != codes[:-1], True))
    colored = codes[last].astype("<u4").view(np.uint8).reshape(-1, 4)
    return partial(_counted, colored, np.diff(last, prepend=-1), ColorSpace(settings.color_space))


def _counted(colored: NDArray[np.uint8], weights: NDArray[np.int64], space: ColorSpace) -> Iterator[Part]:
    for start in range(0, len(colored), _BLOCK):
        block = colored[start : start + _BLOCK]
        yield to_space(block[:, :3], space), weights[start : start + _BLOCK], block[:, 3]


def _pixel_parts(
    image: RgbImage, labels: NDArray[np.uint8], settings: KMeansSettings
) -> Callable[[], Iterator[Part]]:
    def parts() -> Iterator[Part]:
        for block in pixel_blocks(image):
            ones = np.ones(len(block), dtype=np.int64)
            yield pixel_features(image, block, settings), ones, labels.ravel()[block]

    return parts

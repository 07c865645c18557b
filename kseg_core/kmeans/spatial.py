"""K-means on color and position together, which needs pixels instead of a histogram of colors."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.image import NO_LABEL, RgbImage
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.cv_kmeans import fit_sample
from kseg_core.kmeans.lloyd import WeightedPoints, lloyd, nearest_labels
from kseg_core.kmeans.search import search
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Engine, KMeansSettings
from kseg_core.kmeans.starts import locked_features, starts_around, starts_by_opencv
from kseg_core.kmeans.weighting import color_weights

FIT_PIXELS = 65_536
"""Pixels the centroids are fitted on, spread evenly over the picture."""

_SEARCH_PIXELS = 4096
_RESTARTS = 3
_BLOCK = 65_536

LabelPixels = Callable[[NDArray[np.intp]], tuple[NDArray[np.float32], NDArray[np.intp]]]
"""Flat indices (N,) of pixels become their features (N, D) and labels (N,)."""


def spread_pixels(image: RgbImage, limit: int, *, seed: int) -> NDArray[np.intp]:
    """Flat indices of all opaque pixels, or of one random pixel from each of `limit` equal stretches.

    Returns
    -------
    ndarray of intp, shape (N,), ascending, N <= limit
    """
    chosen = spread_numbers(image.n_opaque, limit, seed=seed)
    return chosen if image.opaque is None else np.flatnonzero(image.opaque)[chosen]


def spread_numbers(n: int, limit: int, *, seed: int) -> NDArray[np.intp]:
    """The numbers below n, or one random number from each of `limit` equal stretches, ascending."""
    if n <= limit:
        return np.arange(n)
    jitter = np.random.default_rng(seed).random(limit)
    return ((np.arange(limit) + jitter) * (n / limit)).astype(np.intp)


def segment_with_position(image: RgbImage, settings: KMeansSettings) -> Segmentation:
    """Segment on features (color, x, y).

    Parameters
    ----------
    image : RgbImage
    settings : KMeansSettings
        With ``position_weight > 0``.

    Notes
    -----
    Centroids are fitted on at most `FIT_PIXELS` pixels; then every pixel goes to the nearest centroid.
    The idea of x and y as features is that of SLIC superpixels (Achanta et al. 2012).
    """
    chosen = spread_pixels(image, FIT_PIXELS, seed=settings.seed)
    sample = pixel_features(image, chosen, settings)
    if settings.engine is Engine.OPENCV and len(sample) > settings.k:
        centers = fit_sample(sample, settings)[1]
    else:
        colors = image.pixels.reshape(-1, 3)[chosen]
        weights = color_weights(colors, np.ones(len(chosen), dtype=np.int64), settings.weighting)
        centers = _fit(sample, weights, settings)

    def nearest_center(block: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        features = pixel_features(image, block, settings)
        return features, nearest_labels(features.T.astype(np.float64), centers.astype(np.float64))

    return segment_by_pixel(image, centers, settings, nearest_center, fitted_pixels=len(chosen))


def segment_by_pixel(
    image: RgbImage,
    centers: NDArray[np.float32],
    settings: KMeansSettings,
    label: LabelPixels,
    *,
    fitted_pixels: int,
) -> Segmentation:
    """The segmentation in which pixels of one color may have different labels.

    Parameters
    ----------
    image : RgbImage
    centers : ndarray of float32, shape (K, D)
        Centroids without pixels are dropped.
    settings : KMeansSettings
    label : Callable
        Makes the features of some opaque pixels, and the row of `centers` each belongs to.
    fitted_pixels : int
        Pixels the centers were fitted on.
    """
    statistics = ClusterStatistics(centers)
    label_map = np.full(image.height * image.width, NO_LABEL, dtype=np.uint8)
    for block in pixel_blocks(image):
        features, labels = label(block)
        rgb = image.pixels.reshape(-1, 3)[block]
        statistics.add(rgb, features, np.ones(len(block), dtype=np.int64), labels)
        label_map[block] = labels
    seen = label_map != NO_LABEL
    label_map[seen] = statistics.ranks[label_map[seen]]
    return statistics.segmentation(
        label_map.reshape(image.height, image.width), fitted_pixels=fitted_pixels, settings=settings
    )


def _fit(
    sample: NDArray[np.float32], weights: NDArray[np.int64], settings: KMeansSettings
) -> NDArray[np.float32]:
    distinct = np.unique(sample, axis=0)
    if len(distinct) <= settings.k and not settings.locked:
        return distinct
    origin = sample.mean(axis=0, dtype=np.float64)
    points = WeightedPoints(x=(sample - origin).T.copy(), weights=weights.astype(np.float64))
    rng = np.random.default_rng(settings.seed)
    few = np.sort(rng.permutation(len(sample))[:_SEARCH_PIXELS])
    drawn = WeightedPoints(x=points.x[:, few].copy(), weights=points.weights[few])
    locked = locked_features(settings) - origin[:3]
    if settings.locked:
        starts = starts_around(drawn, locked, settings.k, _RESTARTS, rng)
    else:
        starts = starts_by_opencv(sample[few], settings.k, _RESTARTS, rng, origin=origin)
    centers = lloyd(points, search(drawn, starts, rng, locked=locked), locked=locked)[0] + origin
    return centers.astype(np.float32)


def pixel_blocks(image: RgbImage) -> Iterator[NDArray[np.intp]]:
    """Flat indices of all opaque pixels, at most `_BLOCK` at a time."""
    for start in range(0, image.height * image.width, _BLOCK):
        block = np.arange(start, min(start + _BLOCK, image.height * image.width))
        if image.alpha is not None:
            block = block[image.alpha.reshape(-1)[block] >= image.opaque_from]
        if len(block):
            yield block


def pixel_features(image: RgbImage, index: NDArray[np.intp], settings: KMeansSettings) -> NDArray[np.float32]:
    """Color and weighted position (N, 5) of the pixels at the given flat indices."""
    space = ColorSpace(settings.color_space)
    y, x = np.divmod(index, image.width)
    place = np.stack([x, y], axis=1).astype(np.float32) * np.float32(place_unit(image, settings))
    return np.concatenate([to_space(image.pixels.reshape(-1, 3)[index], space), place], axis=1)


def place_unit(image: RgbImage, settings: KMeansSettings) -> float:
    """Distance of neighboring pixels in the feature space that is due to their position."""
    scale = ColorSpace(settings.color_space).definition.scale
    return settings.position_weight * scale / max(image.height, image.width)

"""Colors that stay where they are while the other centroids are found around them."""

from collections.abc import Iterator

import numpy as np

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.kmeans.lloyd import Floats, WeightedPoints
from kseg_core.kmeans.search import extend
from kseg_core.kmeans.settings import KMeansSettings


def locked_features(settings: KMeansSettings) -> Floats:
    """The locked colors in the color space of the settings, float64 (L, 3)."""
    colors = np.array(settings.locked, dtype=np.uint8).reshape(-1, 3)
    return to_space(colors, ColorSpace(settings.color_space)).astype(np.float64)


def starts_around(
    points: WeightedPoints, locked: Floats, k: int, restarts: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """Centroids to start from: those that are locked, and others around them until there are `k`.

    Parameters
    ----------
    points : WeightedPoints
    locked : ndarray of float64, shape (L, C), L <= k, C <= D
        Their other coordinates begin at 0.
    k : int
    restarts : int
        How many starts; a single one if nothing is left to draw.
    rng : Generator

    Yields
    ------
    ndarray of float64, shape (K, D)
        With fewer than `k` rows if the points have too few distinct places.

    Notes
    -----
    The others are drawn one by one as k-means++ draws them.
    """
    first = np.zeros((len(locked), len(points.x)))
    first[:, : locked.shape[1]] = locked
    for _ in range(restarts if k > len(locked) else 1):
        centers = first
        while len(centers) < k and len(longer := extend(points, centers, 1, rng)) > len(centers):
            centers = longer
        yield centers

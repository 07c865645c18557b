"""First centroids for the search: by `cv2.kmeans` on a sample, or drawn around locked colors."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.kmeans.cv_kmeans import run_cv_kmeans
from kseg_core.kmeans.lloyd import Floats, WeightedPoints, nearest
from kseg_core.kmeans.settings import KMeansSettings


def starts_by_opencv(
    sample: NDArray[np.float32], k: int, restarts: int, rng: np.random.Generator, *, origin: Floats
) -> Iterator[Floats]:
    """Yield the centroids (k, D) of single runs of `cv2.kmeans` with k-means++, relative to an origin.

    Parameters
    ----------
    sample : ndarray of float32, shape (N, D)
    k : int
    restarts : int
    rng : Generator
        Draws the seeds.
    origin : ndarray of float64, shape (D,)
    """
    for seed in rng.integers(2**31, size=restarts):
        yield run_cv_kmeans(sample, k, seed=int(seed), attempts=1)[1].astype(np.float64) - origin


def locked_features(settings: KMeansSettings) -> Floats:
    """The locked colors in the color space of the settings, float64 (L, 3)."""
    colors = np.array(settings.locked, dtype=np.uint8).reshape(-1, 3)
    return to_space(colors, ColorSpace(settings.color_space)).astype(np.float64)


def starts_around(
    points: WeightedPoints, locked: Floats, k: int, restarts: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """The locked centroids, and others drawn around them until there are `k`.

    Parameters
    ----------
    points : WeightedPoints
    locked : ndarray of float64, shape (L, C), L <= k, C <= D
        The remaining D - C coordinates start at 0.
    k : int
    restarts : int
        Number of starts; only one if all `k` are locked.
    rng : Generator

    Yields
    ------
    ndarray of float64, shape (K, D)
        With fewer than `k` rows if there are too few distinct points.

    Notes
    -----
    The others are drawn one by one as by k-means++.
    """
    first = np.zeros((len(locked), len(points.x)))
    first[:, : locked.shape[1]] = locked
    for _ in range(restarts if k > len(locked) else 1):
        centers = first
        while len(centers) < k and len(longer := add_centroids(points, centers, 1, rng)) > len(centers):
            centers = longer
        yield centers


def add_centroids(points: WeightedPoints, centers: Floats, count: int, rng: np.random.Generator) -> Floats:
    """The centroids and `count` more at points drawn in proportion to their squared error, as by k-means++.

    The centroids alone if no point has an error.

    References
    ----------
    D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
    """
    cost = points.weights * np.maximum(nearest(points.x, centers)[1].min(axis=0) + points.squares, 0.0)
    cumulated = np.cumsum(cost)
    if cumulated[-1] <= 0.0:
        return centers
    drawn = np.searchsorted(cumulated, rng.random(count) * cumulated[-1], side="right")
    return np.concatenate([centers, points.x[:, np.minimum(drawn, len(cost) - 1)].T])

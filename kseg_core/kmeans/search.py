"""The search for a better optimum of weighted K-means than Lloyd's iterations alone find."""

from collections.abc import Iterable

import numpy as np

from kseg_core.kmeans.exchange import hartigan_exchange, swap_centroids
from kseg_core.kmeans.lloyd import (
    NOTHING_LOCKED,
    Floats,
    WeightedPoints,
    column_argmin,
    lloyd,
    nearest,
)
from kseg_core.kmeans.starts import add_centroids

Found = tuple[Floats, float]
"""Centroids and their WCSS, as from `lloyd`."""

BREATHING_DEPTH = 4
"""Centroids added and removed again in the first round of `breathing_kmeans`."""

EXCHANGE_POINTS = 1024
"""With at most this many points, `hartigan_exchange` follows, which moves them one at a time.

Pictures of few colors have bad optima: of 816 searches in posterized photos (15 to 1,024 colors, K = 3 to 16)
299 ended higher without it, by up to 38 %.
"""

SWAP_POINTS = 64
"""With at most this many points, `swap_centroids` follows, which nearly always finds the optimum.

A picture of more colors has more points: even 4,200 of the darkest colors and white make 192 cells.
"""

FEWEST_STARTS = 4
"""At least this many starts are searched further."""

HALVED_K = 12
"""Up to this K only the better half of the starts is searched further.

For 15 photos at K = 9 and 12 the WCSS stays the same (on average 0.006 % and 0.03 % above the best
known) in 0.6 of the time; at K = 16 it would rise from 0.06 % to 0.09 % above.
"""

CLOSE = 3e-3
"""Results whose WCSS is within this fraction of the best are compared on finer points."""

ROUND_ITERATIONS = 3
"""Lloyd's iterations with the centroids that a round of `breathing_kmeans` adds.

With 10 of them a search takes a third longer, and its result is on average 0.01 % higher (29 photos, K = 5 to
12, 2 seeds).
"""

_SAME = 1e-4
"""Results whose WCSS is within this fraction of each other lie in the same optimum."""
_BETTER = 1e-5
"""Fraction by which a round of `breathing_kmeans` has to lower the WCSS."""
_ROUGH = 1e-5


def breathing_kmeans(
    points: WeightedPoints,
    centers: Floats,
    rng: np.random.Generator,
    *,
    depth: int = BREATHING_DEPTH,
    locked: Floats = NOTHING_LOCKED,
) -> tuple[Floats, float]:
    """Move badly placed centroids elsewhere until that no longer lowers the WCSS.

    Parameters
    ----------
    points : WeightedPoints
    centers : ndarray of float64, shape (K, D)
        Where to start.
    rng : Generator
        Draws the places of new centroids.
    depth : int
        Centroids added at first; one fewer after each round that did not help.
    locked : ndarray of float64, shape (L, C)
        As for `lloyd`. These are never removed.

    Returns
    -------
    centers, wcss
        As from `lloyd`.

    Notes
    -----
    1. Add `depth` centroids at points drawn in proportion to their squared error, as
       k-means++ draws.
    2. A few Lloyd iterations with K + `depth` centroids.
    3. Remove, one by one, the centroid without which the WCSS is lowest.
    4. Lloyd to convergence; keep the result if its WCSS is lower.

    References
    ----------
    B. Fritzke, "Breathing K-means", 2020, arXiv:2006.15666.
    """
    k = len(centers)
    iterations = ROUND_ITERATIONS if k <= HALVED_K else 10
    best, best_wcss = lloyd(points, centers, locked=locked)
    while depth > 0 and best_wcss > 0.0 and k > len(locked):
        more = add_centroids(points, best, depth, rng)
        if len(more) == k:
            break
        more, _ = lloyd(points, more, max_iter=iterations, locked=locked)
        centers, wcss = lloyd(points, _drop_least_useful(points, more, k, len(locked)), locked=locked)
        if wcss < best_wcss * (1.0 - _BETTER):
            best, best_wcss = centers, wcss
        else:
            depth -= 1
    return best, best_wcss


def _drop_least_useful(points: WeightedPoints, centers: Floats, k: int, n_locked: int) -> Floats:
    labels, relative = nearest(points.x, centers)
    columns = np.arange(len(labels))
    while len(centers) > k:
        own = relative[labels, columns]
        relative[labels, columns] = np.inf
        utility = np.bincount(labels, points.weights * (relative.min(axis=0) - own), len(centers))
        relative[labels, columns] = own
        useless = n_locked + int(utility[n_locked:].argmin())
        centers = np.delete(centers, useless, axis=0)
        relative = np.delete(relative, useless, axis=0)
        labels = column_argmin(relative)
    return centers


def search(
    points: WeightedPoints,
    starts: Iterable[Floats],
    rng: np.random.Generator,
    *,
    locked: Floats = NOTHING_LOCKED,
    finer: WeightedPoints | None = None,
) -> Floats:
    """Centroids (K, D) of the lowest WCSS that `breathing_kmeans` finds from the promising starts.

    Promising are the starts whose Lloyd iterations end lowest; of those that end in the same optimum only one
    is searched further, and the best result once more. With few points and no locked centroids,
    `hartigan_exchange` improves each result. With very few points, `swap_centroids` then improves the best,
    unless centroids are locked in some coordinates only.

    Parameters
    ----------
    points : WeightedPoints
    starts : iterable of ndarray of float64, shape (K, D)
    rng : Generator
    locked : ndarray of float64, shape (L, C)
        As for `lloyd`.
    finer : WeightedPoints, optional
        The same points less summed up, on which the results that are nearly as good as the best are iterated
        further and compared.
    """
    found: list[Found] = []
    for start, _ in _different(_promising(points, starts, locked)):
        centers, wcss = breathing_kmeans(points, start, rng, locked=locked)
        if len(points.weights) <= EXCHANGE_POINTS and not len(locked):
            centers, wcss = lloyd(points, hartigan_exchange(points, centers))
        found.append((centers, wcss))
    if not found:
        raise ValueError("search needs at least one start")
    found.sort(key=_wcss)
    found.insert(0, breathing_kmeans(points, found[0][0], rng, locked=locked))
    best = found[0][0]
    if len(points.weights) <= SWAP_POINTS and (not len(locked) or locked.shape[1] == len(points.x)):
        best = swap_centroids(points, best, locked=locked)
    elif finer is not None:
        close = [each for each in found if each[1] <= (1.0 + CLOSE) * found[0][1]]
        on_finer = [lloyd(finer, centers, gain=_ROUGH, locked=locked) for centers, _ in _different(close)]
        best = min(on_finer, key=_wcss)[0]
    return lloyd(points if finer is None else finer, best, gain=1e-8, locked=locked)[0]


def _promising(points: WeightedPoints, starts: Iterable[Floats], locked: Floats) -> list[Found]:
    descents = sorted((lloyd(points, start, locked=locked) for start in starts), key=_wcss)
    is_many = len(descents) > FEWEST_STARTS and len(descents[0][0]) <= HALVED_K
    return descents[: max(FEWEST_STARTS, len(descents) // 2)] if is_many else descents


def _different(found: list[Found]) -> list[Found]:
    """One of all results, ascending, that lie in the same optimum."""
    different = found[:1]
    for each in found[1:]:
        if each[1] > (1.0 + _SAME) * different[-1][1]:
            different.append(each)
    return different


def _wcss(found: Found) -> float:
    return found[1]

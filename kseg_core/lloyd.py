"""Weighted K-means on a few thousand points: Lloyd's iterations, and a search for a good optimum."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

BREATH = 4
"""Centroids added and taken away again in the first breath; see `breathe`."""

_GAIN = 1e-5
_MAX_ITER = 300
_EMPTY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedPoints:
    """Points that stand for many pixels each.

    Attributes
    ----------
    x : ndarray of float64, shape (D, N)
        Coordinates, one row an axis, about zero mean.
    weights : ndarray of float64, shape (N,)
        Pixels each point stands for, all > 0.
    """

    x: Floats
    weights: Floats

    @property
    def squares(self) -> Floats:
        """Squared distance of each point from the origin, shape (N,)."""
        squares: Floats = np.einsum("dn,dn->n", self.x, self.x)
        return squares


def nearest(x: Floats, centers: Floats) -> tuple[Labels, Floats]:
    """Assign points to their nearest centroids.

    Parameters
    ----------
    x : ndarray of float64, shape (D, N)
    centers : ndarray of float64, shape (K, D)

    Returns
    -------
    labels : ndarray of intp, shape (N,)
        The lowest number wins a tie.
    relative : ndarray of float64, shape (K, N)
        Squared distance of every centroid to every point, less the point's own square.

    Notes
    -----
    Written with elementwise operations only: a matrix product may round differently with
    another number of threads.
    """
    relative = np.einsum("kd,kd->k", centers, centers)[:, None] - 2.0 * centers[:, :1] * x[0]
    for axis in range(1, len(x)):
        relative -= 2.0 * centers[:, axis : axis + 1] * x[axis]
    return relative.argmin(axis=0), relative


def cluster_sums(x: Floats, weights: Floats, labels: Labels, k: int) -> tuple[Floats, Floats]:
    """Weight (K,) and weighted coordinate sum (K, D) of every cluster."""
    mass = np.bincount(labels, weights, k).astype(np.float64, copy=False)
    return mass, np.stack([np.bincount(labels, weights * axis, k) for axis in x], axis=1)


def lloyd(
    points: WeightedPoints, centers: Floats, *, max_iter: int = _MAX_ITER, gain: float = _GAIN
) -> tuple[Floats, float]:
    """Assign and move until an iteration lowers the WCSS by less than a fraction `gain`.

    A centroid that loses all its points is put on the point that costs most, so K stays K as
    long as there are K distinct points.

    Returns
    -------
    centers : ndarray of float64, shape (K, D)
    wcss : float
        Within-cluster sum of squares of the points.
    """
    k = len(centers)
    squares = points.squares
    total = float(np.einsum("n,n->", points.weights, squares))
    weighted = points.weights * points.x
    wcss = np.inf
    for _ in range(max_iter):
        labels, relative = nearest(points.x, centers)
        mass = np.bincount(labels, points.weights, k).astype(np.float64, copy=False)
        if not mass.all():
            _refill(points, labels, points.weights * (relative.min(axis=0) + squares), mass)
        sums = np.stack([np.bincount(labels, axis, k) for axis in weighted], axis=1)
        centers = sums / np.maximum(mass, _EMPTY)[:, None]
        before, wcss = wcss, max(0.0, total - float(np.einsum("kd,kd->", sums, centers)))
        if wcss >= before * (1.0 - gain):
            break
    return centers, wcss


def _refill(points: WeightedPoints, labels: Labels, cost: Floats, mass: Floats) -> None:
    for empty in np.flatnonzero(mass == 0.0):
        worst = int(cost.argmax())
        if cost[worst] <= 0.0 or points.weights[worst] >= mass[labels[worst]]:
            return
        mass[labels[worst]] -= points.weights[worst]
        labels[worst] = empty
        mass[empty] = points.weights[worst]
        cost[worst] = 0.0


def breathe(
    points: WeightedPoints, centers: Floats, rng: np.random.Generator, *, breath: int = BREATH
) -> tuple[Floats, float]:
    """Move badly placed centroids until that no longer helps.

    Parameters
    ----------
    points : WeightedPoints
    centers : ndarray of float64, shape (K, D)
        Where to start.
    rng : Generator
        Draws the places of new centroids.
    breath : int
        Centroids added at first; one fewer after each breath that brought nothing.

    Returns
    -------
    centers, wcss
        As from `lloyd`.

    Notes
    -----
    1. Add `breath` centroids at points drawn in proportion to their squared error, as
       k-means++ draws.
    2. A few Lloyd iterations with K + `breath` centroids.
    3. Take away, one by one, those whose points would cost least elsewhere.
    4. Lloyd to convergence; keep the result if its WCSS is lower.

    References
    ----------
    B. Fritzke, "Breathing K-means", 2020, arXiv:2006.15666.
    D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
    """
    k = len(centers)
    squares = points.squares
    best, best_wcss = lloyd(points, centers)
    while breath > 0 and best_wcss > 0.0:
        cost = points.weights * np.maximum(nearest(points.x, best)[1].min(axis=0) + squares, 0.0)
        ladder = np.cumsum(cost)
        if ladder[-1] <= 0.0:
            break
        drawn = np.searchsorted(ladder, rng.random(breath) * ladder[-1], side="right")
        inhaled = np.concatenate([best, points.x[:, np.minimum(drawn, len(cost) - 1)].T])
        inhaled, _ = lloyd(points, inhaled, max_iter=10, gain=1e-4)
        exhaled, wcss = lloyd(points, _drop_least_useful(points, inhaled, k))
        if wcss < best_wcss * (1.0 - _GAIN):
            best, best_wcss = exhaled, wcss
        else:
            breath -= 1
    return best, best_wcss


def _drop_least_useful(points: WeightedPoints, centers: Floats, k: int) -> Floats:
    labels, relative = nearest(points.x, centers)
    columns = np.arange(len(labels))
    while len(centers) > k:
        own = relative[labels, columns]
        relative[labels, columns] = np.inf
        utility = np.bincount(labels, points.weights * (relative.min(axis=0) - own), len(centers))
        relative[labels, columns] = own
        useless = int(utility.argmin())
        centers = np.delete(centers, useless, axis=0)
        relative = np.delete(relative, useless, axis=0)
        labels = relative.argmin(axis=0)
    return centers


def search(points: WeightedPoints, starts: Iterable[Floats], rng: np.random.Generator) -> Floats:
    """Centroids (K, D) of the lowest WCSS found by breathing from each start."""
    best, _ = min((breathe(points, start, rng) for start in starts), key=lambda found: found[1])
    return lloyd(points, best, gain=1e-8)[0]

"""Weighted K-means on a few thousand points: Lloyd's iterations."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
Real = TypeVar("Real", np.float32, np.float64)

GAIN = 1e-4
"""Iterations go on as long as each lowers the WCSS by at least this fraction.

With 1e-5 a search takes a seventh longer, and its result, which is iterated further anyway, is on
average 0.002 % lower (8 photos, K = 5 to 12, 3 seeds).
"""

TINY_WEIGHT = 1e-12
"""Divisor in place of the weight of an empty cluster."""

BLOCK = 8192
"""Points assigned at once by `nearest_labels`: their distances stay in the processor's cache."""

_MAX_ITER = 300

NOTHING_LOCKED: Floats = np.zeros((0, 0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedPoints:
    """Points that each stand for many pixels.

    Attributes
    ----------
    x : ndarray of float64, shape (D, N)
        Coordinates, one row per axis; their weighted mean is about zero.
    weights : ndarray of float64, shape (N,)
        How many pixels each point stands for, all > 0.
    """

    x: Floats
    weights: Floats

    @property
    def squares(self) -> Floats:
        """Squared distance of each point from the origin, shape (N,)."""
        squares: Floats = np.einsum("dn,dn->n", self.x, self.x)
        return squares


def nearest(x: NDArray[Real], centers: NDArray[Real]) -> tuple[Labels, NDArray[Real]]:
    """Assign points to their nearest centroids.

    Parameters
    ----------
    x : ndarray of float32 or float64, shape (D, N)
    centers : ndarray of the same type, shape (K, D)

    Returns
    -------
    labels : ndarray of intp, shape (N,)
        The lowest number wins a tie.
    relative : ndarray of the same type, shape (K, N)
        Squared distance of every centroid to every point, minus the squared length of the point.

    Notes
    -----
    Written with elementwise operations only: a matrix product may round differently with
    another number of threads.
    """
    doubled = centers + centers
    relative = doubled[:, :1] * x[0]
    np.subtract(np.einsum("kd,kd->k", centers, centers)[:, None], relative, out=relative)
    product = np.empty_like(relative)
    for axis in range(1, len(x)):
        np.multiply(doubled[:, axis : axis + 1], x[axis], out=product)
        relative -= product
    return column_argmin(relative), relative


def column_argmin(values: NDArray[Real]) -> Labels:
    """Row of the lowest value of each column; the first of equal ones.

    The same as ``values.argmin(axis=0)``, in a third of the time or less.
    """
    falling = np.arange(len(values), 0, -1, dtype=np.uint16)
    first = ((values == values.min(axis=0)) * falling[:, None]).max(axis=0)
    return len(values) - first.astype(np.intp)


def nearest_labels(x: Floats, centers: Floats) -> Labels:
    """The labels of `nearest`, computed block by block so that memory does not grow with N times K."""
    labels = np.empty(x.shape[1], dtype=np.intp)
    for start in range(0, len(labels), BLOCK):
        block = slice(start, start + BLOCK)
        labels[block] = nearest(x[:, block], centers)[0]
    return labels


def cluster_sums(x: Floats, weights: Floats, labels: Labels, k: int) -> tuple[Floats, Floats]:
    """Total weight (K,) and weighted sum of the coordinates (K, D) of every cluster."""
    mass = np.bincount(labels, weights, k).astype(np.float64, copy=False)
    return mass, np.stack([np.bincount(labels, weights * axis, k) for axis in x], axis=1)


def lloyd(
    points: WeightedPoints,
    centers: Floats,
    *,
    max_iter: int = _MAX_ITER,
    gain: float = GAIN,
    locked: Floats = NOTHING_LOCKED,
) -> tuple[Floats, float]:
    """Assign points and move centroids until an iteration lowers the WCSS by less than a fraction `gain`.

    An empty cluster gets the point with the largest error, so that no cluster is empty as long as
    there are K distinct points.

    Parameters
    ----------
    points : WeightedPoints
    centers : ndarray of float64, shape (K, D)
        Where to start.
    max_iter : int
    gain : float
    locked : ndarray of float64, shape (L, C), L <= K, C <= D
        The first C coordinates of the first L centroids, which stay as they are.

    Returns
    -------
    centers : ndarray of float64, shape (K, D)
    wcss : float
        Within-cluster sum of squares of the points.

    Notes
    -----
    Points are assigned in float32, which takes two thirds of the time. Where the distances of two
    centroids agree to seven digits, either may get the point.
    """
    k = len(centers)
    squares = points.squares
    total = float(np.einsum("n,n->", points.weights, squares))
    weighted = points.weights * points.x
    x = points.x.astype(np.float32)
    wcss = np.inf
    for _ in range(max_iter):
        labels, relative = nearest(x, centers.astype(np.float32))
        mass = np.bincount(labels, points.weights, k).astype(np.float64, copy=False)
        if not mass.all():
            cost = points.weights * (relative.min(axis=0) + squares)
            refill_empty(points, labels, cost, mass, locked=len(locked))
        sums = np.stack([np.bincount(labels, axis, k) for axis in weighted], axis=1).astype(
            np.float64, copy=False
        )
        centers = sums / np.maximum(mass, TINY_WEIGHT)[:, None]
        hold_locked(centers, locked)
        before, wcss = wcss, max(0.0, total - wcss_reduction(centers, mass, sums, len(locked)))
        if wcss >= before * (1.0 - gain):
            break
    return centers, wcss


def hold_locked(centers: Floats, locked: Floats) -> None:
    """Set the locked coordinates back to their values, in place."""
    centers[: len(locked), : locked.shape[1]] = locked


def wcss_reduction(centers: Floats, mass: Floats, sums: Floats, n_locked: int) -> float:
    """How much lower the WCSS is with these centroids than with all of them at the origin.

    Parameters
    ----------
    centers : ndarray of float64, shape (K, D)
        Means of their points, except for the first `n_locked`.
    mass, sums : ndarray of float64, shapes (K,) and (K, D)
        As from `cluster_sums`.
    n_locked : int
    """
    gained = float(np.einsum("kd,kd->", sums, centers))
    held = centers[:n_locked]
    off_mean = sums[:n_locked] - mass[:n_locked, None] * held
    return gained + float(np.einsum("kd,kd->", off_mean, held))


def refill_empty(
    points: WeightedPoints, labels: Labels, cost: Floats, mass: Floats, *, locked: int = 0
) -> None:
    """Move the point with the largest error to each empty cluster, unless that empties its own.

    Parameters
    ----------
    points : WeightedPoints
    labels : ndarray of intp, shape (N,)
        Changed in place, as are `cost` and `mass`.
    cost : ndarray of float64, shape (N,)
        Weight times squared distance from the centroid.
    mass : ndarray of float64, shape (K,)
        Weight of each cluster.
    locked : int
        Number of clusters, from the first, that may stay empty.
    """
    for empty in np.flatnonzero(mass[locked:] == 0.0) + locked:
        worst = int(cost.argmax())
        if cost[worst] <= 0.0 or points.weights[worst] >= mass[labels[worst]]:
            return
        mass[labels[worst]] -= points.weights[worst]
        labels[worst] = empty
        mass[empty] = points.weights[worst]
        cost[worst] = 0.0

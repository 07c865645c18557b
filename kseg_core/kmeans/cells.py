"""Colors grouped into small cells, so that exact K-means need not visit every color."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.lloyd import (
    BLOCK,
    NOTHING_LOCKED,
    TINY_WEIGHT,
    Floats,
    Labels,
    WeightedPoints,
    cluster_sums,
    hold_locked,
    nearest,
    wcss_reduction,
)

CELLS = 8192
"""Colors are sorted into at least this many cells where they fill as many, and seldom into more than twice
as many. With fewer, `refine` has to visit more colors; with more, it has to visit more cells."""

FEW_POINTS = 4096
"""Up to this many points, each is a cell of its own."""

REFINE_POINTS = 2_000_000
"""Points that `refine` visits at most, converged or not (about 0.1 s at K = 5)."""

_SLACK = 1e-9
_LEAST_GAIN = 1e-10
_LEVEL_BITS = 7
_ALL_BITS = 3 * _LEVEL_BITS
_COARSEST_BITS = 12
_CELL_BITS = 15
_FIRST_STEP = 0.025
"""About how far centroids move in the first iteration, in mean radii of the cells."""
_NEXT_STEPS = 10.0
"""All further steps of the centroids together are seldom longer than this many times the last one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Weighted points sorted into cells, with each cell's sums.

    Attributes
    ----------
    axes : ndarray of float32, shape (D, N)
        Coordinates of N points, one row per axis.
    weights : ndarray of float64, shape (N,)
    origin : ndarray of float64, shape (D,)
        The weighted mean of all points.
    numbers : ndarray of intp, shape (N,)
        The cell of each point, 0 to C - 1.
    means : WeightedPoints
        C points: the weighted mean of each cell less `origin`, with its whole weight.
    radii : ndarray of float64, shape (C,)
        Largest distance of a point from the mean of its cell.
    keys : ndarray of uint32, shape (C,)
        Where each cell lies, ascending.
    """

    axes: NDArray[np.float32]
    weights: Floats
    origin: Floats
    numbers: NDArray[np.integer]
    means: WeightedPoints
    radii: Floats
    keys: NDArray[np.uint32]

    def merged(self, fewest: int) -> WeightedPoints:
        """The means of larger cells, of which there are at least `fewest`, or of the cells as they are."""
        for bits in range(_COARSEST_BITS, _ALL_BITS):
            starts = np.flatnonzero(np.diff(self.keys >> (_ALL_BITS - bits), prepend=~self.keys[:1]))
            if fewest <= len(starts) < len(self.keys):
                mass = np.add.reduceat(self.means.weights, starts)
                sums = np.add.reduceat(self.means.weights * self.means.x, starts, axis=1)
                return WeightedPoints(x=sums / mass, weights=mass)
        return self.means


def build_cells(features: NDArray[np.float32], weights: NDArray[np.int64], *, few: int = FEW_POINTS) -> Cells:
    """Sort points into boxes, for which the longest extent is divided into 32 to 128 parts.

    Parameters
    ----------
    features : ndarray of float32, shape (N, 3)
    weights : ndarray of int64, shape (N,)
    few : int
        Up to this many points, each is a cell of its own.
    """
    axes, w = np.ascontiguousarray(features.T), weights.astype(np.float64)
    keys, numbers = _cell_numbers(axes, few)
    mass = np.bincount(numbers, w).astype(np.float64, copy=False)
    sums = np.stack([np.bincount(numbers, w * axis) for axis in axes])
    origin = sums.sum(axis=1) / mass.sum()
    means = sums / mass
    from_mean = np.zeros(len(w))
    for axis, mean in zip(axes, means, strict=True):
        from_mean += (axis - mean.take(numbers)) ** 2
    radii = np.zeros(len(mass))
    np.maximum.at(radii, numbers, from_mean)
    return Cells(
        axes=axes,
        weights=w,
        origin=origin,
        numbers=numbers,
        means=WeightedPoints(x=means - origin[:, None], weights=mass),
        radii=np.sqrt(radii),
        keys=keys,
    )


def _cell_numbers(axes: NDArray[np.float32], few: int) -> tuple[NDArray[np.uint32], NDArray[np.integer]]:
    """The key of each cell, ascending, and the number of each point's cell.

    The highest `_COARSEST_BITS` of a key are one of 16 levels for each axis in turn; each further bit halves
    the cells along one axis.
    """
    n = axes.shape[1]
    lowest = axes.min(axis=1, keepdims=True)
    extent = max(float((axes.max(axis=1, keepdims=True) - lowest).max()), 1e-6)
    top = (1 << _LEVEL_BITS) - 1
    all_bits = np.zeros(n, dtype=np.uint32)
    for axis, low, places in zip(axes, lowest, _bit_places(), strict=True):
        levels = np.minimum((axis - low) * np.float32((top + 1) / extent), top).astype(np.uint8)
        all_bits |= places.take(levels)
    if n <= few:
        order = all_bits.argsort(kind="stable")
        numbers = np.empty(n, dtype=np.uint16)
        numbers[order] = np.arange(n)
        return all_bits[order], numbers
    for bits in range(_CELL_BITS, _ALL_BITS + 1):
        key = all_bits >> (_ALL_BITS - bits)
        used = np.flatnonzero(np.bincount(key))
        if len(used) >= min(CELLS, n // 2):
            break
    rank = np.zeros(used[-1] + 1, dtype=np.uint16 if len(used) <= 1 << 16 else np.uint32)
    rank[used] = np.arange(len(used))
    return (used << (_ALL_BITS - bits)).astype(np.uint32), rank.take(key)


def _bit_places() -> NDArray[np.uint32]:
    """Where the bits of a level of each axis stand in a key, shape (3, 128)."""
    levels = np.arange(1 << _LEVEL_BITS, dtype=np.uint32)
    places = np.zeros((3, len(levels)), dtype=np.uint32)
    fine_bits = _LEVEL_BITS - _COARSEST_BITS // 3
    for axis, row in enumerate(places):
        row |= (levels >> fine_bits) << (_ALL_BITS - _COARSEST_BITS // 3 * (axis + 1))
        for bit in range(fine_bits):
            row |= (levels >> bit & 1) << (3 * bit + 2 - axis)
    return places


def refine(
    cells: Cells, centers: Floats, *, max_points: int = REFINE_POINTS, locked: Floats = NOTHING_LOCKED
) -> tuple[Floats, NDArray[np.uint8]]:
    """Lloyd's iterations on all points, until they converge or have visited `max_points`.

    Parameters
    ----------
    cells : Cells
    centers : ndarray of float64, shape (K, D)
        Relative to ``cells.origin``.
    max_points : int
        Bound on the number of points visited in all iterations but the first.
    locked : ndarray of float64, shape (L, C)
        As for `lloyd`, relative to ``cells.origin``.

    Returns
    -------
    centers : ndarray of float64, shape (K, D)
    labels : ndarray of uint8, shape (N,)
        The nearest of these centroids for every point, in the order that `build_cells` was given.

    Notes
    -----
    What is compared with all centroids keeps its own as long as these move less than half the difference of
    the distances to its own and to the second nearest. A cell keeps it with all its points as long as they
    move less than that minus its radius. So the sums of most cells are added as a whole, the points of the
    others are visited once, and again when the centroids have moved so far. The result is the same as if
    all had been compared with all.

    References
    ----------
    G. Hamerly, "Making k-means even faster", 2010.
    """
    k, visited, reduction = len(centers), 0, -np.inf
    step, margin, drift = _FIRST_STEP * float(cells.radii.mean()), 0.0, np.inf
    while True:
        if drift > margin:
            margin = _NEXT_STEPS * step
            cell_labels, room = _nearest_with_room(cells.means.x, centers, cells.radii)
            is_loose = room <= margin
            loose = np.flatnonzero(is_loose.take(cells.numbers))
            x, weights = np.take(cells.axes, loose, axis=1) - cells.origin[:, None], cells.weights[loose]
            labels, until = _nearest_with_room(x, centers)
            whole = np.where(is_loose, 0.0, cells.means.weights)
            totals = _totals(cells.means.x, whole, cell_labels, k) + _totals(x, weights, labels, k)
            drift, looked_at = 0.0, len(is_loose) + len(loose)
        else:
            stale = np.flatnonzero(until <= drift)
            now, room = _nearest_with_room(x[:, stale], centers)
            until[stale] = drift + room
            is_new = now != labels[stale]
            changed, now, looked_at = stale[is_new], now[is_new], len(stale)
            totals -= _totals(x[:, changed], weights[changed], labels[changed], k)
            totals += _totals(x[:, changed], weights[changed], now, k)
            labels[changed] = now
            if not len(changed):
                break
        mass, sums = totals[:, 0], totals[:, 1:]
        moved = np.where(mass[:, None] > 0.0, sums / np.maximum(mass, TINY_WEIGHT)[:, None], centers)
        hold_locked(moved, locked)
        before, reduction = reduction, wcss_reduction(moved, mass, sums, len(locked))
        if visited >= max_points or reduction <= before * (1.0 + _LEAST_GAIN):
            break
        visited += looked_at
        step = float(np.sqrt(((moved - centers) ** 2).sum(axis=1).max()))
        drift += step
        centers = moved
    all_labels = cell_labels.astype(np.uint8).take(cells.numbers)
    all_labels[loose] = labels
    return centers, all_labels


def _totals(x: Floats, weights: Floats, labels: Labels, k: int) -> Floats:
    """Weight and weighted sum of the coordinates of every cluster, shape (K, 1 + D)."""
    mass, sums = cluster_sums(x, weights, labels, k)
    return np.column_stack([mass, sums])


def _nearest_with_room(x: Floats, centers: Floats, radii: Floats | None = None) -> tuple[Labels, Floats]:
    """The nearest centroid of points (D, N), and how far all centroids may move before another can be nearer.

    With radii (N,), the same for all points within these distances; below 0 where these differ already.
    """
    labels, rooms = np.empty(x.shape[1], dtype=np.intp), np.empty(x.shape[1])
    step = centers[:, None] - centers[None]
    gaps = np.sqrt(np.einsum("ijd,ijd->ij", step, step))
    for start in range(0, len(labels), BLOCK):
        block = slice(start, start + BLOCK)
        part = x[:, block]
        nearest_ones, relative = nearest(part, centers)
        columns = np.arange(len(nearest_ones))
        squares = np.einsum("dn,dn->n", part, part)
        own = relative[nearest_ones, columns]
        if radii is None:
            relative[nearest_ones, columns] = np.inf
            room = _root(relative.min(axis=0) + squares) - _root(own + squares)
        else:
            lead = relative - own - 2.0 * gaps[:, nearest_ones] * radii[block]
            sums = _root(relative + squares) + _root(own + squares) + 2.0 * radii[block]
            lead[nearest_ones, columns] = np.inf
            room = (lead / np.maximum(sums, TINY_WEIGHT)).min(axis=0)
        labels[block], rooms[block] = nearest_ones, room / 2.0 * (1.0 - _SLACK) - _SLACK
    return labels, rooms


def _root(squares: Floats) -> Floats:
    roots: Floats = np.sqrt(np.maximum(squares, 0.0))
    return roots

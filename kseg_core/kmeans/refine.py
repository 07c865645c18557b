"""Exact Lloyd's iterations on all points of cells, which visit few of them."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.cells import Cells
from kseg_core.kmeans.lloyd import (
    BLOCK,
    NOTHING_LOCKED,
    TINY_WEIGHT,
    Floats,
    Labels,
    cluster_sums,
    hold_locked,
    nearest,
    wcss_reduction,
)

REFINE_POINTS = 2_000_000
"""Points that `refine` visits at most after the first iteration, converged or not."""

_SLACK = 1e-9
_LEAST_GAIN = 1e-10
_FIRST_STEP = 0.025
"""About how far centroids move in the first iteration, in mean radii of the cells."""
_NEXT_STEPS = 10.0
"""All further steps of the centroids together are seldom longer than this many times the last one."""


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

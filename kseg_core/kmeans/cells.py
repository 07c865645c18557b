"""Colors grouped into small cells, so that exact K-means need not visit every color."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.lloyd import (
    NOTHING_LOCKED,
    Floats,
    Labels,
    WeightedPoints,
    cluster_sums,
    hold_locked,
    nearest,
    wcss_reduction,
)

LEVELS = (16, 32, 64, 128)
"""Cells along the longest axis of the colors; 32 make about 5,000 cells of a photo, 16 of a noisy one."""

FEWEST_CELLS = 2048
"""With fewer cells than this the next finer of `LEVELS` is taken: K-means on few large cells misleads."""

FEW_POINTS = 4096
"""Up to this many points, each is a cell of its own."""

REFINE_POINTS = 2_000_000
"""Points that `refine` visits at most, converged or not (about 0.1 s at K = 5)."""

_SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Weighted points sorted into cells, with each cell's sums.

    Attributes
    ----------
    points : WeightedPoints
        N points, those of a cell side by side, with zero weighted mean.
    order : ndarray of intp, shape (N,)
        Where each point stood before sorting.
    origin : ndarray of float64, shape (D,)
        The weighted mean of all points, which was subtracted from them.
    sizes : ndarray of intp, shape (C,)
        Points in each cell.
    means : WeightedPoints
        C points: the weighted mean of each cell, with its whole weight.
    radii : ndarray of float64, shape (C,)
        Largest distance of a point from the mean of its cell.
    """

    points: WeightedPoints
    order: NDArray[np.intp]
    origin: Floats
    sizes: NDArray[np.intp]
    means: WeightedPoints
    radii: Floats


def build_cells(features: NDArray[np.float32], weights: NDArray[np.int64], *, few: int = FEW_POINTS) -> Cells:
    """Sort points into cubic cells with sides of 1/16 of their longest extent, or finer if those are few.

    Parameters
    ----------
    features : ndarray of float32, shape (N, 3)
    weights : ndarray of int64, shape (N,)
    few : int
        Up to this many points, each is a cell of its own.
    """
    axes = np.ascontiguousarray(features.T)
    key = np.arange(len(features)) if len(features) <= few else _cell_numbers(axes)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    sizes = np.diff(starts, append=len(key))

    w = weights[order].astype(np.float64)
    x = np.take(axes, order, axis=1).astype(np.float64)
    origin = np.einsum("dn,n->d", x, w) / w.sum()
    x -= origin[:, None]
    mass = np.add.reduceat(w, starts)
    means = np.stack([np.add.reduceat(w * axis, starts) for axis in x]) / mass
    from_mean = np.zeros(len(w))
    for axis, mean in zip(x, means, strict=True):
        from_mean += (axis - np.repeat(mean, sizes)) ** 2
    radii = np.sqrt(np.maximum.reduceat(from_mean, starts))
    return Cells(
        points=WeightedPoints(x=x, weights=w),
        order=order,
        origin=origin,
        sizes=sizes,
        means=WeightedPoints(x=means, weights=mass),
        radii=radii,
    )


def _cell_numbers(axes: NDArray[np.float32]) -> NDArray[np.uint16] | NDArray[np.int32]:
    offsets = axes - axes.min(axis=1, keepdims=True)
    extent = max(float(offsets.max()), 1e-6)
    for levels in LEVELS:
        numbers = np.zeros(axes.shape[1], dtype=np.int32)
        for offset in offsets:
            numbers *= levels
            numbers += np.minimum(offset * np.float32(levels / extent), levels - 1).astype(np.int32)
        if np.count_nonzero(np.bincount(numbers)) >= FEWEST_CELLS:
            break
    # Numbers of 16 bits are sorted much faster.
    return numbers.astype(np.uint16) if levels <= 32 else numbers


def refine(
    cells: Cells, centers: Floats, *, max_points: int = REFINE_POINTS, locked: Floats = NOTHING_LOCKED
) -> Floats:
    """Lloyd's iterations on all points, until they converge or have visited `max_points`.

    Parameters
    ----------
    cells : Cells
    centers : ndarray of float64, shape (K, D)
        Relative to ``cells.origin``.
    max_points : int
        Bound on the number of points visited in all iterations; a cell counts as one.
    locked : ndarray of float64, shape (L, C)
        As for `lloyd`, relative to ``cells.origin``.

    Notes
    -----
    A cell whose mean is further from every bisecting plane than the cell's radius belongs to
    one centroid with all its points, so its sums are added as a whole. Only the points of the
    other cells are visited one by one, and compared only with the centroids that are not ruled out
    for their cell. The result is the same as if all had been compared with all.
    """
    k = len(centers)
    visited, reduction = 0, -np.inf
    while visited < max_points:
        labels, candidates = _assign_cells(cells, centers)
        undecided = candidates.any(axis=0)
        members = np.flatnonzero(np.repeat(undecided, cells.sizes))
        x, weights = np.take(cells.points.x, members, axis=1), cells.points.weights[members]
        visited += len(labels) + len(members)
        whole = np.where(undecided, 0.0, cells.means.weights)
        mass, sums = cluster_sums(cells.means.x, whole, labels, k)
        point_labels = _nearest_candidates(x, cells.sizes[undecided], candidates[:, undecided], centers)
        extra = cluster_sums(x, weights, point_labels, k)
        mass += extra[0]
        sums += extra[1]
        moved = np.where(mass[:, None] > 0.0, sums / np.maximum(mass, 1.0)[:, None], centers)
        hold_locked(moved, locked)
        before, reduction = reduction, wcss_reduction(moved, mass, sums, len(locked))
        if reduction <= before:
            break
        centers = moved
    return centers


def assign(cells: Cells, centers: Floats) -> Labels:
    """The nearest centroid of every point, in the order that `build_cells` was given, shape (N,)."""
    cell_labels, candidates = _assign_cells(cells, centers)
    undecided = candidates.any(axis=0)
    sorted_labels = np.repeat(cell_labels, cells.sizes)
    members = np.flatnonzero(np.repeat(undecided, cells.sizes))
    x = np.take(cells.points.x, members, axis=1)
    sorted_labels[members] = _nearest_candidates(x, cells.sizes[undecided], candidates[:, undecided], centers)
    labels = np.empty_like(sorted_labels)
    labels[cells.order] = sorted_labels
    return labels


def _assign_cells(cells: Cells, centers: Floats) -> tuple[Labels, NDArray[np.bool_]]:
    """The nearest centroid of the mean of each cell, and which centroids its points have to be compared with.

    Returns
    -------
    labels : ndarray of intp, shape (C,)
    candidates : ndarray of bool, shape (K, C)
        None for a cell whose points all belong to the centroid of its label.
    """
    labels, relative = nearest(cells.means.x, centers)
    columns = np.arange(len(labels))
    lead = relative - relative[labels, columns]
    step = centers[:, None] - centers[None]
    gaps = np.sqrt(np.einsum("ijd,ijd->ij", step, step))
    close = lead <= 2.0 * gaps[:, labels] * cells.radii * (1.0 + _SLACK) + _SLACK
    close[labels, columns] = False
    close[labels, columns] = close.any(axis=0)
    return labels, close


def _nearest_candidates(
    x: Floats, sizes: NDArray[np.intp], candidates: NDArray[np.bool_], centers: Floats
) -> Labels:
    """The nearest candidate of its cell for each point; the lowest number wins a tie, as in `nearest`.

    Parameters
    ----------
    x : ndarray of float64, shape (D, N)
        The points of the cells, cell by cell.
    sizes : ndarray of intp, shape (C,)
        Points in each cell, N together.
    candidates : ndarray of bool, shape (K, C)
        At least one for each cell.
    centers : ndarray of float64, shape (K, D)
    """
    squares, doubled = np.einsum("kd,kd->k", centers, centers), centers + centers
    lowest = np.full(x.shape[1], np.inf)
    labels = np.zeros(x.shape[1], dtype=np.intp)
    for number, of_cell in enumerate(candidates):
        points = np.flatnonzero(np.repeat(of_cell, sizes))
        relative = squares[number] - doubled[number, 0] * x[0, points]
        for axis in range(1, len(x)):
            relative -= doubled[number, axis] * x[axis, points]
        is_nearer = relative < lowest[points]
        nearer = points[is_nearer]
        lowest[nearer] = relative[is_nearer]
        labels[nearer] = number
    return labels

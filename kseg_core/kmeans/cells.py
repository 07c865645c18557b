"""Colors grouped into small cells, so that exact K-means need not visit every color."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.lloyd import (
    Floats,
    WeightedPoints,
)

CELLS = 8192
"""Colors are sorted into at least this many cells where they fill as many, and seldom into more than twice
as many. With fewer, `refine` has to visit more colors; with more, it has to visit more cells."""

FEW_POINTS = 4096
"""Up to this many points, each is a cell of its own."""

_LEVEL_BITS = 7
_ALL_BITS = 3 * _LEVEL_BITS
_COARSEST_BITS = 12
_CELL_BITS = 15


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
    numbers : ndarray of integers, shape (N,)
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

"""Lloyd's algorithm written down step by step: every assignment and every move until nothing changes."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.lloyd import TINY_WEIGHT, WeightedPoints, cluster_sums, nearest, refill_empty
from kseg_core.kmeans.settings import K_MAX
from kseg_core.steps.seeding import Rows, StepPoints

ROUNDS_MAX = 200
"""Rounds of assigning and moving after which a trace stops short of convergence."""

_DUST = 1e-12


class StepKind(StrEnum):
    """What happens at a step."""

    PLACE = "place"
    ASSIGN = "assign"
    MOVE = "move"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace:
    """All steps of one run. Step 0 places the centroids; then assigning (odd) and moving (even) alternate.

    The last step is an assignment that changes nothing, unless `ROUNDS_MAX` ended the run.

    Attributes
    ----------
    points : StepPoints
    seeds : ndarray of intp, shape (K,)
        The points that the centroids were put on first.
    centers : ndarray of float64, shape (S, K, D)
        The centroids after each step.
    labels : ndarray of uint8, shape (S, N)
        The cluster of each point after each step; `NO_LABEL` at step 0.
    wcss : ndarray of float64, shape (S,)
        Within-cluster sum of squares after each step; infinite at step 0, and never rising.
    changed : ndarray of float64, shape (S,)
        Weight of the points that went to another cluster at each step. At the first assignment that
        is all of it.
    jumped : ndarray of bool, shape (S, K)
        Centroids that an assignment left without points and that were put on the point that cost most.
    converged : bool
        Whether the last assignment changed nothing.
    """

    points: StepPoints
    seeds: Rows
    centers: NDArray[np.float64]
    labels: NDArray[np.uint8]
    wcss: NDArray[np.float64]
    changed: NDArray[np.float64]
    jumped: NDArray[np.bool_]
    converged: bool

    @property
    def n_steps(self) -> int:
        """Steps, the placing included."""
        return len(self.wcss)

    @property
    def n_rounds(self) -> int:
        """Assignments."""
        return self.n_steps // 2

    @property
    def k(self) -> int:
        return int(self.centers.shape[1])

    @property
    def nbytes(self) -> int:
        """Bytes held in memory, those of the points included."""
        arrays = (self.seeds, self.centers, self.labels, self.wcss, self.changed, self.jumped)
        return self.points.nbytes + sum(array.nbytes for array in arrays)

    def kind(self, step: int) -> StepKind:
        """What happens at a step; `END` is the assignment that changes nothing."""
        if step == 0:
            return StepKind.PLACE
        if self.converged and step == self.n_steps - 1:
            return StepKind.END
        return StepKind.ASSIGN if step % 2 else StepKind.MOVE

    def moved(self, step: int) -> NDArray[np.float64]:
        """How far each centroid went at a step, shape (K,)."""
        before = self.centers[max(step - 1, 0)]
        distances: NDArray[np.float64] = np.linalg.norm(self.centers[step] - before, axis=1)
        return distances


def trace_steps(points: StepPoints, rows: Rows, *, max_rounds: int = ROUNDS_MAX) -> Trace:
    """Run weighted K-means from given points and keep every step.

    Parameters
    ----------
    points : StepPoints
    rows : ndarray of intp, shape (K,)
        The points on which the centroids start, as `choose_seeds` gives them.
    max_rounds : int
        Bound on the rounds.

    Raises
    ------
    SettingsError
        If no point to start from is given, or more than `K_MAX`.

    Notes
    -----
    As `kseg_core.kmeans.lloyd.lloyd`, but assigned in float64: a point at equal distance from two
    centroids goes to the one of lower number, and a centroid that is nearest to no point jumps to the
    point that costs most, in the assignment that found it so. Where no point can be spared it stays
    where it is. Both halves of a round lower the WCSS or leave it: assigning chooses the smallest
    distance for every point, moving puts each centroid on the mean, which minimizes the sum of squared
    distances.
    """
    if not 1 <= len(rows) <= K_MAX:
        raise SettingsError(f"K-means needs 1 to {K_MAX} points to start from.")
    origin = np.average(points.positions, axis=0, weights=points.weights)
    weighted = WeightedPoints(
        x=np.ascontiguousarray((points.positions - origin).T), weights=points.weights.astype(np.float64)
    )
    centers = weighted.x.T[rows].copy()
    k = len(centers)
    labels = np.full(points.n_points, NO_LABEL, dtype=np.intp)
    nobody = np.zeros(k, dtype=np.bool_)
    steps = [(centers, labels, nobody)]
    converged = False
    while not converged and len(steps) // 2 < max_rounds:
        before = labels
        labels, centers, jumped = _assign(weighted, centers)
        steps.append((centers, labels, jumped))
        converged = bool((labels == before).all()) and not jumped.any()
        if not converged:
            mass, sums = cluster_sums(weighted.x, weighted.weights, labels, k)
            centers = np.where(mass[:, None] > 0.0, sums / np.maximum(mass, TINY_WEIGHT)[:, None], centers)
            steps.append((centers, labels, nobody))
    costs = [_cost(weighted, centers, labels) for centers, labels, _ in steps[1:]]
    all_labels = np.stack([labels for _, labels, _ in steps]).astype(np.uint8)
    changed = [weighted.weights[moved].sum() for moved in all_labels[1:] != all_labels[:-1]]
    return Trace(
        points=points,
        seeds=rows,
        centers=np.stack([centers for centers, _, _ in steps]) + origin,
        labels=all_labels,
        wcss=np.array([np.inf, *costs]),
        changed=np.array([0.0, *changed]),
        jumped=np.stack([jumped for _, _, jumped in steps]),
        converged=converged,
    )


def _assign(
    points: WeightedPoints, centers: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
    labels, relative = nearest(points.x, centers)
    mass = np.bincount(labels, points.weights, len(centers)).astype(np.float64, copy=False)
    empty = mass == 0.0
    if not empty.any():
        return labels, centers, empty
    squares = points.squares
    distances = relative.min(axis=0) + squares
    # Rounding alone must not look like a distance, or centroids would jump between equal points forever.
    distances[distances <= _DUST * squares.max()] = 0.0
    refill_empty(points, labels, points.weights * distances, mass)
    jumped = empty & (mass > 0.0)
    centers = centers.copy()
    for cluster in np.flatnonzero(jumped):
        centers[cluster] = points.x[:, labels == cluster][:, 0]
    return labels, centers, jumped


def _cost(points: WeightedPoints, centers: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    step = points.x - centers.T[:, labels]
    return float(np.einsum("n,dn,dn->", points.weights, step, step))

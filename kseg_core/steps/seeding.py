"""Where the first centroids are placed: four ways to start K-means, good ones and bad ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.kmeans.settings import K_MAX, K_MIN

Rows = NDArray[np.intp]


class Seeding(StrEnum):
    """How the first centroids are chosen. The values are the names shown to people."""

    KMEANS_PP = "k-means++"
    RANDOM = "Random points"
    LEFTMOST = "Leftmost points"
    CHOSEN = "Points you click"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StepPoints:
    """The points that K-means works on, step by step.

    Attributes
    ----------
    positions : ndarray of float64, shape (N, D)
        Finite; rows may repeat.
    weights : ndarray of float64, shape (N,)
        How many pixels (or customers) each point stands for, all > 0.
    colors : ndarray of uint8, shape (N, 3)
        RGB in which each point is drawn before it belongs to a cluster.

    Raises
    ------
    SettingsError
        If there is no point, or the arrays do not fit each other.
    """

    positions: NDArray[np.float64]
    weights: NDArray[np.float64]
    colors: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.positions.ndim != 2 or not self.positions.size:
            raise SettingsError("K-means needs at least one point.")
        if self.weights.shape != (len(self.positions),) or self.colors.shape != (len(self.positions), 3):
            raise SettingsError("Every point needs one weight and one color.")
        if not np.isfinite(self.positions).all() or not (self.weights > 0).all():
            raise SettingsError("Points need finite positions and weights above 0.")
        for array in (self.positions, self.weights, self.colors):
            array.flags.writeable = False

    @property
    def n_points(self) -> int:
        return len(self.positions)

    @property
    def total(self) -> float:
        """Pixels that all points stand for together."""
        return float(self.weights.sum())

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return self.positions.nbytes + self.weights.nbytes + self.colors.nbytes


def choose_seeds(
    points: StepPoints, k: int, seeding: Seeding, *, seed: int | Sequence[int] = 0, chosen: Sequence[int] = ()
) -> Rows:
    """The points on which the first centroids are put.

    Parameters
    ----------
    points : StepPoints
    k : int
        `K_MIN` to `K_MAX`; `Seeding.CHOSEN` does not read it.
    seeding : Seeding
    seed : int or sequence of int
        For the two that draw.
    chosen : sequence of int
        Rows of the points that `Seeding.CHOSEN` takes, in this order.

    Returns
    -------
    ndarray of intp, shape (K',)
        Rows of `points` at distinct positions: `k` of them, or as many as there are.

    Raises
    ------
    SettingsError
        If `k` or a chosen row is out of range, or no row is chosen where they are asked for.

    Notes
    -----
    ``k-means++`` draws the first point by weight and every further one in proportion to its weight
    times its squared distance from the nearest point drawn before. ``Random points`` draws by weight
    alone, as a random pixel would be. ``Leftmost points`` takes the lowest values on the first axis:
    all centroids start in one corner, which is about as bad as a start can be.

    References
    ----------
    D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
    """
    if seeding is Seeding.CHOSEN:
        return _chosen(points, chosen)
    if not K_MIN <= k <= K_MAX:
        raise SettingsError(f"K is {k}; it must be a whole number from {K_MIN} to {K_MAX}.")
    distinct, first, places = np.unique(points.positions, axis=0, return_index=True, return_inverse=True)
    k = min(k, len(distinct))
    if seeding is Seeding.LEFTMOST:
        return first[:k]
    weights = np.bincount(places.reshape(-1), points.weights).astype(np.float64, copy=False)
    rng = np.random.default_rng(seed)
    if seeding is Seeding.RANDOM:
        return first[rng.choice(len(distinct), size=k, replace=False, p=weights / weights.sum())]
    return first[_spread(distinct, weights, k, rng)]


def _spread(
    positions: NDArray[np.float64], weights: NDArray[np.float64], k: int, rng: np.random.Generator
) -> Rows:
    drawn = [_draw(weights, rng)]
    cost = np.full(len(weights), np.inf)
    while len(drawn) < k:
        step = positions - positions[drawn[-1]]
        cost = np.minimum(cost, np.einsum("nd,nd->n", step, step))
        if not cost.any():
            # Positions so close that their squared distance is 0.
            break
        drawn.append(_draw(weights * cost, rng))
    return np.array(drawn, dtype=np.intp)


def _draw(chances: NDArray[np.float64], rng: np.random.Generator) -> int:
    ladder = np.cumsum(chances)
    return int(np.searchsorted(ladder, rng.random() * ladder[-1], side="right"))


def _chosen(points: StepPoints, rows: Sequence[int]) -> Rows:
    if not rows:
        raise SettingsError("Click at least one point to start from.")
    if len(rows) > K_MAX:
        raise SettingsError(f"At most {K_MAX} points can be chosen.")
    if min(rows) < 0 or max(rows) >= points.n_points:
        raise SettingsError(f"There are points 0 to {points.n_points - 1} to choose from.")
    _, first = np.unique(points.positions[list(rows)], axis=0, return_index=True)
    return np.array(rows, dtype=np.intp)[np.sort(first)]

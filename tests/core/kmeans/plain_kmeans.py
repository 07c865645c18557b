"""K-means as in the textbook, on every row: the measure of the engine."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def squared_distances(x: Floats, centers: Floats) -> Floats:
    """From every row of x (N, D) to every center (K, D): shape (N, K)."""
    return ((x[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)


def plain_wcss(x: Floats, centers: Floats, weights: Floats | None = None) -> float:
    nearest = squared_distances(x, centers).min(axis=1)
    return float((nearest if weights is None else nearest * weights).sum())


def best_of_restarts(x: Floats, weights: Floats, k: int, *, restarts: int) -> float:
    """Lowest WCSS of several runs to convergence from k-means++ seeds."""
    rng = np.random.default_rng(12345)
    return min(_run(x, weights, _seed_centers(x, weights, k, rng)) for _ in range(restarts))


def _seed_centers(x: Floats, weights: Floats, k: int, rng: np.random.Generator) -> Floats:
    chosen = [rng.choice(len(x), p=weights / weights.sum())]
    for _ in range(1, k):
        cost = weights * squared_distances(x, x[chosen]).min(axis=1)
        chosen.append(rng.choice(len(x), p=cost / cost.sum()))
    return x[chosen]


def _run(x: Floats, weights: Floats, centers: Floats) -> float:
    squares = (weights * (x**2).sum(axis=1)).sum()
    before = np.inf
    while True:
        # |x - c|² = |x|² - 2 x·c + |c|², of which |x|² decides nothing
        labels = ((centers**2).sum(axis=1) - 2.0 * x @ centers.T).argmin(axis=1)
        mass = np.bincount(labels, weights, len(centers))
        sums = np.stack([np.bincount(labels, weights * axis, len(centers)) for axis in x.T], axis=1)
        centers = np.where(mass[:, None] > 0, sums / np.maximum(mass, 1e-12)[:, None], centers)
        wcss = float(squares - (sums * centers).sum())
        if wcss >= before * (1.0 - 1e-9):
            return wcss
        before = wcss

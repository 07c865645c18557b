"""Weighted points for the tests of Lloyd's iterations and of the search."""

import numpy as np

from kseg_core.kmeans.lloyd import WeightedPoints


def random_points(seed: int, n: int = 80) -> WeightedPoints:
    rng = np.random.default_rng(seed)
    x, weights = rng.normal(0.0, 40.0, (3, n)), rng.integers(1, 50, n).astype(float)
    return WeightedPoints(x=x - np.average(x, axis=1, weights=weights)[:, None], weights=weights)


def pairs(*places: float) -> WeightedPoints:
    """Two points of weight 1, one unit either side of each place on a line."""
    line = np.array([place + side for place in places for side in (-1.0, 1.0)])
    return WeightedPoints(x=np.stack([line, 0 * line, 0 * line]), weights=np.ones(len(line)))


def on_line(*places: float) -> np.ndarray:
    return np.array([[place, 0.0, 0.0] for place in places])

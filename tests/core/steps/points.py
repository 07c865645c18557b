"""Points for the tests of K-means step by step."""

import numpy as np
from numpy.typing import ArrayLike

from kseg_core.steps.seeding import StepPoints


def step_points(positions: ArrayLike, weights: ArrayLike | None = None) -> StepPoints:
    """Points (N, D), weight 1 unless said; their color tells their row."""
    at = np.atleast_2d(np.array(positions, dtype=float))
    rows = np.arange(len(at), dtype=np.uint8)
    return StepPoints(
        positions=at,
        weights=np.ones(len(at)) if weights is None else np.array(weights, dtype=float),
        colors=np.stack([rows, rows, rows], axis=1),
    )


def scattered(seed: int, *, n: int = 300, dims: int = 3) -> StepPoints:
    rng = np.random.default_rng(seed)
    return step_points(rng.normal(100.0, 40.0, (n, dims)), rng.integers(1, 50, n))


def on_line(*places: float) -> StepPoints:
    return step_points([[place, 0.0] for place in places])

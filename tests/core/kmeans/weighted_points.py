"""Weighted points of several kinds, in cells and out of them."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.kmeans.cells import Cells
from kseg_core.kmeans.lloyd import Floats, cluster_sums, nearest

SEEDS = st.integers(0, 2**32 - 1)
WITHOUT_TIES = st.sampled_from(["uniform", "clumps", "line"])
KINDS = st.one_of(WITHOUT_TIES, st.just("levels"))


def make_features(kind: str, seed: int, n: int = 700) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    features = {
        "uniform": lambda: rng.random((n, 3)) * 255,
        "clumps": lambda: rng.random((5, 3))[rng.integers(5, size=n)] * 200 + rng.normal(0.0, 3.0, (n, 3)),
        "line": lambda: np.outer(rng.random(n), [100.0, -50.0, 3.0]),
        "levels": lambda: rng.integers(0, 4, (n, 3)),
    }[kind]()
    return features.astype(np.float32), rng.integers(1, 1000, n)


def centered(cells: Cells) -> Floats:
    """The points (N, 3) less the origin."""
    return (cells.axes - cells.origin[:, None]).T


def plain_lloyd(x: Floats, weights: Floats, centers: Floats) -> Floats:
    """Lloyd on all points until nothing moves."""
    for _ in range(500):
        mass, sums = cluster_sums(x.T, weights, nearest(x.T, centers)[0], len(centers))
        moved = np.where(mass[:, None] > 0.0, sums / np.maximum(mass, 1.0)[:, None], centers)
        if np.allclose(moved, centers, rtol=0.0, atol=1e-12):
            return moved
        centers = moved
    raise AssertionError("did not settle")

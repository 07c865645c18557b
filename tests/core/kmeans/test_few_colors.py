"""Pictures of few colors, some of them rare, get the optimum."""

import numpy as np
import pytest

from kseg_core.kmeans.search import SWAP_POINTS
from kseg_core.kmeans.segment import fit_colors
from kseg_core.kmeans.settings import KMeansSettings


def optimal_wcss(grays: np.ndarray, counts: np.ndarray, k: int) -> float:
    """Lowest WCSS of sorted grays, by dynamic programming: clusters on a line are intervals."""
    n = len(grays)
    cost = np.full((n, n + 1), np.inf)
    for first in range(n):
        for end in range(first + 1, n + 1):
            part, weights = grays[first:end], counts[first:end]
            cost[first, end] = 3.0 * weights @ (part - np.average(part, weights=weights)) ** 2
    lowest = cost[0]
    for _ in range(k - 1):
        lowest = (lowest[:n, None] + cost).min(axis=0)
        lowest[0] = np.inf
    return float(lowest[n])


@pytest.mark.parametrize("seed", [217, 270, 279, 328, 350, 359, 432, 563, 602, 612])
def test_grays_with_rare_accents_get_the_optimum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(14, SWAP_POINTS + 1))
    grays = np.sort(rng.choice(256, n, replace=False)).astype(np.float64)
    counts = (10.0 ** rng.uniform(0.0, 6.0, n)).astype(np.int64)
    features = np.repeat(grays[:, None], 3, axis=1).astype(np.float32)
    k = int(rng.integers(2, 13))
    centers, labels = fit_colors(features, counts, KMeansSettings(k=k, seed=seed))
    wcss = float(counts @ ((features - centers[labels]) ** 2).sum(axis=1, dtype=np.float64))
    assert wcss <= optimal_wcss(grays, counts, k) * 1.001

"""Pictures of few colors, some of them rare, get the optimum."""

import itertools

import numpy as np
import pytest

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.kmeans.fit import fit_colors
from kseg_core.kmeans.search import SWAP_POINTS
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
    assert wcss_of(features, counts, KMeansSettings(k=k, seed=seed)) <= optimal_wcss(grays, counts, k) * 1.001


def random_colors(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng([7, seed])
    colors = rng.choice(256**3, n, replace=False)
    rgb = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1).astype(np.uint8)
    return rgb, (10.0 ** rng.uniform(0.0, 6.0, n)).astype(np.int64)


def wcss_of(features: np.ndarray, counts: np.ndarray, settings: KMeansSettings) -> float:
    centers, labels = fit_colors(features, counts, settings)
    return float(counts @ ((features - centers[labels]) ** 2).sum(axis=1, dtype=np.float64))


def best_partition(features: np.ndarray, counts: np.ndarray, k: int, locked: np.ndarray) -> float:
    """Lowest WCSS of all ways to label the colors; cluster l < L has the locked centroid l."""
    labels = np.array(list(itertools.product(range(k), repeat=len(features))))
    member = (labels[:, :, None] == np.arange(k)) * counts[None, :, None].astype(np.float64)
    mass = member.sum(axis=1)
    exact = features.astype(np.float64)
    means = np.einsum("pnk,nd->pkd", member, exact) / np.maximum(mass, 1e-12)[..., None]
    means[:, : len(locked)] = locked
    off_center = exact - means[np.arange(len(labels))[:, None], labels]
    return float(np.einsum("n,pnd,pnd->p", counts.astype(np.float64), off_center, off_center).min())


@pytest.mark.parametrize("space", ColorSpace)
@pytest.mark.parametrize("n_locked", [0, 1, 2])
def test_every_space_gets_the_optimum_of_all_partitions(space: ColorSpace, n_locked: int) -> None:
    for seed in range(3):
        colors, counts = random_colors(seed, 8)
        locked = random_colors(seed + 50, 2)[0][:n_locked]
        settings = KMeansSettings(k=3, color_space=space, locked=tuple(map(tuple, locked.tolist())))
        features = to_space(colors, space)
        best = best_partition(features, counts, 3, to_space(locked, space) if n_locked else locked)
        assert wcss_of(features, counts, settings) <= best * (1.0 + 1e-5)


@pytest.mark.parametrize("k", [5, 12])
def test_the_seed_does_not_change_the_optimum(k: int) -> None:
    colors, counts = random_colors(k, 40)
    features = colors.astype(np.float32)
    found = [wcss_of(features, counts, KMeansSettings(k=k, seed=seed)) for seed in range(4)]
    assert found == pytest.approx([found[0]] * 4, rel=1e-6)

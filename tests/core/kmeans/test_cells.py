import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.kmeans.cells import Cells, build_cells
from kseg_core.kmeans.lloyd import Floats, cluster_sums, nearest
from kseg_core.kmeans.refine import refine
from kseg_core.kmeans.settings import K_MAX
from tests.core.kmeans.plain_kmeans import plain_wcss, squared_distances

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


@given(KINDS, SEEDS)
def test_cells_hold_every_point_once_with_their_sums(kind: str, seed: int) -> None:
    features, weights = make_features(kind, seed)
    cells = build_cells(features, weights, few=0)
    np.testing.assert_array_equal(cells.axes.T, features)
    np.testing.assert_allclose(cells.origin, np.average(features, axis=0, weights=weights), rtol=1e-5)

    mass, sums = cluster_sums(centered(cells).T, cells.weights, cells.numbers, len(cells.keys))
    np.testing.assert_allclose(cells.means.weights, mass)
    np.testing.assert_allclose(cells.means.x, (sums / mass[:, None]).T, atol=1e-9)
    off = np.linalg.norm(centered(cells).T - cells.means.x[:, cells.numbers], axis=0)
    for cell in range(0, len(cells.keys), 37):
        assert cells.radii[cell] == pytest.approx(off[cells.numbers == cell].max(), abs=1e-9)


@given(KINDS, SEEDS, st.sampled_from([1, 50, 300, 10**6]))
def test_merged_cells_keep_the_sums(kind: str, seed: int, fewest: int) -> None:
    cells = build_cells(*make_features(kind, seed), few=0)
    merged = cells.merged(fewest)
    assert np.all(np.diff(cells.keys.astype(np.int64)) >= 0)
    assert min(fewest, len(cells.keys)) <= len(merged.weights) <= len(cells.keys)
    assert merged.weights.sum() == pytest.approx(cells.means.weights.sum())
    np.testing.assert_allclose(
        (merged.weights * merged.x).sum(axis=1), (cells.means.weights * cells.means.x).sum(axis=1), atol=1e-4
    )


def test_points_of_a_cell_are_close() -> None:
    cells = build_cells(*make_features("uniform", 0, n=20_000))
    assert cells.radii.max() <= 3**0.5 * 255 / 32
    assert 2048 <= len(cells.keys) <= 32**3


def test_cells_are_finer_where_coarse_ones_would_be_few() -> None:
    x, y = np.meshgrid(np.arange(100.0), np.arange(100.0))
    plane = np.column_stack([x.ravel(), y.ravel(), 0 * x.ravel()]).astype(np.float32)
    cells = build_cells(plane, np.ones(len(plane), np.int64))
    assert len(cells.keys) == 100 * 64
    assert cells.radii.max() < 2**0.5 * 100 / 64


def test_few_points_are_cells_of_their_own() -> None:
    features, weights = make_features("levels", 0)
    cells = build_cells(features, weights)
    assert len(cells.keys) == len(features)
    assert cells.radii.max() < 1e-12
    np.testing.assert_allclose(cells.means.x.T[cells.numbers], centered(cells), atol=1e-12)
    centers = centered(cells)[[0, 9, 99]]
    np.testing.assert_array_equal(
        refine(cells, centers, max_points=0)[1], nearest(centered(cells).T, centers)[0]
    )


@given(KINDS, SEEDS, st.integers(1, K_MAX))
def test_labels_equal_looking_at_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed)
    cells = build_cells(features, weights, few=0)
    rng = np.random.default_rng(seed)
    centers = centered(cells)[rng.integers(len(features), size=k)] + rng.normal(0.0, 5.0, (k, 3))
    labels = refine(cells, centers, max_points=0)[1]
    np.testing.assert_array_equal(labels, nearest(centered(cells).T, centers)[0])
    distances = squared_distances(centered(cells), centers)
    chosen = distances[np.arange(len(labels)), labels]
    np.testing.assert_allclose(chosen, distances.min(axis=1), atol=1e-6)


@given(WITHOUT_TIES, SEEDS, st.integers(1, 16))
def test_refine_equals_lloyd_on_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined, _ = refine(cells, start)
    np.testing.assert_allclose(refined, plain_lloyd(x, w, start), atol=1e-6)


@given(KINDS, SEEDS, st.integers(1, 16))
def test_refine_ends_where_every_centroid_is_the_mean_of_its_points(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined, labels = refine(cells, start)
    assert plain_wcss(x, refined, w) <= plain_wcss(x, start, w)
    mass, sums = cluster_sums(x.T, w, labels, k)
    owned = mass > 0.0
    np.testing.assert_allclose(refined[owned], sums[owned] / mass[owned, None], atol=1e-6)


def test_refine_stops_when_its_work_is_used_up() -> None:
    features, weights = make_features("uniform", 0)
    cells = build_cells(features, weights, few=0)
    x, w = centered(cells), weights.astype(float)
    start = x[:8]
    np.testing.assert_array_equal(refine(cells, start, max_points=0)[0], start)
    errors = [
        plain_wcss(x, refine(cells, start, max_points=most)[0], w) for most in (0, 1, 3_000, 10_000_000)
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > errors[1] > errors[2] > errors[3]


def test_points_that_are_all_the_same() -> None:
    cells = build_cells(np.full((5, 3), 7.0, np.float32), np.arange(1, 6), few=0)
    assert cells.numbers.tolist() == [0] * 5
    centers = np.array([[9.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert refine(cells, centers, max_points=0)[1].tolist() == [1] * 5

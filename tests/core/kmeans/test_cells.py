import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.kmeans.cells import Cells, assign, build_cells, refine
from kseg_core.kmeans.lloyd import Floats, cluster_sums, nearest
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


def original_points(cells: Cells) -> Floats:
    """The points (N, 3) in the order they came in, less the origin."""
    points = np.empty_like(cells.points.x.T)
    points[cells.order] = cells.points.x.T
    return points


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
    assert cells.sizes.sum() == len(features)
    assert sorted(cells.order) == list(range(len(features)))
    np.testing.assert_allclose(original_points(cells) + cells.origin, features, atol=1e-4)
    np.testing.assert_allclose(cells.origin, np.average(features, axis=0, weights=weights), rtol=1e-5)

    cell_of_point = np.repeat(np.arange(len(cells.sizes)), cells.sizes)
    mass, sums = cluster_sums(cells.points.x, cells.points.weights, cell_of_point, len(cells.sizes))
    np.testing.assert_allclose(cells.means.weights, mass)
    np.testing.assert_allclose(cells.means.x, (sums / mass[:, None]).T, atol=1e-9)
    off = np.linalg.norm(cells.points.x - cells.means.x[:, cell_of_point], axis=0)
    for cell in range(0, len(cells.sizes), 37):
        assert cells.radii[cell] == pytest.approx(off[cell_of_point == cell].max(), abs=1e-9)


def test_points_of_a_cell_are_close() -> None:
    cells = build_cells(*make_features("uniform", 0, n=20_000))
    assert cells.radii.max() <= 3**0.5 * 255 / 16
    assert 2048 <= len(cells.sizes) <= 16**3


def test_cells_are_finer_where_coarse_ones_would_be_few() -> None:
    x, y = np.meshgrid(np.arange(100.0), np.arange(100.0))
    plane = np.column_stack([x.ravel(), y.ravel(), 0 * x.ravel()]).astype(np.float32)
    cells = build_cells(plane, np.ones(len(plane), np.int64))
    assert len(cells.sizes) == 64**2
    assert cells.radii.max() < 2**0.5 * 100 / 64


def test_few_points_are_cells_of_their_own() -> None:
    features, weights = make_features("levels", 0)
    cells = build_cells(features, weights)
    assert len(cells.sizes) == len(features)
    assert cells.radii.max() < 1e-12
    np.testing.assert_allclose(cells.means.x, cells.points.x, atol=1e-12)
    centers = original_points(cells)[[0, 9, 99]]
    np.testing.assert_array_equal(assign(cells, centers), nearest(original_points(cells).T, centers)[0])


@given(KINDS, SEEDS, st.integers(1, K_MAX))
def test_assign_equals_looking_at_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed)
    cells = build_cells(features, weights, few=0)
    rng = np.random.default_rng(seed)
    centers = original_points(cells)[rng.integers(len(features), size=k)] + rng.normal(0.0, 5.0, (k, 3))
    labels = assign(cells, centers)
    np.testing.assert_array_equal(labels, nearest(original_points(cells).T, centers)[0])
    distances = squared_distances(original_points(cells), centers)
    chosen = distances[np.arange(len(labels)), labels]
    np.testing.assert_allclose(chosen, distances.min(axis=1), atol=1e-6)


@given(WITHOUT_TIES, SEEDS, st.integers(1, 16))
def test_refine_equals_lloyd_on_every_point(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = original_points(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined = refine(cells, start)
    np.testing.assert_allclose(refined, plain_lloyd(x, w, start), atol=1e-6)


@given(KINDS, SEEDS, st.integers(1, 16))
def test_refine_ends_where_every_centroid_is_the_mean_of_its_points(kind: str, seed: int, k: int) -> None:
    features, weights = make_features(kind, seed, n=400)
    cells = build_cells(features, weights, few=0)
    x, w = original_points(cells), weights.astype(float)
    start = x[np.random.default_rng(seed).choice(len(x), k, replace=False)]
    refined = refine(cells, start)
    assert plain_wcss(x, refined, w) <= plain_wcss(x, start, w)
    mass, sums = cluster_sums(x.T, w, assign(cells, refined), k)
    owned = mass > 0.0
    np.testing.assert_allclose(refined[owned], sums[owned] / mass[owned, None], atol=1e-6)


def test_refine_stops_when_its_work_is_used_up() -> None:
    features, weights = make_features("uniform", 0)
    cells = build_cells(features, weights, few=0)
    x, w = original_points(cells), weights.astype(float)
    start = x[:8]
    np.testing.assert_array_equal(refine(cells, start, max_points=0), start)
    errors = [plain_wcss(x, refine(cells, start, max_points=most), w) for most in (0, 1, 3_000, 10_000_000)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > errors[1] > errors[2] > errors[3]


def test_points_that_are_all_the_same() -> None:
    cells = build_cells(np.full((5, 3), 7.0, np.float32), np.arange(1, 6), few=0)
    assert cells.sizes.tolist() == [5]
    assert assign(cells, np.array([[9.0, 0.0, 0.0], [0.0, 0.0, 0.0]])).tolist() == [1] * 5

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.lloyd import cluster_sums, nearest
from kseg_core.kmeans.refine import refine
from tests.core.kmeans.weighted_points import KINDS, SEEDS, centered, make_features


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


def test_points_that_are_all_the_same() -> None:
    cells = build_cells(np.full((5, 3), 7.0, np.float32), np.arange(1, 6), few=0)
    assert cells.numbers.tolist() == [0] * 5
    centers = np.array([[9.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert refine(cells, centers, max_points=0)[1].tolist() == [1] * 5

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.kmeans.lloyd import WeightedPoints, cluster_sums, lloyd, nearest
from tests.core.kmeans.plain_kmeans import plain_wcss, squared_distances
from tests.core.weighted_points import on_line, pairs, random_points

SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS, st.integers(1, 9))
def test_nearest_finds_the_smallest_distance(seed: int, k: int) -> None:
    points = random_points(seed)
    centers = np.random.default_rng(seed + 1).normal(0.0, 40.0, (k, 3))
    labels, relative = nearest(points.x, centers)
    expected = squared_distances(points.x.T, centers)
    np.testing.assert_array_equal(labels, expected.argmin(axis=1))
    np.testing.assert_allclose(relative + points.squares, expected.T, atol=1e-6)


def test_nearest_takes_features_of_five_axes() -> None:
    rng = np.random.default_rng(0)
    x, centers = rng.random((5, 40)), rng.random((4, 5))
    np.testing.assert_array_equal(nearest(x, centers)[0], squared_distances(x.T, centers).argmin(axis=1))


def test_the_lowest_number_wins_a_tie() -> None:
    assert nearest(np.zeros((3, 1)), on_line(2.0, -2.0, 2.0))[0].tolist() == [0]


def test_cluster_sums_weigh() -> None:
    x = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0], [5.0, 5.0, 5.0]])
    mass, sums = cluster_sums(x, np.array([1.0, 2.0, 4.0]), np.array([0, 2, 0]), 3)
    assert mass.tolist() == [5.0, 0.0, 2.0]
    assert sums.tolist() == [[13.0, 0.0, 25.0], [0.0, 0.0, 0.0], [4.0, 2.0, 10.0]]


def test_lloyd_on_two_pairs() -> None:
    centers, wcss = lloyd(pairs(-10.0, 10.0), on_line(-1.0, 3.0))
    assert centers.tolist() == on_line(-10.0, 10.0).tolist()
    assert wcss == pytest.approx(4.0)


@given(SEEDS, st.integers(1, 6))
def test_more_iterations_never_raise_the_wcss(seed: int, k: int) -> None:
    points = random_points(seed)
    start = points.x[:, :k].T
    held = [lloyd(points, start, max_iter=steps, gain=0.0)[1] for steps in (1, 2, 4, 8, 100)]
    assert held == sorted(held, reverse=True)


@given(SEEDS, st.integers(1, 6))
def test_lloyd_ends_where_every_centroid_is_the_mean_of_its_points(seed: int, k: int) -> None:
    points = random_points(seed)
    centers, wcss = lloyd(points, points.x[:, :k].T, gain=0.0)
    mass, sums = cluster_sums(points.x, points.weights, nearest(points.x, centers)[0], k)
    np.testing.assert_allclose(centers, sums / mass[:, None], atol=1e-9)
    assert wcss == pytest.approx(plain_wcss(points.x.T, centers, points.weights), rel=1e-9)


def test_a_weight_of_three_is_three_points() -> None:
    points = random_points(3, n=30)
    weights = np.arange(30.0) % 3 + 1
    weighted = WeightedPoints(x=points.x, weights=weights)
    repeated = WeightedPoints(
        x=np.repeat(points.x, weights.astype(int), axis=1), weights=np.ones(int(weights.sum()))
    )
    start = points.x[:, :4].T
    np.testing.assert_allclose(lloyd(weighted, start)[0], lloyd(repeated, start)[0], atol=1e-9)


def test_a_centroid_without_points_is_put_to_use() -> None:
    centers, wcss = lloyd(pairs(-10.0, 10.0), on_line(-10.0, 10.0, 500.0, 600.0))
    assert wcss == pytest.approx(0.0, abs=1e-9)
    assert sorted(centers[:, 0]) == [-11.0, -9.0, 9.0, 11.0]


def test_more_centroids_than_points_do_no_harm() -> None:
    one = WeightedPoints(x=np.zeros((3, 1)), weights=np.array([7.0]))
    centers, wcss = lloyd(one, on_line(0.0, 1.0, 2.0))
    assert wcss == 0.0
    assert centers.shape == (3, 3)
    assert np.isfinite(centers).all()

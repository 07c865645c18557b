import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.kmeans.exchange import hartigan_exchange
from kseg_core.kmeans.lloyd import WeightedPoints, cluster_sums, lloyd, nearest
from kseg_core.kmeans.search import breathing_kmeans, search
from tests.core.kmeans.plain_kmeans import plain_wcss
from tests.core.weighted_points import on_line, pairs, random_points

SEEDS = st.integers(0, 2**32 - 1)


def test_breathing_frees_a_centroid_that_is_badly_placed() -> None:
    points = pairs(-300.0, -100.0, 100.0, 300.0)
    stuck = on_line(-301.0, -299.0, -100.0, 200.0)
    assert lloyd(points, stuck)[1] > 10_000.0
    centers, wcss = breathing_kmeans(points, stuck, np.random.default_rng(0))
    assert wcss == pytest.approx(8.0)
    np.testing.assert_allclose(np.sort(centers[:, 0]), [-300.0, -100.0, 100.0, 300.0])


@given(SEEDS, st.integers(1, 8))
def test_breathing_is_never_worse_than_lloyd(seed: int, k: int) -> None:
    points = random_points(seed)
    start = points.x[:, :k].T
    centers, wcss = breathing_kmeans(points, start, np.random.default_rng(seed))
    assert centers.shape == (k, 3)
    assert wcss <= lloyd(points, start)[1]
    assert wcss == pytest.approx(plain_wcss(points.x.T, centers, points.weights), rel=1e-3)


def test_search_keeps_the_best_start() -> None:
    points = random_points(11, n=300)
    starts = [points.x[:, first : first + 7].T for first in (0, 50, 100)]
    alone = [breathing_kmeans(points, start, np.random.default_rng(0))[1] for start in starts]
    found = search(points, starts, np.random.default_rng(0))
    assert plain_wcss(points.x.T, found, points.weights) <= alone[0]
    assert plain_wcss(points.x.T, found, points.weights) <= min(alone) * 1.01


def test_points_of_one_place_need_no_search() -> None:
    same = WeightedPoints(x=np.zeros((3, 5)), weights=np.ones(5))
    centers, wcss = breathing_kmeans(same, on_line(0.0, 0.0), np.random.default_rng(0))
    assert wcss == 0.0
    assert np.isfinite(centers).all()


# A heavy point between two light ones: Lloyd leaves it with the left one.
HEAVY = WeightedPoints(x=on_line(-3.0, 0.0, 2.0).T, weights=np.array([10.0, 10.0, 1.0]))
STUCK = on_line(-1.5, 2.0)


def test_exchange_moves_a_point_that_lloyd_leaves() -> None:
    np.testing.assert_array_equal(lloyd(HEAVY, STUCK)[0], STUCK)
    np.testing.assert_allclose(hartigan_exchange(HEAVY, STUCK), on_line(-3.0, 2.0 / 11.0))


def test_search_exchanges_when_points_are_few() -> None:
    found = search(HEAVY, [STUCK], np.random.default_rng(0))
    np.testing.assert_allclose(np.sort(found[:, 0]), [-3.0, 2.0 / 11.0])


@given(SEEDS, st.integers(1, 8))
def test_after_exchange_no_single_move_helps(seed: int, k: int) -> None:
    points = random_points(seed, n=25)
    start, before = lloyd(points, points.x[:, :k].T)
    centers = hartigan_exchange(points, start)
    labels, _ = nearest(points.x, centers)
    wcss = plain_wcss(points.x.T, centers, points.weights)
    assert wcss <= before * (1 + 1e-9)
    for point in range(25):
        for other in range(k):
            moved = labels.copy()
            moved[point] = other
            mass, sums = cluster_sums(points.x, points.weights, moved, k)
            means = sums / np.maximum(mass, 1e-12)[:, None]
            cost = (points.weights * ((points.x.T - means[moved]) ** 2).sum(axis=1)).sum()
            assert cost >= wcss * (1 - 1e-6)


def test_a_search_from_nowhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="start"):
        search(HEAVY, [], np.random.default_rng(0))

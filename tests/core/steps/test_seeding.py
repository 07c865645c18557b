"""Where the first centroids are placed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.errors import SettingsError
from kseg_core.kmeans.settings import K_MAX
from kseg_core.steps.seeding import Seeding, StepPoints, choose_seeds
from tests.core.steps.points import on_line, scattered, step_points

DRAWN = [Seeding.KMEANS_PP, Seeding.RANDOM]


@pytest.mark.parametrize("seeding", [Seeding.KMEANS_PP, Seeding.RANDOM, Seeding.LEFTMOST])
@settings(max_examples=25)
@given(
    places=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12),
    k=st.integers(1, 8),
    seed=st.integers(0, 2**31 - 1),
)
def test_seeds_are_k_distinct_places_or_all_there_are(seeding, places, k, seed):
    points = step_points(places)
    rows = choose_seeds(points, k, seeding, seed=seed)
    taken = {places[row] for row in rows}
    assert len(rows) == len(taken) == min(k, len(set(places)))
    np.testing.assert_array_equal(rows, choose_seeds(points, k, seeding, seed=seed))


@pytest.mark.parametrize("seeding", DRAWN)
def test_another_seed_draws_other_points(seeding):
    points = scattered(0)
    drawn = {tuple(choose_seeds(points, 3, seeding, seed=(5, roll))) for roll in range(8)}
    assert len(drawn) == 8


def test_leftmost_takes_the_lowest_values_of_the_first_axis():
    points = step_points([[9, 0], [1, 5], [4, 4], [1, 2], [1, 5], [3, 0]])
    np.testing.assert_array_equal(choose_seeds(points, 4, Seeding.LEFTMOST), [3, 1, 5, 2])


def test_random_draws_by_weight():
    points = step_points([[0.0], [1.0], [2.0]], [1, 8, 1])
    drawn = [choose_seeds(points, 1, Seeding.RANDOM, seed=seed)[0] for seed in range(400)]
    assert np.bincount(drawn, minlength=3) == pytest.approx([40, 320, 40], abs=25)


def test_repeated_positions_count_together():
    points = step_points([[0.0], [1.0], [1.0], [1.0]])
    drawn = [choose_seeds(points, 1, Seeding.RANDOM, seed=seed)[0] for seed in range(400)]
    assert np.bincount(drawn, minlength=4) == pytest.approx([100, 300, 0, 0], abs=30)


def test_kmeanspp_draws_by_squared_distance():
    # From 0 the others are 1 and 3 away: chances 1 : 9. From 1: 1 and 2 away, 1 : 4. From 3: 9 : 4.
    points = on_line(0, 1, 3)
    pairs = np.array([choose_seeds(points, 2, Seeding.KMEANS_PP, seed=seed) for seed in range(1500)])
    for first, chances in ((0, [0, 0.1, 0.9]), (1, [0.2, 0, 0.8]), (2, [9 / 13, 4 / 13, 0])):
        second = pairs[pairs[:, 0] == first, 1]
        assert np.bincount(second, minlength=3) / len(second) == pytest.approx(chances, abs=0.06)


def test_kmeanspp_minds_the_weights():
    points = step_points([[0.0], [1.0], [1.0 + 1e-9]], [1e9, 1, 9])
    second = [choose_seeds(points, 2, Seeding.KMEANS_PP, seed=seed)[1] for seed in range(400)]
    assert np.bincount(second, minlength=3) == pytest.approx([0, 40, 360], abs=20)


def test_kmeanspp_stops_where_distances_vanish():
    points = step_points([[0.0], [1e-170], [2e-170]])
    assert len(choose_seeds(points, 3, Seeding.KMEANS_PP)) == 1


def test_chosen_points_keep_their_order_and_do_not_repeat():
    points = step_points([[0, 0], [5, 5], [9, 9], [5, 5]])
    rows = choose_seeds(points, 7, Seeding.CHOSEN, chosen=[2, 1, 0, 3, 2])
    np.testing.assert_array_equal(rows, [2, 1, 0])


@pytest.mark.parametrize("chosen", [[], [-1], [0, 4], [0] * (K_MAX + 1)])
def test_bad_choices_are_refused(chosen):
    with pytest.raises(SettingsError):
        choose_seeds(on_line(0, 1, 2, 3), 2, Seeding.CHOSEN, chosen=chosen)


@pytest.mark.parametrize("k", [0, K_MAX + 1])
def test_k_has_bounds(k):
    with pytest.raises(SettingsError, match="K is"):
        choose_seeds(on_line(0, 1), k, Seeding.RANDOM)


@pytest.mark.parametrize(
    ("positions", "weights", "n_colors"),
    [
        (np.zeros((0, 2)), np.zeros(0), 0),
        (np.zeros(3), np.ones(3), 3),
        (np.zeros((3, 2)), np.ones(2), 3),
        (np.zeros((3, 2)), np.ones(3), 2),
        (np.full((1, 2), np.nan), np.ones(1), 1),
        (np.zeros((2, 2)), np.array([1.0, 0.0]), 2),
    ],
)
def test_points_must_fit_each_other(positions, weights, n_colors):
    with pytest.raises(SettingsError):
        StepPoints(positions=positions, weights=weights, colors=np.zeros((n_colors, 3), np.uint8))

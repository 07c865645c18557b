"""Sets of points made by arithmetic: what they are, and what K-means makes of them."""

import numpy as np
import pytest

from kseg_core.steps.point_sets import (
    CUSTOMER_GROUPS,
    CUSTOMERS,
    MOONS,
    POINT_SETS,
    UNEQUAL,
    UNEQUAL_GROUPS,
    PointSet,
    shop_customers,
    two_moons,
    unequal_sizes,
)
from kseg_core.steps.seeding import Seeding, choose_seeds
from kseg_core.steps.trace import Trace, trace_steps
from kseg_core.steps.true_groups import grouped_otherwise, nearest_grouping


def run(point_set: PointSet, seeding: Seeding = Seeding.KMEANS_PP) -> Trace:
    points = point_set.scene().points
    return trace_steps(points, choose_seeds(points, len(point_set.groups), seeding, seed=(0, 1)))


@pytest.mark.parametrize("point_set", POINT_SETS, ids=lambda each: each.title)
def test_points_lie_on_their_axes_and_are_the_same_at_every_call(point_set: PointSet):
    positions, groups = point_set.draw()
    assert sorted(set(groups.tolist())) == list(range(len(point_set.groups)))
    for values, axis in zip(positions.T, point_set.axes, strict=True):
        assert axis.low <= values.min() <= values.max() <= axis.high
    np.testing.assert_array_equal(positions, point_set.draw()[0])
    np.testing.assert_array_equal(positions, point_set.scene().points.positions)
    for prediction in point_set.predictions:
        assert len(set(prediction.grouping(positions, groups).tolist())) == len(point_set.groups)


def test_customers_are_whole_numbers_group_after_group():
    positions, groups = shop_customers()
    assert np.bincount(groups).tolist() == [size for size, _, _ in CUSTOMER_GROUPS.values()]
    np.testing.assert_array_equal(positions, np.rint(positions))


def test_the_points_of_a_moon_lie_around_a_half_circle():
    positions, groups = two_moons()
    upper = np.hypot(*positions[groups == 0].T)
    lower = np.hypot(*(positions[groups == 1] - (1.0, 0.5)).T)
    assert np.abs(np.concatenate([upper, lower]) - 1.0).mean() == pytest.approx(0.06, abs=0.01)


def test_groups_of_unequal_sizes_are_as_wide_as_they_say():
    positions, groups = unequal_sizes()
    for group, (size, middle, spread) in enumerate(UNEQUAL_GROUPS.values()):
        own = positions[groups == group]
        assert len(own) == size
        np.testing.assert_allclose(own.mean(axis=0), middle, atol=spread / 2)
        np.testing.assert_allclose(own.std(axis=0), spread, rtol=0.3)


def test_a_good_start_finds_the_customers_groups_and_the_leftmost_points_do_not():
    _, groups = shop_customers()
    good, bad = run(CUSTOMERS), run(CUSTOMERS, Seeding.LEFTMOST)
    assert grouped_otherwise(good.labels[-1], groups) == 4
    assert bad.wcss[-1] > 1.5 * good.wcss[-1]


@pytest.mark.parametrize(
    ("point_set", "wrong", "happened"), [(MOONS, 49, "Left and right"), (UNEQUAL, 100, "The large one cut")]
)
def test_k_means_fails_and_one_prediction_says_how(point_set: PointSet, wrong: int, happened: str):
    (positions, groups), trace = point_set.draw(), run(point_set)
    assert trace.converged
    assert grouped_otherwise(trace.labels[-1], groups) == wrong
    groupings = [each.grouping(positions, groups) for each in point_set.predictions]
    nearest = nearest_grouping(trace.labels[-1], groupings)
    assert point_set.predictions[nearest].name == happened
    assert grouped_otherwise(groupings[0], groups) == 0

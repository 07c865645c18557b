"""The customers of the shop."""

import numpy as np

from kseg_core.steps.scene import CUSTOMER_AXES, CUSTOMER_GROUPS, shop_customers
from kseg_core.steps.seeding import Seeding, StepPoints, choose_seeds
from kseg_core.steps.trace import trace_steps


def test_customers_are_whole_numbers_on_their_axes_group_after_group():
    positions, groups = shop_customers()
    assert np.bincount(groups).tolist() == [size for size, _, _ in CUSTOMER_GROUPS.values()]
    np.testing.assert_array_equal(positions, np.rint(positions))
    for values, axis in zip(positions.T, CUSTOMER_AXES, strict=True):
        assert axis.low <= values.min() <= values.max() <= axis.high
    np.testing.assert_array_equal(positions, shop_customers()[0])


def test_a_good_start_finds_the_groups_and_the_leftmost_points_do_not():
    positions, groups = shop_customers()
    points = StepPoints(
        positions=positions,
        weights=np.ones(len(positions)),
        colors=np.zeros((len(positions), 3), np.uint8),
    )
    good, bad = (
        trace_steps(points, choose_seeds(points, 5, seeding, seed=(0, 1)))
        for seeding in (Seeding.KMEANS_PP, Seeding.LEFTMOST)
    )
    agreed = sum(np.bincount(groups[good.labels[-1] == cluster]).max() for cluster in range(good.k))
    assert agreed >= 0.97 * len(positions)
    assert bad.wcss[-1] > 1.5 * good.wcss[-1]

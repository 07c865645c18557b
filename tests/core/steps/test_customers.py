"""The customers of the shop."""

import numpy as np

from kseg_core.steps.customers import GROUPS, N_CUSTOMERS, shop_customers
from kseg_core.steps.seeding import Seeding, StepPoints, choose_seeds
from kseg_core.steps.trace import trace_steps


def test_two_hundred_customers_in_five_groups():
    customers = shop_customers()
    assert customers.positions.shape == (N_CUSTOMERS, 2) == (200, 2)
    assert np.bincount(customers.truth).tolist() == [group.size for group in GROUPS]
    np.testing.assert_array_equal(customers.positions, np.rint(customers.positions))
    income, score = customers.positions.T
    assert 12 <= income.min() <= income.max() <= 140
    assert 1 <= score.min() <= score.max() <= 100
    np.testing.assert_array_equal(customers.positions, shop_customers().positions)


def test_a_good_start_finds_the_groups_and_the_leftmost_points_do_not():
    customers = shop_customers()
    points = StepPoints(
        positions=customers.positions,
        weights=np.ones(N_CUSTOMERS),
        colors=np.zeros((N_CUSTOMERS, 3), np.uint8),
    )
    good, bad = (
        trace_steps(points, choose_seeds(points, 5, seeding, seed=(0, 1)))
        for seeding in (Seeding.KMEANS_PP, Seeding.LEFTMOST)
    )
    agreed = sum(np.bincount(customers.truth[good.labels[-1] == cluster]).max() for cluster in range(5))
    assert agreed >= 0.97 * N_CUSTOMERS
    assert bad.wcss[-1] > 1.5 * good.wcss[-1]

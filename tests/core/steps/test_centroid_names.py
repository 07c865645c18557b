"""Names of clusters by where their centroids are."""

import numpy as np

from kseg_core.steps.centroid_names import CentroidWords, name_centroids
from kseg_core.steps.point_sets import CUSTOMER_GROUPS, CUSTOMERS, shop_customers

WORDS = CentroidWords(across=("left", "amid", "right"), up=("low", "medium", "high"), average="middle")
SQUARE = np.array([[0.0, 0.0], [90.0, 30.0]])


def test_an_axis_is_cut_into_thirds_between_its_lowest_and_its_highest_point():
    centers = np.array([[29.0, 9.0], [31.0, 11.0], [61.0, 30.0], [90.0, 15.0]])
    assert name_centroids(centers, SQUARE, WORDS) == (
        "left and low",
        "middle",
        "right and high",
        "right and medium",
    )


def test_equal_names_are_told_apart_from_left_to_right():
    centers = np.array([[80.0, 1.0], [10.0, 2.0], [70.0, 3.0], [70.0, 2.0]])
    assert name_centroids(centers, SQUARE, WORDS) == (
        "right and low 3",
        "left and low",
        "right and low 2",
        "right and low 1",
    )


def test_points_in_one_place_have_a_name():
    assert name_centroids(SQUARE[:1], SQUARE[:1], WORDS) == ("left and low",)


def test_the_customers_groups_are_called_what_they_were_made_as():
    positions, groups = shop_customers()
    assert CUSTOMERS.names is not None
    means = np.stack([positions[groups == group].mean(axis=0) for group in range(len(CUSTOMER_GROUPS))])
    assert name_centroids(means, positions, CUSTOMERS.names) == tuple(CUSTOMER_GROUPS)

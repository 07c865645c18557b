"""Clusters against true groups, on groupings that can be counted by hand."""

import numpy as np
import pytest

from kseg_core.steps.true_groups import grouped_otherwise, nearest_grouping, points_in_groups


def rows(text: str) -> np.ndarray:
    return np.array([int(digit) for digit in text], np.uint8)


@pytest.mark.parametrize(
    ("labels", "groups", "otherwise"),
    [
        ("0011", "0011", 0),
        ("1100", "0011", 0),
        ("0000", "0011", 2),
        ("0123", "0011", 2),
        ("0001", "0011", 1),
        # The largest share of each cluster would count both as group 0.
        ("000111", "000001", 2),
        ("5500", "0011", 0),
    ],
)
def test_points_that_no_matching_of_clusters_and_groups_agrees_on(labels: str, groups: str, otherwise: int):
    assert grouped_otherwise(rows(labels), rows(groups)) == otherwise


def test_points_of_each_group_in_each_cluster():
    assert points_in_groups(rows("00122"), rows("01110")).tolist() == [[1, 1], [0, 1], [1, 1]]


def test_the_nearest_grouping_does_not_mind_the_numbers():
    assert nearest_grouping(rows("1100"), [rows("0101"), rows("0011"), rows("0001")]) == 1

"""Clusters against the groups that the points were drawn from."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def points_in_groups(labels: NDArray[np.integer], groups: NDArray[np.integer]) -> NDArray[np.intp]:
    """How many points of each group are in each cluster, shape (clusters, groups)."""
    table = np.zeros((int(labels.max()) + 1, int(groups.max()) + 1), dtype=np.intp)
    np.add.at(table, (labels, groups), 1)
    return table


def grouped_otherwise(labels: NDArray[np.integer], groups: NDArray[np.integer]) -> int:
    """How many points are grouped otherwise than in their true groups.

    Parameters
    ----------
    labels, groups : ndarray of int, shape (N,)
        The cluster and the group of each point, from 0.

    Returns
    -------
    int
        0 = the same groups, whatever their numbers. Each group is matched with at most one cluster and each
        cluster with at most one group, so that most points agree; the others are counted.

    Notes
    -----
    The best matching by dynamic programming: cluster after cluster, for every set of groups that are taken,
    the most points that can agree.
    """
    table = points_in_groups(labels, groups)
    sets = 1 << table.shape[1]
    agree = [0] * sets
    for counts in table.tolist():
        agree = [
            max(
                [
                    agree[taken],
                    *(
                        agree[taken ^ (1 << group)] + n
                        for group, n in enumerate(counts)
                        if taken >> group & 1
                    ),
                ]
            )
            for taken in range(sets)
        ]
    return len(labels) - agree[-1]


def nearest_grouping(labels: NDArray[np.integer], groupings: Iterable[NDArray[np.integer]]) -> int:
    """Which of several groupings has the fewest points grouped otherwise; the first of equals."""
    return int(np.argmin([grouped_otherwise(labels, grouping) for grouping in groupings]))

"""Customers of a shop in five groups, made by arithmetic: K-means on two numbers that are not colors."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import Axis

CUSTOMER_AXES = (
    Axis(title="Annual income, thousand dollars", low=0.0, high=140.0),
    Axis(title="Spending score, 1 to 100", low=0.0, high=100.0),
)

CUSTOMER_GROUPS = {
    "Average": (80, (54.0, 8.0), (50.0, 6.0)),
    "Well off and careful": (38, (88.0, 13.0), (17.0, 8.0)),
    "Well off and generous": (38, (87.0, 12.0), (83.0, 7.0)),
    "Modest and careful": (22, (25.0, 6.0), (19.0, 9.0)),
    "Modest and generous": (22, (25.0, 6.0), (80.0, 9.0)),
}
"""How many there are in each, and mean and standard deviation of their income and their spending."""

_LEAST, _MOST = (12, 1), (140, 100)


def shop_customers() -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """The same customers at every call, group after group.

    Returns
    -------
    positions : ndarray of float64, shape (N, 2)
        Whole numbers: annual income in thousand dollars, spending score from 1 to 100.
    groups : ndarray of uint8, shape (N,)
        The group each was drawn from, its place in `CUSTOMER_GROUPS`. K-means does not see it.
    """
    rng = np.random.default_rng(54)
    drawn = [
        np.stack([rng.normal(*income, size), rng.normal(*spending, size)], axis=1)
        for size, income, spending in CUSTOMER_GROUPS.values()
    ]
    sizes = [size for size, _, _ in CUSTOMER_GROUPS.values()]
    positions = np.clip(np.rint(np.concatenate(drawn)), _LEAST, _MOST)
    return positions, np.repeat(np.arange(len(sizes)), sizes).astype(np.uint8)

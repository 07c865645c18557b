"""Customers of a shop in five groups, made by arithmetic: K-means on two numbers that are not colors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INCOME_AXIS = "Annual income, thousand dollars"
SPENDING_AXIS = "Spending score, 1 to 100"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGroup:
    """One kind of customer: how many, and the normal distribution that income and spending come from."""

    name: str
    size: int
    income: tuple[float, float]
    spending: tuple[float, float]


GROUPS = (
    CustomerGroup(name="Average", size=80, income=(54.0, 8.0), spending=(50.0, 6.0)),
    CustomerGroup(name="Well off and careful", size=38, income=(88.0, 13.0), spending=(17.0, 8.0)),
    CustomerGroup(name="Well off and generous", size=38, income=(87.0, 12.0), spending=(83.0, 7.0)),
    CustomerGroup(name="Modest and careful", size=22, income=(25.0, 6.0), spending=(19.0, 9.0)),
    CustomerGroup(name="Modest and generous", size=22, income=(25.0, 6.0), spending=(80.0, 9.0)),
)
"""Each spread is given as mean and standard deviation."""

N_CUSTOMERS = sum(group.size for group in GROUPS)
_INCOMES = (12, 140)
_SCORES = (1, 100)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Customers:
    """Who shops here.

    Attributes
    ----------
    positions : ndarray of float64, shape (N, 2)
        Whole numbers: annual income in thousand dollars, spending score from 1 to 100.
    truth : ndarray of uint8, shape (N,)
        The group each was drawn from, an index into `GROUPS`. K-means does not see it.
    """

    positions: NDArray[np.float64]
    truth: NDArray[np.uint8]


def shop_customers() -> Customers:
    """The same 200 customers at every call."""
    rng = np.random.default_rng(54)
    drawn = [
        np.stack([rng.normal(*group.income, group.size), rng.normal(*group.spending, group.size)], axis=1)
        for group in GROUPS
    ]
    positions = np.rint(np.concatenate(drawn))
    return Customers(
        positions=np.clip(positions, [_INCOMES[0], _SCORES[0]], [_INCOMES[1], _SCORES[1]]),
        truth=np.repeat(np.arange(len(GROUPS)), [group.size for group in GROUPS]).astype(np.uint8),
    )

"""Sets of points in a plane on which K-means is watched, a row each. All are made by arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import Axis
from kseg_core.steps.centroid_names import CentroidWords
from kseg_core.steps.scene import Scene, Words
from kseg_core.steps.seeding import StepPoints

Positions = NDArray[np.float64]
Groups = NDArray[np.uint8]

CUSTOMER_GROUPS = {
    "Average": (80, (54.0, 8.0), (50.0, 6.0)),
    "Well off and careful": (38, (88.0, 13.0), (17.0, 8.0)),
    "Well off and generous": (38, (87.0, 12.0), (83.0, 7.0)),
    "Modest and careful": (22, (25.0, 6.0), (19.0, 9.0)),
    "Modest and generous": (22, (25.0, 6.0), (80.0, 9.0)),
}
"""How many there are in each, and mean and standard deviation of their income and their spending."""

UNEQUAL_GROUPS = {
    "Large": (160, (40.0, 50.0), 15.0),
    "Upper small": (20, (84.0, 58.0), 2.2),
    "Lower small": (20, (84.0, 42.0), 2.2),
}
"""How many points there are in each, its middle, and the standard deviation on both axes."""

MOON_POINTS, MOON_NOISE = 100, 0.08
"""Points of each moon of radius 1, and the standard deviation of their noise on both axes."""

_LEAST, _MOST = (12, 1), (140, 100)
_GRAY = 128
_POINTS = Words(one="point", many="points", things="points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A way in which K-means might group the points.

    Attributes
    ----------
    name : str
        For people, and in the address.
    grouping : callable
        From the positions (N, 2) and the true groups (N,) to a group for each point.
    """

    name: str
    grouping: Callable[[Positions, Groups], NDArray[np.intp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSet:
    """Points in a plane, and what is true about them.

    Attributes
    ----------
    title : str
        For people, and in the address.
    key : str
        What the address parameters of its settings begin with, behind ``explore_``.
    about : str
        A sentence: what the points are.
    axes : tuple of Axis
    words : Words
        What a point stands for.
    groups : tuple of str
        The groups that the points are drawn from.
    draw : callable
        To the positions (N, 2) and the group of each point (N,), the same at every call.
    names : CentroidWords or None
        How clusters get names; None = they have numbers only.
    question : str
        What to predict before K-means runs with as many clusters as there are groups; "" = nothing.
    predictions : tuple of Prediction
        What can be answered.
    why : str
        What K-means makes of these points, and for which reason.
    """

    title: str
    key: str
    about: str
    axes: tuple[Axis, Axis]
    words: Words
    groups: tuple[str, ...]
    draw: Callable[[], tuple[Positions, Groups]]
    names: CentroidWords | None = None
    question: str = ""
    predictions: tuple[Prediction, ...] = ()
    why: str = ""

    @property
    def span(self) -> float:
        """Length of the longest axis."""
        return max(axis.high - axis.low for axis in self.axes)

    def scene(self) -> Scene:
        """The points with their axes; each counts once."""
        positions, _ = self.draw()
        return Scene(
            points=StepPoints(
                positions=positions,
                weights=np.ones(len(positions)),
                colors=np.full((len(positions), 3), _GRAY, dtype=np.uint8),
            ),
            axes=self.axes,
            up=1,
            point_map=None,
            strays=None,
            words=self.words,
            about=self.about,
            names=self.names,
        )


def shop_customers() -> tuple[Positions, Groups]:
    """Customers of a shop, group after group.

    Returns
    -------
    positions : ndarray of float64, shape (N, 2)
        Whole numbers: annual income in thousand dollars, spending score from 1 to 100.
    groups : ndarray of uint8, shape (N,)
        The place in `CUSTOMER_GROUPS` of the group each was drawn from. K-means does not see it.
    """
    rng = np.random.default_rng(54)
    drawn = [
        np.stack([rng.normal(*income, size), rng.normal(*spending, size)], axis=1)
        for size, income, spending in CUSTOMER_GROUPS.values()
    ]
    positions = np.clip(np.rint(np.concatenate(drawn)), _LEAST, _MOST)
    return positions, _places([size for size, _, _ in CUSTOMER_GROUPS.values()])


def two_moons() -> tuple[Positions, Groups]:
    """Two half circles that reach into each other: positions (N, 2), and 0 for the upper, 1 for the lower."""
    rng = np.random.default_rng(5)
    angles = np.pi * (np.arange(MOON_POINTS) + 0.5) / MOON_POINTS
    upper = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    positions = np.concatenate([upper, (1.0, 0.5) - upper])
    return positions + rng.normal(0.0, MOON_NOISE, positions.shape), _places([MOON_POINTS] * 2)


def unequal_sizes() -> tuple[Positions, Groups]:
    """A large, wide group and two small, dense ones: positions (N, 2), and the place in `UNEQUAL_GROUPS`."""
    rng = np.random.default_rng(2)
    drawn = [rng.normal(middle, spread, (size, 2)) for size, middle, spread in UNEQUAL_GROUPS.values()]
    return np.concatenate(drawn), _places([size for size, _, _ in UNEQUAL_GROUPS.values()])


def _places(sizes: list[int]) -> Groups:
    return np.repeat(np.arange(len(sizes)), sizes).astype(np.uint8)


def _as_made(_: Positions, groups: Groups) -> NDArray[np.intp]:
    return groups.astype(np.intp)


def _halves(axis: int, at: float) -> Callable[[Positions, Groups], NDArray[np.intp]]:
    return lambda positions, _: (positions[:, axis] > at).astype(np.intp)


def _large_one_cut(positions: Positions, groups: Groups) -> NDArray[np.intp]:
    return np.where(groups > 0, 2, positions[:, 1] > 50.0).astype(np.intp)


def _small_ones_grow(positions: Positions, groups: Groups) -> NDArray[np.intp]:
    taken = (groups > 0) | (positions[:, 0] > 55.0)
    return np.where(taken, 1 + (positions[:, 1] < 50.0), 0).astype(np.intp)


CUSTOMERS = PointSet(
    title="Customers",
    key="shop",
    about="200 customers of a shop, made by arithmetic in five groups.",
    axes=(
        Axis(title="Annual income, thousand dollars", low=0.0, high=140.0),
        Axis(title="Spending score, 1 to 100", low=0.0, high=100.0),
    ),
    words=Words(one="customer", many="customers", things="customers"),
    groups=tuple(CUSTOMER_GROUPS),
    draw=shop_customers,
    names=CentroidWords(
        across=("Modest", "Middling", "Well off"), up=("careful", "moderate", "generous"), average="Average"
    ),
)
MOONS = PointSet(
    title="Two moons",
    key="moons",
    about="200 points, made by arithmetic on two half circles.",
    axes=(Axis(title="x", low=-1.5, high=2.5), Axis(title="y", low=-1.0, high=1.5)),
    words=_POINTS,
    groups=("Upper moon", "Lower moon"),
    draw=two_moons,
    question="Where will K-means with K = 2 draw the line?",
    predictions=(
        Prediction(name="Along the gap", grouping=_as_made),
        Prediction(name="Left and right", grouping=_halves(0, 0.5)),
        Prediction(name="Top and bottom", grouping=_halves(1, 0.25)),
    ),
    why="Two clusters meet at a straight line halfway between their centroids. That suits round groups of "
    "about equal size, and a moon is long and bent.",
)
UNEQUAL = PointSet(
    title="Unequal sizes",
    key="unequal",
    about="200 points, made by arithmetic: 160 in a wide group, 20 in each of two dense ones.",
    axes=(Axis(title="x", low=0.0, high=100.0), Axis(title="y", low=0.0, high=100.0)),
    words=_POINTS,
    groups=tuple(UNEQUAL_GROUPS),
    draw=unequal_sizes,
    question="Which three groups will K-means with K = 3 find?",
    predictions=(
        Prediction(name="As they were made", grouping=_as_made),
        Prediction(name="The large one cut", grouping=_large_one_cut),
        Prediction(name="The small ones grown", grouping=_small_ones_grow),
    ),
    why="K-means suits round groups of about equal size. Here, to cut the wide group lowers the WCSS more "
    "than to keep two small ones apart.",
)

POINT_SETS = (CUSTOMERS, MOONS, UNEQUAL)
"""In the order shown, behind the photo. A new one is a row here."""

"""The judges of K, one row each: a number for every K, and which K it recommends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.indices import (
    TINY,
    calinski_harabasz,
    davies_bouldin,
    krzanowski_lai,
    log_unexplained,
    silhouette,
    unexplained,
)
from kseg_core.elbow.judge_sample import PART_SIZE, PARTS, Floats, JudgeSample
from kseg_core.elbow.kneedle import kneedle
from kseg_core.wording import round_percent

if TYPE_CHECKING:
    from kseg_core.elbow.elbow_curve import ElbowCurve

ENOUGH_EXPLAINED = 0.9
"""Explained variance that is enough for `EXPLAINED_VARIANCE`."""

LEAST_SILHOUETTE = 0.25
"""Below this mean silhouette Kaufman and Rousseeuw (1990) see no substantial structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """One way to choose K. It reads either the curve or a sample of the picture's pixels.

    Attributes
    ----------
    name : str
        Also the heading of its column in the table.
    about : str
        What it measures and when it misleads, in a sentence or two for people.
    recommend : callable
        From the curve and the judge's numbers, shape (N,), to its K, or None if it recommends none.
    of_curve : callable, or None
        From the curve to a number for each K, shape (N,), NaN where there is none.
    of_sample : callable, or None
        From the sample, its labels (M,) and the centers (K, D) of one fit to numbers: the same count for
        every fit, NaN where there is none. Their mean is the number of that K, and if there are several,
        their standard deviation is its spread.
    number_format : str
        How its numbers are written, in printf notation or "compact" (1.2M). With a format in percent,
        the numbers are shares.
    is_logarithmic : bool
        Whether its chart has a logarithmic axis.
    """

    name: str
    about: str
    recommend: Callable[["ElbowCurve", Floats], float | None]
    of_curve: Callable[["ElbowCurve"], Floats] | None = None
    of_sample: Callable[[JudgeSample, NDArray[np.intp], Floats], Sequence[float]] | None = None
    number_format: str = "%.3f"
    is_logarithmic: bool = False

    @property
    def spread_name(self) -> str:
        """The column heading of the spread of its numbers."""
        return f"{self.name} spread"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgment:
    """What one judge says about a curve.

    Attributes
    ----------
    judge : Judge
    values : ndarray of float64, shape (N,)
        Its number for each K, NaN where it has none.
    spread : ndarray of float64, shape (N,), or None
        Standard deviation of `values`, where they come from several samples.
    recommended : int or None
        Its K, or None if it recommends none.
    """

    judge: Judge
    values: Floats
    spread: Floats | None
    recommended: int | None


def measure_fit(sample: JudgeSample, centers: NDArray[np.float32]) -> dict[str, Floats]:
    """The numbers of all judges that read a sample for one fit, by their names.

    Parameters
    ----------
    sample : JudgeSample
    centers : ndarray of float32, shape (K, D)
    """
    labels, exact = sample.labels(centers), centers.astype(np.float64)
    return {
        judge.name: np.array(judge.of_sample(sample, labels, exact))
        for judge in JUDGES
        if judge.of_sample is not None
    }


def judge_curve(judge: Judge, curve: "ElbowCurve") -> Judgment:
    """What one judge says about a curve."""
    spread = None
    if judge.of_curve is not None:
        values = judge.of_curve(curve)
    else:
        measured = [point.measured[judge.name] for point in curve.points]
        known = [numbers[~np.isnan(numbers)] for numbers in measured]
        values = np.array([numbers.mean() if len(numbers) else np.nan for numbers in known])
        values[~curve.is_full] = np.nan
        if len(measured[0]) > 1:
            spread = np.array([numbers.std() if len(numbers) else np.nan for numbers in known])
    k = judge.recommend(curve, values)
    return Judgment(judge=judge, values=values, spread=spread, recommended=None if k is None else int(k))


def knee(curve: "ElbowCurve", values: Floats) -> float | None:
    """Where the numbers bend; see `kneedle`."""
    return kneedle(np.array(curve.k_values, dtype=np.float64), values)


def first_enough(curve: "ElbowCurve", values: Floats) -> int | None:
    """The first K whose clusters explain enough of the variance."""
    return first_k(curve, values >= ENOUGH_EXPLAINED)


def largest(curve: "ElbowCurve", values: Floats) -> int | None:
    """The K of the largest number."""
    return None if np.isnan(values).all() else curve.k_values[np.nanargmax(values)]


def smallest(curve: "ElbowCurve", values: Floats) -> int | None:
    """The K of the smallest number."""
    return largest(curve, -values)


def exact_or_largest(curve: "ElbowCurve", values: Floats) -> int | None:
    """The first K above 1 without any error, else the K of the largest number."""
    is_exact = (curve.wcss <= TINY * curve.total_ss) & curve.is_full & (np.array(curve.k_values) > 1)
    return first_k(curve, is_exact) or largest(curve, values)


def largest_if_separate(curve: "ElbowCurve", values: Floats) -> int | None:
    """The K of the largest number, if it reaches `LEAST_SILHOUETTE`."""
    return largest(curve, values) if (values >= LEAST_SILHOUETTE).any() else None


def first_k(curve: "ElbowCurve", holds: NDArray[np.bool_]) -> int | None:
    """The first K where a mask (N,) is true."""
    return curve.k_values[holds.argmax()] if holds.any() else None


KNEEDLE = Judge(
    name="Kneedle",
    about="Where the curve bends away most from a straight line between its ends. It finds a bend in any "
    "falling curve, moves with the range of K, and likes small K.",
    of_curve=unexplained,
    recommend=knee,
)
KNEEDLE_LOG = Judge(
    name="Kneedle, log WCSS",
    about="The same bend on a logarithmic scale, where halving the error counts the same at any K. It sees "
    "more than two or three colors, and still finds a bend where there is none.",
    of_curve=log_unexplained,
    recommend=knee,
)
EXPLAINED_VARIANCE = Judge(
    name="Explained variance",
    about=f"The smallest K that accounts for {round_percent(ENOUGH_EXPLAINED)} of the color variance. It "
    "says how faithful the result is, not whether there are clusters; the "
    f"{round_percent(ENOUGH_EXPLAINED)} are a convention.",
    of_curve=lambda curve: curve.explained,
    recommend=first_enough,
    number_format="%.1f %%",
)
CALINSKI_HARABASZ = Judge(
    name="Calinski–Harabasz",
    about="Variance between the clusters against variance within, per degree of freedom; highest is best. "
    "Good for round clusters of like size; on anything else it tends to the largest K.",
    of_curve=calinski_harabasz,
    recommend=exact_or_largest,
    number_format="compact",
)
KRZANOWSKI_LAI = Judge(
    name="Krzanowski–Lai",
    about="How suddenly more clusters stop helping, compared with colors that are spread evenly. The best of "
    "these where the number of colors is known, but it always names a K.",
    of_curve=krzanowski_lai,
    recommend=exact_or_largest,
    number_format="%.2f",
    is_logarithmic=True,
)
DAVIES_BOULDIN = Judge(
    name="Davies–Bouldin",
    about="How wide clusters are against the distance to their closest neighbor; lowest is best. A few "
    "far-off colors can win it over for a small K.",
    of_sample=lambda sample, labels, centers: [davies_bouldin(sample.points, labels, centers)],
    recommend=smallest,
)
SILHOUETTE = Judge(
    name="Silhouette",
    about="How much closer pixels are to their own cluster than to the next, from -1 to 1, on "
    f"{PARTS} samples of {PART_SIZE} pixels; below {LEAST_SILHOUETTE} it abstains. It prefers few, large, "
    "far-apart clusters.",
    of_sample=lambda sample, labels, centers: [
        silhouette(distances, labels[part], len(centers))
        for distances, part in zip(sample.distances, sample.parts, strict=True)
    ],
    recommend=largest_if_separate,
)

JUDGES: tuple[Judge, ...] = (
    KNEEDLE,
    KNEEDLE_LOG,
    EXPLAINED_VARIANCE,
    CALINSKI_HARABASZ,
    KRZANOWSKI_LAI,
    DAVIES_BOULDIN,
    SILHOUETTE,
)
"""All judges, in the order shown. A new one is a row here; the verdict lists those that it reads."""

"""Judges of K: each reads the same fits, says what it sees at each K, and recommends one or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.kneedle import kneedle

Floats = NDArray[np.float64]

ENOUGH_EXPLAINED = 0.9
"""Explained variance that counts as enough."""

LEAST_SILHOUETTE = 0.25
"""Below this mean silhouette Kaufman and Rousseeuw (1990) see no substantial structure."""

_TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FitNumbers:
    """What the judges read: one number of each kind for every K, K ascending.

    Attributes
    ----------
    k_values : ndarray of intp, shape (N,)
    wcss : ndarray of float64, shape (N,)
    total_ss : float
        The WCSS of a single cluster.
    n_pixels : int
    davies_bouldin, silhouette, silhouette_spread : ndarray of float64, shape (N,)
        NaN where they are not defined.
    n_clusters : ndarray of intp, shape (N,)
        Clusters found; fewer than K where the picture has fewer colors.
    """

    k_values: NDArray[np.intp]
    n_clusters: NDArray[np.intp]
    wcss: Floats
    total_ss: float
    n_pixels: int
    davies_bouldin: Floats
    silhouette: Floats
    silhouette_spread: Floats


class JudgeName(StrEnum):
    """The judges in the order they are shown."""

    KNEEDLE = "Kneedle"
    KNEEDLE_LOG = "Kneedle, log WCSS"
    EXPLAINED = "Explained variance"
    CALINSKI_HARABASZ = "Calinski–Harabasz"
    KRZANOWSKI_LAI = "Krzanowski–Lai"
    DAVIES_BOULDIN = "Davies–Bouldin"
    SILHOUETTE = "Silhouette"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgment:
    """What one judge says.

    Attributes
    ----------
    judge : JudgeName
    about : str
        What it measures and when it misleads, in a sentence or two for people.
    values : ndarray of float64, shape (N,)
        Its number for each K, NaN where it has none.
    spread : ndarray of float64, shape (N,), or None
        Standard deviation of `values`, where they come from samples.
    recommended : int or None
        Its K, or None if it sees no reason for any.
    """

    judge: JudgeName
    about: str
    values: Floats
    spread: Floats | None
    recommended: int | None


def judge_all(fits: FitNumbers) -> tuple[Judgment, ...]:
    """Every judge's opinion, in the order of `JudgeName`."""
    return tuple(judge(fits) for judge in JUDGES)


def judge_kneedle(fits: FitNumbers) -> Judgment:
    """Kneedle on the WCSS as it is: the tutorial's bend. See `kneedle`."""
    share = fits.wcss / max(fits.total_ss, _TINY)
    return _judgment(
        JudgeName.KNEEDLE,
        "Where the curve bends away most from a straight line between its ends. It finds a bend in "
        "any falling curve, moves with the range of K, and likes small K.",
        share,
        kneedle(fits.k_values.astype(np.float64), share),
    )


def judge_kneedle_log(fits: FitNumbers) -> Judgment:
    """Kneedle on the logarithm of the WCSS, in which small clusters weigh as much as large ones."""
    logarithm = np.log10(np.maximum(fits.wcss / max(fits.total_ss, _TINY), _TINY))
    return _judgment(
        JudgeName.KNEEDLE_LOG,
        "The same bend on a logarithmic scale, where halving the error counts the same at any K. "
        "It sees more than two or three colors, and still finds a bend where there is none.",
        logarithm,
        kneedle(fits.k_values.astype(np.float64), logarithm),
    )


def judge_explained(fits: FitNumbers) -> Judgment:
    """The first K whose clusters account for 90 % of the variance."""
    explained = 1.0 - fits.wcss / fits.total_ss if fits.total_ss > 0.0 else np.ones(len(fits.wcss))
    enough = np.flatnonzero(explained >= ENOUGH_EXPLAINED)
    return _judgment(
        JudgeName.EXPLAINED,
        "The smallest K that accounts for 90 % of the color variance. It says how faithful the "
        "result is, not whether there are clusters; the 90 % are a convention.",
        explained,
        fits.k_values[enough[0]] if len(enough) else None,
    )


def judge_calinski_harabasz(fits: FitNumbers) -> Judgment:
    """Variance between the clusters against variance within them, each per degree of freedom.

    References
    ----------
    T. Caliński, J. Harabasz, "A dendrite method for cluster analysis", Communications in
    Statistics, 1974. :DOI:`10.1080/03610927408827101`
    """
    k = fits.n_clusters.astype(np.float64)
    defined = _distinct(fits) & (k >= 2) & (k < fits.n_pixels) & (fits.wcss > 0.0)
    values = np.full(len(k), np.nan)
    between = (fits.total_ss - fits.wcss[defined]) / (k[defined] - 1.0)
    values[defined] = between / (fits.wcss[defined] / (fits.n_pixels - k[defined]))
    return _judgment(
        JudgeName.CALINSKI_HARABASZ,
        "Variance between the clusters against variance within, per degree of freedom; highest is "
        "best. Good for round clusters of like size; on anything else it tends to the largest K.",
        values,
        _exact(fits) or _at(fits, values, np.nanargmax),
    )


def judge_krzanowski_lai(fits: FitNumbers) -> Judgment:
    """How suddenly the gains stop, once the gain that evenly spread colors would give is taken off.

    Notes
    -----
    ``DIFF(K) = (K - 1)^(2/3) WCSS(K - 1) - K^(2/3) WCSS(K)`` is near zero where nothing but a
    finer division of three-dimensional space is gained; the index is ``|DIFF(K) / DIFF(K + 1)|``.
    It serves as the gap statistic (Tibshirani et al. 2001) that needs no reference fits.

    References
    ----------
    W. J. Krzanowski, Y. T. Lai, "A criterion for determining the number of groups in a data set
    using sum-of-squares clustering", Biometrics, 1988. :DOI:`10.2307/2531893`
    R. Tibshirani, G. Walther, T. Hastie, "Estimating the number of clusters in a data set via the
    gap statistic", Journal of the Royal Statistical Society B, 2001.
    :DOI:`10.1111/1467-9868.00293`
    """
    k = fits.k_values.astype(np.float64)
    values = np.full(len(k), np.nan)
    neighbors = np.diff(fits.k_values) == 1
    gains = -np.diff(k ** (2 / 3) * fits.wcss)
    usable = neighbors[1:] & neighbors[:-1] & _distinct(fits)[2:]
    floor = _TINY * max(fits.total_ss, _TINY)
    values[1:-1][usable] = np.abs(gains[:-1][usable]) / np.maximum(np.abs(gains[1:][usable]), floor)
    return _judgment(
        JudgeName.KRZANOWSKI_LAI,
        "How suddenly the gains stop, less what slicing evenly spread colors would gain; a gap "
        "statistic without reference fits. Best of these on known colors, but it always names one.",
        values,
        _exact(fits) or _at(fits, values, np.nanargmax),
    )


def judge_davies_bouldin(fits: FitNumbers) -> Judgment:
    """The smallest Davies–Bouldin index; see `kseg_core.elbow.fit_quality.davies_bouldin`."""
    values = np.where(_distinct(fits), fits.davies_bouldin, np.nan)
    return _judgment(
        JudgeName.DAVIES_BOULDIN,
        "How wide clusters are against the distance to their closest neighbor; lowest is best. "
        "A few far-off colors can win it over for a small K.",
        values,
        _at(fits, values, np.nanargmin),
    )


def judge_silhouette(fits: FitNumbers) -> Judgment:
    """The largest mean silhouette, if it is above 0.25; see `kseg_core.elbow.fit_quality.silhouette`."""
    values = np.where(_distinct(fits), fits.silhouette, np.nan)
    known = values[~np.isnan(values)]
    return _judgment(
        JudgeName.SILHOUETTE,
        "How much closer pixels are to their own cluster than to the next, from -1 to 1, on four "
        "samples of 500 pixels; below 0.25 it abstains. It prefers few, large, far-apart clusters.",
        values,
        _at(fits, values, np.nanargmax) if len(known) and known.max() >= LEAST_SILHOUETTE else None,
        fits.silhouette_spread,
    )


JUDGES: Sequence[Callable[[FitNumbers], Judgment]] = (
    judge_kneedle,
    judge_kneedle_log,
    judge_explained,
    judge_calinski_harabasz,
    judge_krzanowski_lai,
    judge_davies_bouldin,
    judge_silhouette,
)


def _judgment(
    judge: JudgeName, about: str, values: Floats, recommended: float | None, spread: Floats | None = None
) -> Judgment:
    chosen = None if recommended is None else int(recommended)
    return Judgment(judge=judge, about=about, values=values, spread=spread, recommended=chosen)


def _distinct(fits: FitNumbers) -> NDArray[np.bool_]:
    """Where the fit has as many clusters as were asked for."""
    same: NDArray[np.bool_] = fits.n_clusters == fits.k_values
    return same


def _exact(fits: FitNumbers) -> int | None:
    """The first K above 1 that leaves no error at all."""
    exact = np.flatnonzero((fits.wcss <= _TINY * fits.total_ss) & _distinct(fits) & (fits.k_values > 1))
    return int(fits.k_values[exact[0]]) if len(exact) else None


def _at(fits: FitNumbers, values: Floats, best: Callable[[Floats], np.intp]) -> int | None:
    return None if np.isnan(values).all() else int(fits.k_values[best(values)])

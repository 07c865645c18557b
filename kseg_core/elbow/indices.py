"""Indices of how well a K suits a picture, computed from the WCSS of all fits or from a sample of one fit."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.judge_sample import Floats

if TYPE_CHECKING:
    from kseg_core.elbow.elbow_curve import ElbowCurve

TINY = 1e-9
"""A share of the WCSS of a single cluster that is only rounding."""


def unexplained(curve: "ElbowCurve") -> Floats:
    """The WCSS as a share of that of a single cluster."""
    return curve.wcss / max(curve.total_ss, TINY)


def log_unexplained(curve: "ElbowCurve") -> Floats:
    """The decimal logarithm of `unexplained`, in which small clusters count as much as large ones."""
    return np.log10(np.maximum(unexplained(curve), TINY))


def calinski_harabasz(curve: "ElbowCurve") -> Floats:
    """Variance between the clusters against variance within them, each per degree of freedom.

    References
    ----------
    T. Caliński, J. Harabasz, "A dendrite method for cluster analysis", Communications in
    Statistics, 1974. :DOI:`10.1080/03610927408827101`
    """
    k = curve.n_clusters.astype(np.float64)
    defined = curve.is_full & (k >= 2) & (k < curve.n_pixels) & (curve.wcss > 0.0)
    values = np.full(len(k), np.nan)
    between = (curve.total_ss - curve.wcss[defined]) / (k[defined] - 1.0)
    values[defined] = between / (curve.wcss[defined] / (curve.n_pixels - k[defined]))
    return values


def krzanowski_lai(curve: "ElbowCurve") -> Floats:
    """How suddenly the gains stop, after subtracting the gain that evenly spread colors would give.

    Notes
    -----
    ``DIFF(K) = (K - 1)^(2/3) WCSS(K - 1) - K^(2/3) WCSS(K)`` is near zero where one more cluster only
    divides three-dimensional space more finely. The index is ``|DIFF(K) / DIFF(K + 1)|``. It takes the
    place of the gap statistic (Tibshirani et al. 2001), without a reference curve.

    References
    ----------
    W. J. Krzanowski, Y. T. Lai, "A criterion for determining the number of groups in a data set
    using sum-of-squares clustering", Biometrics, 1988. :DOI:`10.2307/2531893`
    R. Tibshirani, G. Walther, T. Hastie, "Estimating the number of clusters in a data set via the
    gap statistic", Journal of the Royal Statistical Society B, 2001.
    :DOI:`10.1111/1467-9868.00293`
    """
    k = np.array(curve.k_values, dtype=np.float64)
    values = np.full(len(k), np.nan)
    neighbors = np.diff(curve.k_values) == 1
    gains = -np.diff(k ** (2 / 3) * curve.wcss)
    usable = neighbors[1:] & neighbors[:-1] & curve.is_full[2:]
    floor = TINY * max(curve.total_ss, TINY)
    values[1:-1][usable] = np.abs(gains[:-1][usable]) / np.maximum(np.abs(gains[1:][usable]), floor)
    return values


def davies_bouldin(points: Floats, labels: NDArray[np.intp], centers: Floats) -> float:
    """Mean over the clusters of ``(extent + partner's extent) / distance`` for the worst partner.

    The extent of a cluster is the mean distance of its points from its center.

    Parameters
    ----------
    points : ndarray of float64, shape (N, D)
    labels : ndarray of intp, shape (N,)
    centers : ndarray of float64, shape (K, D)
        All different.

    Returns
    -------
    float
        >= 0, smaller is better; NaN if fewer than two clusters have points.

    References
    ----------
    D. L. Davies, D. W. Bouldin, "A cluster separation measure", IEEE Transactions on Pattern
    Analysis and Machine Intelligence, 1979. :DOI:`10.1109/TPAMI.1979.4766909`
    """
    counts = np.bincount(labels, minlength=len(centers))
    off_center = points - centers[labels]
    lengths = np.sqrt(np.einsum("nd,nd->n", off_center, off_center))
    extent = np.bincount(labels, lengths, len(centers))[counts > 0] / counts[counts > 0]
    if len(extent) < 2:
        return np.nan
    between = centers[counts > 0][:, None] - centers[counts > 0][None]
    distances = np.sqrt(np.einsum("ijd,ijd->ij", between, between))
    np.fill_diagonal(distances, np.inf)
    return float(((extent[:, None] + extent[None]) / distances).max(axis=1).mean())


def silhouette(distances: NDArray[np.float32], labels: NDArray[np.intp], k: int) -> float:
    """Mean over the points of ``(b - a) / max(a, b)``.

    a is the mean distance to the other points of the same cluster and b that to the points of the
    closest other cluster. A point alone in its cluster counts as 0.

    Parameters
    ----------
    distances : ndarray of float32, shape (M, M)
        Between all points.
    labels : ndarray of intp, shape (M,)
    k : int

    Returns
    -------
    float
        -1 to 1; NaN if fewer than two clusters have points.

    References
    ----------
    P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis", Journal of Computational and Applied Mathematics, 1987.
    :DOI:`10.1016/0377-0427(87)90125-7`
    """
    counts = np.bincount(labels, minlength=k)
    present = np.flatnonzero(counts)
    if len(present) < 2:
        return np.nan
    order = np.argsort(labels, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts[present])[:-1]])
    sums = np.add.reduceat(distances[:, order], starts, axis=1, dtype=np.float64)
    own = np.searchsorted(present, labels)
    rows = np.arange(len(labels))
    size = counts[present].astype(np.float64)
    within = sums[rows, own] / np.maximum(size[own] - 1.0, 1.0)
    means = sums / size
    means[rows, own] = np.inf
    between = means.min(axis=1)
    larger = np.maximum(within, between)
    scores = np.where(larger > 0.0, (between - within) / np.where(larger > 0.0, larger, 1.0), 0.0)
    return float(np.where(size[own] > 1, scores, 0.0).mean())

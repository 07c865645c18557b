"""How well the clusters of one fit are separated, on a sample of pixels that all fits share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.lloyd import nearest
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import pixel_features, spread_pixels

Floats = NDArray[np.float64]

SAMPLE = 16_384
"""Pixels on which the Davies–Bouldin index is measured."""

PARTS, PART_SIZE = 4, 500
"""The silhouette is measured on this many disjoint parts of the sample, each of this many pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JudgeSample:
    """Pixels for the judges.

    Attributes
    ----------
    points : ndarray of float64, shape (N, D)
        In the feature space.
    parts : ndarray of intp, shape (P, M)
        Disjoint choices of the points.
    distances : ndarray of float32, shape (P, M, M)
        Between the points of each part.
    """

    points: Floats
    parts: NDArray[np.intp]
    distances: NDArray[np.float32]


def judge_sample(
    image: RgbImage, histogram: ColorHistogram, features: NDArray[np.float32], settings: KMeansSettings
) -> JudgeSample:
    """Draw pixels of a picture for the judges.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    features : ndarray of float32, shape (U, 3)
        Its colors in the feature space.
    settings : KMeansSettings

    Notes
    -----
    One pixel of each of 16,384 equal stretches of the sorted histogram, so that moving pixels
    about changes nothing; with a position weight, of the picture.
    """
    if settings.position_weight > 0.0:
        chosen = spread_pixels(image, SAMPLE, seed=settings.seed)
        return sample_of(pixel_features(image, chosen, settings))
    size = min(SAMPLE, histogram.n_pixels)
    pixel = (np.arange(size) + 0.5) * (histogram.n_pixels / size)
    return sample_of(features[np.searchsorted(np.cumsum(histogram.counts), pixel, side="right")])


def sample_of(features: NDArray[np.float32]) -> JudgeSample:
    """A sample of the points given, shape (N, D)."""
    size = min(PART_SIZE, len(features) // PARTS)
    step = max(1, len(features) // max(1, size))
    parts = np.arange(size) * step + (np.arange(PARTS) * step // PARTS)[:, None]
    distances = np.zeros((PARTS, size, size), dtype=np.float32)
    for axis in features.T:
        values = axis[parts]
        distances += (values[:, :, None] - values[:, None, :]) ** 2
    return JudgeSample(points=features.astype(np.float64), parts=parts, distances=np.sqrt(distances))


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """How far apart the clusters of one fit are.

    Attributes
    ----------
    davies_bouldin : float
        0 = points without extent; NaN for a single cluster.
    silhouette, silhouette_spread : float
        Mean and standard deviation over the parts of the sample; NaN for a single cluster.
    """

    davies_bouldin: float
    silhouette: float
    silhouette_spread: float


def separation(sample: JudgeSample, centers: NDArray[np.float32]) -> Separation:
    """Measure a fit on the sample.

    Parameters
    ----------
    sample : JudgeSample
    centers : ndarray of float32, shape (K, D)
    """
    middles = centers.astype(np.float64)
    origin = middles.mean(axis=0)
    labels, _ = nearest((sample.points - origin).T.copy(), middles - origin)
    pairs = zip(sample.distances, labels[sample.parts], strict=True)
    silhouettes = np.array([silhouette(distances, part, len(centers)) for distances, part in pairs])
    silhouettes = silhouettes[~np.isnan(silhouettes)]
    return Separation(
        davies_bouldin=davies_bouldin(sample.points, labels, middles),
        silhouette=float(silhouettes.mean()) if len(silhouettes) else np.nan,
        silhouette_spread=float(silhouettes.std()) if len(silhouettes) else np.nan,
    )


def davies_bouldin(points: Floats, labels: NDArray[np.intp], centers: Floats) -> float:
    """Extent of two clusters against their distance, of the worst partner, averaged over clusters.

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
    way = centers[counts > 0][:, None] - centers[counts > 0][None]
    apart = np.sqrt(np.einsum("ijd,ijd->ij", way, way))
    np.fill_diagonal(apart, np.inf)
    return float(((extent[:, None] + extent[None]) / apart).max(axis=1).mean())


def silhouette(distances: NDArray[np.float32], labels: NDArray[np.intp], k: int) -> float:
    """Mean over the points of ``(b - a) / max(a, b)``.

    a is the mean distance to the other points of the own cluster and b that to the points of the
    closest other cluster. A point alone in its cluster counts 0.

    Parameters
    ----------
    distances : ndarray of float32, shape (M, M)
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

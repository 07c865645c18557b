"""The elbow method on points that are no colors."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.judge_sample import JudgeSample, sample_of
from kseg_core.elbow.judges import measure_fit
from kseg_core.elbow.structure import LEAST_DISTANCE, ColorStructure, gap_fills
from kseg_core.elbow.sweep import DEFAULT_K_VALUES
from kseg_core.elbow.texture import Texture
from kseg_core.kmeans.cluster_statistics import ClusterStatistics
from kseg_core.kmeans.cv_kmeans import fit_sample
from kseg_core.kmeans.settings import KMeansSettings

_SETTINGS = KMeansSettings(k=1, attempts=50, max_iter=100, epsilon=1e-4)


def sweep_points(
    positions: NDArray[np.float64],
    k_values: Iterable[int] = DEFAULT_K_VALUES,
    *,
    span: float,
    seed: int = 0,
    one: str = "point",
) -> ElbowCurve:
    """Fit every K on points and judge the curve as that of a picture.

    Parameters
    ----------
    positions : ndarray of float64, shape (N, D)
        The points; each counts once.
    k_values : iterable of int
        `K_MIN` to `K_MAX`, at most N.
    span : float
        Length of the longest axis: what black to white is for colors.
    seed : int
    one : str
        What a point is, in the singular.

    Returns
    -------
    ElbowCurve
        The same judges and the same rule as for `sweep`. Points have no picture, so that their texture is
        `Texture.VARIED`. In `ElbowPoint.fit` they are black, and the label map is empty.

    Notes
    -----
    `cv2.kmeans` with k-means++, the best of 50 attempts.
    """
    features = positions.astype(np.float32)
    sample, ks = sample_of(features), sorted(set(k_values))
    points = tuple(_fit(features, sample, replace(_SETTINGS, k=k, seed=seed)) for k in ks)
    like_colors = features * np.float32(255.0 / span)
    reached, fills = gap_fills(like_colors, k_max=ks[-1], seed=seed, least_distance=LEAST_DISTANCE)
    structure = ColorStructure(k_values=reached, fills=fills, texture=Texture.VARIED)
    return ElbowCurve(points=points, structure=structure, one=one, kinds="groups", is_picture=False)


def _fit(features: NDArray[np.float32], sample: JudgeSample, settings: KMeansSettings) -> ElbowPoint:
    labels, centers = fit_sample(features, settings)
    statistics, n_points = ClusterStatistics(centers), len(features)
    statistics.add(np.zeros((n_points, 3), np.uint8), features, np.ones(n_points, np.int64), labels)
    fit = statistics.segmentation(np.empty((0, 0), np.uint8), fitted_pixels=n_points, settings=settings)
    return ElbowPoint(fit=fit, measured=measure_fit(sample, fit.centers))

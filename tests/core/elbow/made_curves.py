"""Curves of fits that were never made, for indices, judges and verdict."""

from collections.abc import Sequence

import numpy as np

from kseg_core.elbow.elbow_curve import ElbowCurve, ElbowPoint
from kseg_core.elbow.judges import DAVIES_BOULDIN, SILHOUETTE
from kseg_core.elbow.structure import ColorStructure
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings

SILHOUETTE_SPREAD = 0.01


def made_curve(
    wcss: Sequence[float],
    davies_bouldin: Sequence[float],
    silhouette: Sequence[float],
    *,
    total_ss: float = 1000.0,
    n_pixels: int = 500,
    n_clusters: Sequence[int] | None = None,
    structure: ColorStructure | None = None,
) -> ElbowCurve:
    """For K = 1, 2, …, with as many clusters unless it is said how many."""
    points = []
    for row, error in enumerate(wcss):
        clusters = n_clusters[row] if n_clusters else row + 1
        colors = np.zeros((clusters, 3), dtype=np.uint8)
        fit = Segmentation(
            labels=np.empty((0, 0), dtype=np.uint8),
            centers=colors.astype(np.float32),
            palette=colors,
            means=colors.copy(),
            counts=np.array([n_pixels - clusters + 1] + [1] * (clusters - 1)),
            wcss=error,
            total_ss=total_ss,
            rgb_sse=error,
            rgb_wcss=error,
            fitted_pixels=n_pixels,
            settings=KMeansSettings(k=row + 1),
        )
        parts = silhouette[row] + np.array([-SILHOUETTE_SPREAD, SILHOUETTE_SPREAD])
        measured = {DAVIES_BOULDIN.name: np.array([davies_bouldin[row]]), SILHOUETTE.name: parts}
        points.append(ElbowPoint(fit=fit, measured=measured))
    return ElbowCurve(points=tuple(points), structure=structure)


# Four colors: the error falls by half each time until K = 4, hardly after it.
FOUR_COLORS_WCSS = (1000.0, 500.0, 250.0, 20.0, 18.0, 16.5, 15.0)
FOUR_COLORS_DAVIES_BOULDIN = (np.nan, 0.9, 0.8, 0.2, 0.7, 0.9, 1.0)
FOUR_COLORS_SILHOUETTE = (np.nan, 0.5, 0.6, 0.9, 0.7, 0.5, 0.4)
FOUR_COLORS = made_curve(FOUR_COLORS_WCSS, FOUR_COLORS_DAVIES_BOULDIN, FOUR_COLORS_SILHOUETTE)

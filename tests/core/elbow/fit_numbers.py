"""Numbers of fits that were never made, for judges and verdict."""

from dataclasses import replace

import numpy as np

from kseg_core.elbow.fit_numbers import FitNumbers, Floats
from kseg_core.elbow.judges import DAVIES_BOULDIN, SILHOUETTE


def fit_numbers(
    wcss: list[float], davies_bouldin: list[float], silhouette: list[float], *, n_pixels: int
) -> FitNumbers:
    """For K = 1, 2, …, each with all its clusters."""
    ks = np.arange(1, len(wcss) + 1)
    return FitNumbers(
        k_values=ks,
        n_clusters=ks,
        wcss=np.array(wcss),
        total_ss=wcss[0],
        n_pixels=n_pixels,
        measured=measured(np.array(davies_bouldin), np.array(silhouette)),
    )


def measured(davies_bouldin: Floats, silhouette: Floats) -> dict[str, Floats]:
    """As of one sample and of two parts that spread by 0.01."""
    parts = np.stack([silhouette - 0.01, silhouette + 0.01], axis=1)
    return {DAVIES_BOULDIN.name: davies_bouldin[:, None], SILHOUETTE.name: parts}


def first(fits: FitNumbers, n: int) -> FitNumbers:
    """The numbers of the first K."""
    return replace(
        fits,
        k_values=fits.k_values[:n],
        n_clusters=fits.n_clusters[:n],
        wcss=fits.wcss[:n],
        measured={name: parts[:n] for name, parts in fits.measured.items()},
    )


# Four colors: the error falls by half each time until K = 4, hardly after it.
FOUR_COLORS = fit_numbers(
    [1000.0, 500.0, 250.0, 20.0, 18.0, 16.5, 15.0],
    [np.nan, 0.9, 0.8, 0.2, 0.7, 0.9, 1.0],
    [np.nan, 0.5, 0.6, 0.9, 0.7, 0.5, 0.4],
    n_pixels=500,
)

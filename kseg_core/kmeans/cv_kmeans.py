"""`cv2.kmeans` itself: the one place that calls it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.settings import Criteria, Init, KMeansSettings


def run_cv_kmeans(
    samples: NDArray[np.float32],
    k: int,
    *,
    seed: int,
    init: Init | str = Init.KMEANS_PP,
    attempts: int = 10,
    criteria: Criteria | str = Criteria.BOTH,
    max_iter: int = 10,
    epsilon: float = 1.0,
) -> tuple[NDArray[np.intp], NDArray[np.float32], float]:
    """`cv2.kmeans`, made repeatable.

    Parameters
    ----------
    samples : ndarray of float32, shape (N, D)
    k : int
        At most N.
    seed : int
        OpenCV has one random generator per thread, which is set on the line before the call.
    init, attempts, criteria, max_iter, epsilon
        As in `KMeansSettings`.

    Returns
    -------
    labels : ndarray of intp, shape (N,)
    centers : ndarray of float32, shape (k, D)
    compactness : float
        Sum of squared distances to the centers.
    """
    if len(samples) == 1:
        # OpenCV would read a single row as many samples of one dimension.
        return np.zeros(1, dtype=np.intp), samples.copy(), 0.0
    stop = {
        Criteria.BOTH: cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER,
        Criteria.EPS: cv2.TERM_CRITERIA_EPS,
        Criteria.MAX_ITER: cv2.TERM_CRITERIA_MAX_ITER,
    }[Criteria(criteria)]
    flags = cv2.KMEANS_RANDOM_CENTERS if init == Init.RANDOM else cv2.KMEANS_PP_CENTERS
    labels = np.empty((len(samples), 1), dtype=np.int32)
    cv2.setRNGSeed(seed)
    compactness, _, centers = cv2.kmeans(samples, k, labels, (stop, max_iter, epsilon), attempts, flags)
    return labels.reshape(-1).astype(np.intp), centers.astype(np.float32, copy=False), float(compactness)


def fit_sample(
    samples: NDArray[np.float32], settings: KMeansSettings
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Labels (N,) and centers (K, D) of samples (N, D) by `cv2.kmeans` with exactly these settings."""
    labels, centers, _ = run_cv_kmeans(
        samples,
        settings.k,
        seed=settings.seed,
        init=settings.init,
        attempts=settings.attempts,
        criteria=settings.criteria,
        max_iter=settings.max_iter,
        epsilon=settings.epsilon,
    )
    return labels, centers

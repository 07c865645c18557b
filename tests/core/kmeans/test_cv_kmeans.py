import threading
from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np
import pytest

from kseg_core import Criteria, Init, KMeansSettings
from kseg_core.kmeans.cv_kmeans import fit_sample, run_cv_kmeans

FLAGS = {Init.KMEANS_PP: cv2.KMEANS_PP_CENTERS, Init.RANDOM: cv2.KMEANS_RANDOM_CENTERS}
STOPS = {
    Criteria.BOTH: cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER,
    Criteria.EPS: cv2.TERM_CRITERIA_EPS,
    Criteria.MAX_ITER: cv2.TERM_CRITERIA_MAX_ITER,
}
SAMPLES = np.random.default_rng(0).random((600, 3), dtype=np.float32) * 255


@pytest.fixture
def busy_generator() -> Iterator[None]:
    """Another thread that keeps seeding and drawing from OpenCV's generator."""
    stop = threading.Event()

    def draw() -> None:
        while not stop.is_set():
            cv2.setRNGSeed(99)
            cv2.randu(np.empty(100, np.float32), 0.0, 1.0)

    thread = threading.Thread(target=draw)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.mark.parametrize(("init", "criteria"), list(product(Init, Criteria)))
@pytest.mark.parametrize("seed", [0, 7])
def test_settings_act_literally(init: Init, criteria: Criteria, seed: int) -> None:
    cv2.setRNGSeed(seed)
    stop = (STOPS[criteria], 4, 0.5)
    compactness, labels, centers = cv2.kmeans(SAMPLES, 5, None, stop, 2, FLAGS[init])  # type: ignore[call-overload]

    ours = run_cv_kmeans(
        SAMPLES, 5, seed=seed, init=init, attempts=2, criteria=criteria, max_iter=4, epsilon=0.5
    )
    np.testing.assert_array_equal(ours[0], labels.ravel())
    np.testing.assert_array_equal(ours[1], centers)
    assert ours[2] == compactness

    settings = KMeansSettings(
        k=5, seed=seed, engine="opencv", init=init, attempts=2, criteria=criteria, max_iter=4, epsilon=0.5
    )
    np.testing.assert_array_equal(fit_sample(SAMPLES, settings)[0], labels.ravel())


def test_parameters_matter() -> None:
    def compactness(**options: object) -> float:
        return run_cv_kmeans(SAMPLES, 8, seed=3, **{"attempts": 1, **options})[2]  # type: ignore[arg-type]

    base = compactness()
    assert compactness(attempts=20) < base
    assert compactness(max_iter=2) > base
    assert compactness(init="random") != base
    assert compactness(epsilon=50.0) > base


def test_the_same_seed_gives_the_same_result_whoever_else_draws(busy_generator: None) -> None:
    first = run_cv_kmeans(SAMPLES, 6, seed=5, attempts=1)
    for _ in range(20):
        again = run_cv_kmeans(SAMPLES, 6, seed=5, attempts=1)
        np.testing.assert_array_equal(again[0], first[0])
        np.testing.assert_array_equal(again[1], first[1])


def test_labels_and_compactness_describe_the_centers() -> None:
    labels, centers, compactness = run_cv_kmeans(SAMPLES, 4, seed=0, max_iter=100, epsilon=0.0)
    assert labels.dtype == np.intp
    assert centers.dtype == np.float32
    off = SAMPLES.astype(float) - centers[labels]
    assert compactness == pytest.approx((off**2).sum(), rel=1e-6)
    means = [SAMPLES[labels == label].mean(axis=0, dtype=float) for label in range(4)]
    np.testing.assert_allclose(centers, means, atol=0.01)


def test_run_cv_kmeans_takes_a_single_sample_for_one_row():
    labels, centers, compactness = run_cv_kmeans(np.array([[1.0, 2.0, 3.0]], dtype=np.float32), 1, seed=0)
    assert labels.tolist() == [0]
    assert centers.tolist() == [[1.0, 2.0, 3.0]]
    assert compactness == 0.0

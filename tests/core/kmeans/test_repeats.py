"""The same photo and settings give the same result, whatever else goes on."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from skimage import data

from kseg_core import (
    ColorSpace,
    Engine,
    KMeansSettings,
    color_histogram,
    segment,
)
from kseg_core.color_spaces import to_space
from kseg_core.kmeans.cells import build_cells
from kseg_core.kmeans.fit import fit_colors
from kseg_core.kmeans.segment import segment_each
from tests.core.pictures import noise, picture
from tests.core.segmentation_checks import fingerprint


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from(ColorSpace))
@hypothesis_settings(max_examples=12)
def test_permuting_pixels_permutes_labels(seed: int, k: int, space: ColorSpace) -> None:
    image = noise(12, 15, seed=seed)
    order = np.random.default_rng(seed).permutation(12 * 15)
    moved = picture(image.pixels.reshape(-1, 3)[order].reshape(10, 18, 3))
    settings = KMeansSettings(k=k, color_space=space)
    ours, theirs = segment(image, settings), segment(moved, settings)
    np.testing.assert_array_equal(ours.labels.ravel()[order], theirs.labels.ravel())
    np.testing.assert_array_equal(ours.palette, theirs.palette)
    np.testing.assert_array_equal(ours.centers, theirs.centers)
    assert ours.wcss == theirs.wcss


def test_a_histogram_at_hand_changes_nothing() -> None:
    image = noise(30, 30)
    for engine in Engine:
        settings = KMeansSettings(k=6, engine=engine)
        with_it = segment(image, settings, histogram=color_histogram(image))
        assert fingerprint(with_it) == fingerprint(segment(image, settings))


def test_cells_at_hand_change_nothing() -> None:
    histogram = color_histogram(noise(30, 30))
    features = to_space(histogram.colors, ColorSpace.OKLAB)
    cells = build_cells(features, histogram.counts)
    without = fit_colors(features, histogram.counts, KMeansSettings(k=6))
    with_it = fit_colors(features, histogram.counts, KMeansSettings(k=6), cells=cells)
    np.testing.assert_array_equal(without[0], with_it[0])
    np.testing.assert_array_equal(without[1], with_it[1])


@pytest.fixture
def cv_threads() -> Iterator[Callable[[int], None]]:
    """Sets OpenCV's number of threads, for this test only."""
    before = cv2.getNumThreads()
    yield cv2.setNumThreads
    cv2.setNumThreads(before)


JOBS = [
    KMeansSettings(k=5),
    KMeansSettings(k=9, seed=3, color_space="OKLab"),
    KMeansSettings(k=6, color_space="HSV (circular hue)"),
    KMeansSettings(k=4, engine="opencv", attempts=2),
    KMeansSettings(k=6, engine="opencv", attempts=2, init="random", color_space="CIELAB"),
    KMeansSettings(k=5, position_weight=0.5),
]


def test_same_bytes_with_any_number_of_threads(
    cv_threads: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # More pixels than one thread takes at a time.
    photo = picture(np.tile(data.astronaut()[::6, ::6], (6, 7, 1)))
    asked = [replace(job, k=k) for job in JOBS[:3] for k in (3, 5, job.k)] + JOBS[3:]
    found = []
    for threads in (1, 3):
        cv_threads(threads)
        monkeypatch.setattr("kseg_core.threads.WORKERS", threads)
        found.append([fingerprint(each) for each in segment_each(photo, asked)])
    assert found[0] == found[1]


def test_same_bytes_while_others_compute() -> None:
    photo = picture(data.astronaut()[::6, ::6])
    alone = [fingerprint(segment(photo, settings)) for settings in JOBS]
    stop = threading.Event()

    def disturb() -> None:
        while not stop.is_set():
            cv2.setRNGSeed(1)
            cv2.randu(np.empty(1000, np.float32), 0.0, 1.0)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        with ThreadPoolExecutor(len(JOBS)) as pool:
            together = list(pool.map(lambda settings: fingerprint(segment(photo, settings)), JOBS))
            assert together == alone
    finally:
        stop.set()
        disturber.join()


def test_the_seed_decides() -> None:
    image = noise(60, 60)
    raw = {
        segment(image, KMeansSettings(k=9, engine="opencv", attempts=1, seed=seed)).wcss for seed in range(4)
    }
    assert len(raw) == 4

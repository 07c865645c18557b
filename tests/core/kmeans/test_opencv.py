"""The engine that is cv2.kmeans as it is."""

from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest
from skimage import data

from kseg_core import (
    ColorSpace,
    Criteria,
    Init,
    KMeansSettings,
    segment,
)
from kseg_core.color_spaces import to_space
from tests.core.pictures import noise, picture
from tests.core.segmentation_checks import check_invariants, fingerprint


@pytest.mark.parametrize(("init", "criteria"), list(product(Init, Criteria)))
@pytest.mark.parametrize("space", [ColorSpace.RGB, ColorSpace.CIELUV])
def test_the_opencv_engine_is_cv2_kmeans(init: Init, criteria: Criteria, space: ColorSpace) -> None:
    image = noise(40, 50)
    settings = KMeansSettings(
        k=6, seed=11, color_space=space, engine="opencv", init=init, criteria=criteria, attempts=3, max_iter=6
    )
    result = segment(image, settings)

    stop = {
        Criteria.BOTH: cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER,
        Criteria.EPS: cv2.TERM_CRITERIA_EPS,
        Criteria.MAX_ITER: cv2.TERM_CRITERIA_MAX_ITER,
    }[criteria]
    flags = cv2.KMEANS_PP_CENTERS if init is Init.KMEANS_PP else cv2.KMEANS_RANDOM_CENTERS
    samples = to_space(image.pixels.reshape(-1, 3), space)
    cv2.setRNGSeed(11)
    compactness, labels, centers = cv2.kmeans(samples, 6, None, (stop, 6, 1.0), 3, flags)  # type: ignore[call-overload]
    np.testing.assert_array_equal(result.centers[result.labels.ravel()], centers[labels.ravel()])
    assert result.wcss == pytest.approx(compactness, rel=1e-5)
    assert result.fitted_pixels == 2000


def test_the_fast_engine_reads_none_of_opencvs_settings() -> None:
    image = noise(30, 30)
    base = KMeansSettings(k=5)
    other = replace(base, init="random", attempts=1, criteria="EPS", max_iter=2, epsilon=50.0)
    assert fingerprint(segment(image, base)) == fingerprint(segment(image, other))


def test_the_opencv_engine_says_how_many_pixels_it_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.kmeans.segment.OPENCV_PIXELS", 500)
    image = noise(40, 50)
    result = segment(image, KMeansSettings(k=6, engine="opencv"))
    assert result.fitted_pixels == 500
    check_invariants(image, result)
    assert segment(image, KMeansSettings(k=6)).fitted_pixels == 2000


def test_the_random_initialization_trap_can_be_shown() -> None:
    photo = picture(data.coffee()[::5, ::5])

    def spread(init: str) -> float:
        runs = [
            segment(photo, KMeansSettings(k=8, engine="opencv", init=init, attempts=1, seed=seed)).wcss
            for seed in range(12)
        ]
        return max(runs) / min(runs)

    assert spread("random") > 1.5 > spread("k-means++")

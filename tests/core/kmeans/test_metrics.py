import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, KMeansSettings, RgbImage, segment
from kseg_core.kmeans.metrics import explained_variance, psnr, psnr_text, rgb_wcss_per_pixel, wcss_per_pixel
from tests.core.pictures import picture, tiny_pictures, visible

# Two grays near each other and one far away: at K = 2 the near ones share the color 11.
IMAGE = picture([[(10, 10, 10), (12, 12, 12), (200, 200, 200), (200, 200, 200)]])
RESULT = segment(IMAGE, KMeansSettings(k=2))


def test_wcss_per_pixel() -> None:
    assert wcss_per_pixel(RESULT) == pytest.approx(2 * 3 / 4)


def test_explained_variance() -> None:
    total = 3 * sum((value - 105.5) ** 2 for value in (10, 12, 200, 200))
    assert explained_variance(RESULT) == pytest.approx(1 - 6 / total)


@pytest.mark.parametrize("space", ColorSpace)
def test_the_wcss_in_rgb_is_of_the_same_clusters_in_every_space(space: ColorSpace) -> None:
    result = segment(IMAGE, KMeansSettings(k=2, color_space=space))
    assert rgb_wcss_per_pixel(result) == pytest.approx(wcss_per_pixel(RESULT))


def test_psnr() -> None:
    assert psnr(RESULT) == pytest.approx(10 * math.log10(255**2 / 0.5))


def test_an_exact_result() -> None:
    exact = segment(IMAGE, KMeansSettings(k=3))
    assert (wcss_per_pixel(exact), rgb_wcss_per_pixel(exact), psnr(exact)) == (0.0, 0.0, math.inf)
    assert explained_variance(exact) == 1.0


def test_a_picture_of_one_color_is_explained() -> None:
    assert explained_variance(segment(picture([[(5, 6, 7)] * 3]), KMeansSettings(k=2))) == 1.0


@given(tiny_pictures(), st.integers(1, 6), st.sampled_from(ColorSpace))
def test_metrics_are_what_the_painted_picture_shows(image: RgbImage, k: int, space: ColorSpace) -> None:
    result = segment(image, KMeansSettings(k=k, color_space=space))
    labels = result.labels.ravel() if image.opaque is None else result.labels[image.opaque]
    error = visible(image).astype(float) - result.palette[labels]
    means = np.stack([visible(image)[labels == label].mean(axis=0) for label in range(result.n_clusters)])
    off_mean = visible(image) - means[labels]
    assert rgb_wcss_per_pixel(result) == pytest.approx((off_mean**2).sum(axis=1).mean(), abs=1e-9)
    assert 0.0 <= explained_variance(result) <= 1.0
    assert psnr(result) == (
        math.inf if not np.any(error) else pytest.approx(-10 * math.log10((error**2).mean() / 255**2))
    )


def test_psnr_in_words() -> None:
    assert psnr_text(RESULT) == f"{psnr(RESULT):.1f} dB"
    assert psnr_text(segment(IMAGE, KMeansSettings(k=3))) == "exact"

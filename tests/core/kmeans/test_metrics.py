import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, KMeansSettings, RgbImage, segment
from kseg_core.kmeans.metrics import explained_variance, psnr, psnr_text, rgb_mse, wcss_per_pixel
from tests.core.pictures import picture, tiny_pictures, visible

# Two grays near each other and one far away: at K = 2 the near ones share the color 11.
IMAGE = picture([[(10, 10, 10), (12, 12, 12), (200, 200, 200), (200, 200, 200)]])
RESULT = segment(IMAGE, KMeansSettings(k=2))


def test_wcss_per_pixel() -> None:
    assert wcss_per_pixel(RESULT) == pytest.approx(2 * 3 / 4)


def test_explained_variance() -> None:
    total = 3 * sum((value - 105.5) ** 2 for value in (10, 12, 200, 200))
    assert explained_variance(RESULT) == pytest.approx(1 - 6 / total)


def test_rgb_mse() -> None:
    assert rgb_mse(RESULT) == pytest.approx(2 / 4)


def test_psnr() -> None:
    assert psnr(RESULT) == pytest.approx(10 * math.log10(255**2 / 0.5))


def test_an_exact_result() -> None:
    exact = segment(IMAGE, KMeansSettings(k=3))
    assert (wcss_per_pixel(exact), rgb_mse(exact), psnr(exact)) == (0.0, 0.0, math.inf)
    assert explained_variance(exact) == 1.0


def test_a_picture_of_one_color_is_explained() -> None:
    assert explained_variance(segment(picture([[(5, 6, 7)] * 3]), KMeansSettings(k=2))) == 1.0


@given(tiny_pictures(), st.integers(1, 6), st.sampled_from(ColorSpace))
def test_metrics_are_what_the_painted_picture_shows(image: RgbImage, k: int, space: ColorSpace) -> None:
    result = segment(image, KMeansSettings(k=k, color_space=space))
    labels = result.labels.ravel() if image.opaque is None else result.labels[image.opaque]
    error = visible(image).astype(float) - result.palette[labels]
    assert rgb_mse(result) == pytest.approx((error**2).mean(), abs=1e-9)
    assert 0.0 <= explained_variance(result) <= 1.0
    assert psnr(result) == (
        math.inf if not np.any(error) else pytest.approx(-10 * math.log10((error**2).mean() / 255**2))
    )


def test_psnr_in_words() -> None:
    assert psnr_text(RESULT) == f"{psnr(RESULT):.1f} dB"
    assert psnr_text(segment(IMAGE, KMeansSettings(k=3))) == "exact"

"""How near the fast engine comes to the best clusters there are."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from skimage import data

from kseg_core import (
    ColorSpace,
    KMeansSettings,
    RgbImage,
    color_histogram,
    segment,
)
from kseg_core.color_spaces import to_space
from tests.core.kmeans.plain_kmeans import best_of_restarts, plain_wcss
from tests.core.pictures import noise, patches, picture


def lit_sphere() -> RgbImage:
    """One smooth shape of low contrast before a dark ground."""
    y, x = np.mgrid[-1:1:120j, -1:1:120j]
    light = np.clip(1.0 - np.hypot(x + 0.3, y + 0.3), 0.0, 1.0)
    return picture(np.stack([90 + 40 * light, 80 + 30 * light, 100 + 10 * light], axis=-1).round())


PICTURES: dict[str, Callable[[], RgbImage]] = {
    "coffee": lambda: picture(data.coffee()[::6, ::6]),
    "retina": lambda: picture(data.retina()[::20, ::20]),
    "stained tissue": lambda: picture(data.immunohistochemistry()[::8, ::8]),
    "noise": lambda: noise(60, 60),
    "patches": lambda: patches(np.random.default_rng(1).integers(20, 236, (12, 3)), side=20, sigma=9.0),
    "sphere": lit_sphere,
}


@cache
def named_picture(name: str) -> RgbImage:
    return PICTURES[name]()


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize(("k", "percent"), [(2, 0.1), (6, 0.1), (16, 0.3)])
def test_wcss_is_that_of_the_best_of_many_restarts(name: str, k: int, percent: float) -> None:
    image = named_picture(name)
    histogram = color_histogram(image)
    best = best_of_restarts(histogram.colors.astype(float), histogram.counts.astype(float), k, restarts=6)
    wcss = segment(image, KMeansSettings(k=k), histogram=histogram).wcss
    assert wcss <= best * (1 + percent / 100)


@pytest.mark.parametrize(
    "space", [ColorSpace.HSV, ColorSpace.HSV_CIRCULAR, ColorSpace.CIELAB, ColorSpace.OKLAB]
)
def test_wcss_is_as_good_in_other_spaces(space: ColorSpace) -> None:
    image = named_picture("coffee")
    histogram = color_histogram(image)
    features = to_space(histogram.colors, space).astype(float)
    best = best_of_restarts(features, histogram.counts.astype(float), 6, restarts=8)
    assert segment(image, KMeansSettings(k=6, color_space=space)).wcss <= best * 1.001


@pytest.mark.parametrize("space", [ColorSpace.RGB, ColorSpace.HSV, ColorSpace.OKLAB])
def test_wcss_falls_as_k_grows(space: ColorSpace) -> None:
    photo = picture(data.chelsea()[::6, ::6])
    curve = [segment(photo, KMeansSettings(k=k, color_space=space)).wcss for k in range(1, 6)]
    assert np.all(np.diff(curve) < 0.0)


def test_plain_hsv_parts_the_two_reds_and_circular_hue_does_not() -> None:
    reds_and_green = [(230, 10, 34), (230, 34, 10), (60, 230, 20)]
    image = patches(reds_and_green, side=20, sigma=1.0)
    one_red, other_red, green = (slice(0, 20), slice(20, 40), slice(40, 60))

    def merged(space: ColorSpace) -> Callable[[slice, slice], bool]:
        labels = segment(image, KMeansSettings(k=2, color_space=space)).labels
        return lambda a, b: len(np.unique(np.hstack([labels[:, a], labels[:, b]]))) == 1

    plain, circular = merged(ColorSpace.HSV), merged(ColorSpace.HSV_CIRCULAR)
    assert plain(other_red, green)
    assert not plain(one_red, other_red)
    assert circular(one_red, other_red)
    assert not circular(other_red, green)


def test_the_reference_itself_finds_a_known_optimum() -> None:
    x = np.array([[0.0, 0, 0], [2, 0, 0], [100, 0, 0], [103, 0, 0]])
    weights = np.array([1.0, 1.0, 2.0, 1.0])
    assert best_of_restarts(x, weights, 2, restarts=3) == pytest.approx(2.0 + 6.0)
    assert plain_wcss(x, np.array([[1.0, 0, 0], [101, 0, 0]]), weights) == pytest.approx(8.0)

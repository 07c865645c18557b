"""What holds for every method."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, KMeansSettings, RgbImage, Segmentation, segment
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.settings import K_MAX
from kseg_core.methods.method import Method, segment_by
from tests.core.pictures import BLUE, GREEN, RED, picture, tiny_pictures, visible
from tests.core.segmentation_checks import fingerprint, labels_of


def found_by(method: Method, image: RgbImage, k: int, **asked: object) -> Segmentation:
    return segment_by(method, image, method.settings(KMeansSettings(k=k, **asked)))


@pytest.fixture(params=Method)
def method(request: pytest.FixtureRequest) -> Method:
    return request.param


def test_two_flat_colors_are_found_exactly(method: Method):
    halves = np.full((12, 30, 3), RED)
    halves[:, 20:] = BLUE
    result = found_by(method, picture(halves), 2)
    np.testing.assert_array_equal(result.palette, [RED, BLUE])
    np.testing.assert_array_equal(result.palette[result.labels], halves)
    assert result.counts.tolist() == [240, 120]
    assert (result.rgb_sse, result.rgb_wcss) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_transparent_pixels_take_no_part(method: Method):
    thirds = np.full((12, 30, 3), RED)
    thirds[:, 12:22] = BLUE
    thirds[:, 22:] = GREEN
    result = found_by(method, picture(thirds, np.where(np.arange(30) < 22, 255, 0) + np.zeros((12, 1))), 2)
    np.testing.assert_array_equal(result.palette, [RED, BLUE])
    assert (result.labels[:, 22:] == NO_LABEL).all()
    assert result.counts.tolist() == [144, 120]


def test_one_color_is_one_cluster(method: Method):
    result = found_by(method, picture(np.full((6, 8, 3), 77)), 5)
    assert {tuple(color) for color in result.palette.tolist()} == {(77, 77, 77)}
    assert result.n_clusters == (5 if method is Method.WITH_POSITION else 1)


@given(tiny_pictures(), st.sampled_from(Method), st.integers(1, K_MAX))
def test_labels_palette_and_errors_agree(image: RgbImage, method: Method, k: int):
    result = found_by(method, image, k)
    labels, rgb = labels_of(image, result), visible(image).astype(float)
    assert image.opaque is None or np.all(result.labels[~image.opaque] == NO_LABEL)
    assert 1 <= result.n_clusters <= k
    np.testing.assert_array_equal(result.counts, np.bincount(labels, minlength=result.n_clusters))
    assert np.all(np.diff(result.counts) <= 0)
    assert result.counts.min() >= 1
    means = np.stack([rgb[labels == label].mean(axis=0) for label in range(result.n_clusters)])
    np.testing.assert_allclose(result.means, means, atol=0.5 + 1e-9)
    if method is not Method.MEDIAN_CUT:
        np.testing.assert_array_equal(result.palette, result.means)
    assert result.rgb_wcss == pytest.approx(((rgb - means[labels]) ** 2).sum(), rel=1e-9, abs=1e-6)
    painted = result.palette[labels].astype(float)
    assert result.rgb_sse == pytest.approx(((rgb - painted) ** 2).sum(), rel=1e-9, abs=1e-6)
    assert fingerprint(found_by(method, image, k)) == fingerprint(result)


def test_settings_hold_what_the_method_needs_and_what_was_asked(method: Method):
    asked = KMeansSettings(k=7, color_space="OKLab", seed=3, position_weight=2.0)
    own, settings = method.definition, method.settings(asked)
    assert (settings.k, settings.seed) == (7, 3)
    assert settings.color_space == (own.color_space or ColorSpace.OKLAB)
    assert settings.position_weight == own.position_weight


def test_only_kmeans_is_what_segment_finds():
    image = picture(np.random.default_rng(0).integers(0, 256, (12, 12, 3)))
    found = {method: found_by(method, image, 3) for method in Method}
    same = {
        method
        for method, result in found.items()
        if fingerprint(result) == fingerprint(segment(image, result.settings))
    }
    assert same == {method for method in Method if method.is_kmeans}
    assert same == {Method.KMEANS, Method.WITH_POSITION}

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kseg_core import ColorSpace, Engine, KMeansSettings, RgbImage, segment
from kseg_core.color_spaces import to_space
from kseg_core.image import NO_LABEL
from kseg_core.kmeans import spatial
from kseg_core.kmeans.settings import K_MAX
from kseg_core.kmeans.spatial import spread_pixels
from tests.core.kmeans.plain_kmeans import best_of_restarts, squared_distances
from tests.core.pictures import BLUE, RED, WHITE, noise, picture, tiny_pictures, visible


def features_of(image: RgbImage, settings: KMeansSettings) -> np.ndarray:
    """Color and place of the opaque pixels (N, 5), written out."""
    space = ColorSpace(settings.color_space)
    y, x = np.nonzero(np.ones(image.pixels.shape[:2]) if image.opaque is None else image.opaque)
    unit = settings.position_weight * space.definition.scale / max(image.height, image.width)
    return np.column_stack([to_space(visible(image), space), x * unit, y * unit])


def test_place_parts_what_color_cannot() -> None:
    flat = picture(np.full((20, 60, 3), 90))
    assert segment(flat, KMeansSettings(k=3)).n_clusters == 1
    result = segment(flat, KMeansSettings(k=3, position_weight=1.0))
    assert sorted(result.counts) == [400, 400, 400]
    for third in np.split(result.labels, 3, axis=1):
        assert len(np.unique(third)) == 1
    assert result.palette.tolist() == [[90, 90, 90]] * 3


def test_with_more_weight_the_clusters_are_places() -> None:
    # The same two colors left and right: by color two clusters, by place left and right.
    stripes = np.zeros((40, 40, 3))
    stripes[::2] = 60
    by_color = segment(picture(stripes), KMeansSettings(k=2, position_weight=0.01))
    by_place = segment(picture(stripes), KMeansSettings(k=2, position_weight=4.0))
    np.testing.assert_array_equal(by_color.labels[::2], np.full((20, 40), by_color.labels[0, 0]))
    np.testing.assert_array_equal(by_color.labels[1::2], np.full((20, 40), 1 - by_color.labels[0, 0]))
    assert len(np.unique(by_place.labels[:2, :2])) == 1
    assert by_place.wcss > by_color.wcss


@given(
    tiny_pictures(),
    st.integers(1, K_MAX),
    st.sampled_from(Engine),
    st.sampled_from(ColorSpace),
    st.sampled_from([0.1, 1.0, 4.0]),
)
def test_invariants(image: RgbImage, k: int, engine: Engine, space: ColorSpace, weight: float) -> None:
    settings = KMeansSettings(k=k, engine=engine, color_space=space, position_weight=weight, attempts=1)
    result = segment(image, settings)
    opaque = np.ones(result.labels.shape, bool) if image.opaque is None else image.opaque
    labels, features = result.labels[opaque], features_of(image, settings)
    assert np.all(result.labels[~opaque] == NO_LABEL)
    assert result.centers.shape == (result.n_clusters, 5)
    np.testing.assert_array_equal(result.counts, np.bincount(labels, minlength=result.n_clusters))
    assert np.all(np.diff(result.counts) <= 0)
    assert result.counts.min() >= 1
    distances = squared_distances(features, result.centers.astype(float))
    assert result.wcss == pytest.approx(distances[np.arange(len(labels)), labels].sum(), rel=1e-4, abs=1e-3)
    np.testing.assert_allclose(
        np.sqrt(distances[np.arange(len(labels)), labels]), np.sqrt(distances.min(axis=1)), atol=1e-2
    )
    means = np.stack([visible(image)[labels == label].mean(axis=0) for label in range(result.n_clusters)])
    np.testing.assert_allclose(result.palette, means, atol=0.5 + 1e-9)


def test_a_cluster_for_every_pixel() -> None:
    result = segment(picture([[RED, BLUE], [RED, WHITE]]), KMeansSettings(k=32, position_weight=1.0))
    assert result.n_clusters == 4
    assert result.wcss == pytest.approx(0.0)
    np.testing.assert_array_equal(result.palette[result.labels], [[RED, BLUE], [RED, WHITE]])


@pytest.mark.parametrize("k", [4, 8])
def test_wcss_is_that_of_the_best_of_many_restarts(k: int) -> None:
    image = picture(cv2.blur(noise(48, 64).pixels, (9, 9)))
    settings = KMeansSettings(k=k, position_weight=0.5)
    features = features_of(image, settings)
    best = best_of_restarts(features, np.ones(len(features)), k, restarts=12)
    assert segment(image, settings).wcss <= best * 1.005


def test_the_opencv_engine_is_cv2_kmeans_on_five_axes() -> None:
    image = noise(30, 40)
    settings = KMeansSettings(
        k=5, engine="opencv", position_weight=1.0, seed=4, criteria="MAX_ITER", max_iter=100, attempts=2
    )
    samples = features_of(image, settings).astype(np.float32)
    cv2.setRNGSeed(4)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 100, 1.0)
    compactness, labels, centers = cv2.kmeans(samples, 5, None, stop, 2, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    result = segment(image, settings)
    np.testing.assert_array_equal(result.centers[result.labels.ravel()], centers[labels.ravel()])
    assert result.wcss == pytest.approx(compactness, rel=1e-5)


def test_large_pictures_are_fitted_on_a_sample_and_labeled_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spatial, "FIT_PIXELS", 1000)
    monkeypatch.setattr(spatial, "_BLOCK", 700)
    halves = np.zeros((60, 60, 3))
    halves[:, 20:] = 250
    image = picture(halves, alpha=np.where(np.arange(3600).reshape(60, 60) < 120, 0, 255))
    result = segment(image, KMeansSettings(k=2, position_weight=0.1))
    assert result.fitted_pixels == 1000
    assert np.all(result.labels[:2] == NO_LABEL)
    assert np.all(result.labels[2:, 20:] == 0)
    assert np.all(result.labels[2:, :20] == 1)
    assert result.counts.tolist() == [58 * 40, 58 * 20]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 500), st.integers(0, 99))
@hypothesis_settings(max_examples=50)
def test_spread_pixels_takes_one_from_each_equal_stretch(
    height: int, width: int, limit: int, seed: int
) -> None:
    image = noise(height, width)
    chosen = spread_pixels(image, limit, seed=seed)
    n = height * width
    assert len(chosen) == min(n, limit)
    stretch = max(1.0, n / limit)
    assert np.all(np.abs(chosen - np.arange(len(chosen)) * stretch) <= stretch)
    assert np.all(np.diff(chosen) >= 0)
    assert chosen[-1] < n


def test_spread_pixels_knows_what_is_not_there() -> None:
    image = picture([[RED, BLUE, WHITE, RED]], alpha=[[0, 255, 127, 128]])
    assert spread_pixels(image, 10, seed=0).tolist() == [1, 3]
    assert spread_pixels(image, 1, seed=0).tolist() in ([1], [3])

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ColorSpace, Engine, KMeansSettings, RgbImage, segment
from kseg_core.edits.connected import region_counts
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import pixel_features
from tests.core.pictures import BLUE, RED, noise, patches, picture, tiny_pictures, visible


def test_it_is_the_gaussian_of_opencv() -> None:
    photo = noise(40, 50)
    np.testing.assert_array_equal(smoothed(photo, 1.7).pixels, cv2.GaussianBlur(photo.pixels, (0, 0), 1.7))


def test_without_smoothing_the_picture_is_itself() -> None:
    photo = noise(4, 5)
    assert smoothed(photo, 0.0) is photo
    assert smoothed(photo, 1.0) != smoothed(photo, 2.0) != photo


def test_what_is_transparent_does_not_bleed_in() -> None:
    alpha = np.full((20, 20), 255)
    alpha[:, :10] = 0
    for hidden in (RED, BLUE):
        pixels = np.full((20, 20, 3), 100)
        pixels[:, :10] = hidden
        assert np.all(smoothed(picture(pixels, alpha), 3.0).pixels == 100)


@given(
    tiny_pictures(),
    st.integers(1, 6),
    st.sampled_from([0.6, 2.0]),
    st.sampled_from(ColorSpace),
    st.sampled_from(Engine),
    st.sampled_from([0.0, 0.7]),
)
def test_clusters_are_found_on_the_smoothed_picture_and_painted_from_the_picture(
    image: RgbImage, k: int, sigma: float, space: ColorSpace, engine: Engine, weight: float
) -> None:
    settings = KMeansSettings(
        k=k, color_space=space, engine=engine, position_weight=weight, smoothing=sigma, attempts=1
    )
    result = segment(image, settings)
    plain = KMeansSettings(k=k, color_space=space, engine=engine, position_weight=weight, attempts=1)
    on_smoothed = segment(smoothed(image, sigma), plain)
    assert result.settings is settings
    np.testing.assert_array_equal(result.labels, on_smoothed.labels)
    np.testing.assert_array_equal(result.centers, on_smoothed.centers)
    assert (result.wcss, result.total_ss) == (on_smoothed.wcss, on_smoothed.total_ss)

    opaque = np.ones(result.labels.shape, bool) if image.opaque is None else image.opaque
    assert np.all(result.labels[~opaque] == NO_LABEL)
    labels, rgb = result.labels[opaque], visible(image).astype(float)
    means = np.stack([rgb[labels == row].mean(axis=0) for row in range(result.n_clusters)])
    np.testing.assert_allclose(result.palette, means, atol=0.5 + 1e-9)
    assert result.rgb_sse == pytest.approx(((rgb - result.palette[labels]) ** 2).sum(), abs=1e-6)
    features = pixel_features(smoothed(image, sigma), np.flatnonzero(opaque), settings)
    features = features[:, : result.centers.shape[1]].astype(float)
    assert result.wcss == pytest.approx(((features - result.centers[labels]) ** 2).sum(), rel=1e-4, abs=1e-2)


def test_a_noisy_picture_falls_into_fewer_regions() -> None:
    photo = patches([(90, 90, 90), (120, 120, 120)], side=40, sigma=15.0)
    regions = [
        region_counts(segment(photo, KMeansSettings(k=2, smoothing=sigma)).labels, 2).sum()
        for sigma in (0.0, 2.0)
    ]
    assert regions[0] > 100
    assert regions[1] == 2


def test_a_locked_color_is_shown_in_a_smoothed_picture_too() -> None:
    photo = patches([RED, BLUE])
    result = segment(photo, KMeansSettings(k=2, smoothing=1.0, locked=((250, 0, 0),)))
    assert [250, 0, 0] in result.palette.tolist()

"""Invariants of every segmentation, and pictures whose clusters are known."""

from itertools import product

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
    RgbImage,
    color_histogram,
    segment,
)
from kseg_core.color_spaces import to_space
from kseg_core.encoding.pictures import encode_label_map
from kseg_core.image import NO_LABEL, Box
from kseg_core.kmeans.label_maps import labels_seen, with_label_map
from kseg_core.kmeans.segment import segment_each
from kseg_core.kmeans.settings import K_MAX, Swatch, Weighting
from tests.core.kmeans.plain_kmeans import squared_distances
from tests.core.pictures import BLUE, GREEN, RED, noise, patches, picture, tiny_pictures
from tests.core.segmentation_checks import check_invariants, features_of, fingerprint, labels_of

FOUR_COLORS = [(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90)]
ANY_SETTINGS = st.builds(
    KMeansSettings,
    k=st.integers(1, K_MAX),
    color_space=st.sampled_from(ColorSpace),
    seed=st.integers(0, 2**31 - 1),
    engine=st.sampled_from(Engine),
    attempts=st.just(2),
)


@given(tiny_pictures(), ANY_SETTINGS)
@hypothesis_settings(max_examples=150)
def test_invariants_hold_for_any_picture_and_settings(image: RgbImage, settings: KMeansSettings) -> None:
    check_invariants(image, segment(image, settings))


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("space", ColorSpace)
def test_invariants_hold_on_a_photo(space: ColorSpace, engine: Engine) -> None:
    photo = picture(data.coffee()[::5, ::5])
    check_invariants(photo, segment(photo, KMeansSettings(k=7, color_space=space, engine=engine, attempts=1)))


@given(tiny_pictures(), st.sampled_from(ColorSpace), st.integers(1, K_MAX))
def test_every_pixel_is_with_its_nearest_center(image: RgbImage, space: ColorSpace, k: int) -> None:
    result = segment(image, KMeansSettings(k=k, color_space=space))
    distances = np.sqrt(squared_distances(features_of(image, result), result.centers.astype(float)))
    chosen = distances[np.arange(len(distances)), labels_of(image, result)]
    np.testing.assert_allclose(chosen, distances.min(axis=1), atol=1e-4)


@given(tiny_pictures(transparency=False), st.integers(1, 12))
def test_the_fast_engine_converges(image: RgbImage, k: int) -> None:
    result = segment(image, KMeansSettings(k=k))
    labels, features = labels_of(image, result), features_of(image, result)
    means = np.stack([features[labels == label].mean(axis=0) for label in range(result.n_clusters)])
    np.testing.assert_allclose(result.centers, means, atol=1e-4)


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("seed", range(5))
def test_known_colors_are_found(engine: Engine, seed: int) -> None:
    image = patches(FOUR_COLORS, side=24)
    result = segment(image, KMeansSettings(k=4, seed=seed, engine=engine))
    assert result.counts.tolist() == [576] * 4
    for column, color in enumerate(FOUR_COLORS):
        (label,) = np.unique(result.labels[:, 24 * column : 24 * (column + 1)])
        np.testing.assert_allclose(result.palette[label].astype(int), color, atol=1)


def test_the_mean_is_rounded_and_not_cut_off() -> None:
    image = picture([[(10, 0, 0), (11, 0, 0), (11, 0, 0), (200, 0, 0)]])
    result = segment(image, KMeansSettings(k=2))
    assert result.labels.tolist() == [[0, 0, 0, 1]]
    assert result.palette.tolist() == [[11, 0, 0], [200, 0, 0]]
    assert result.centers[0, 0] == pytest.approx(32 / 3, rel=1e-6)
    assert result.wcss == pytest.approx(2 / 3, rel=1e-5)


def test_one_cluster_is_the_mean_of_the_picture() -> None:
    image = noise(20, 30)
    for engine in Engine:
        result = segment(image, KMeansSettings(k=1, engine=engine))
        mean = image.pixels.reshape(-1, 3).mean(axis=0)
        np.testing.assert_allclose(result.centers, [mean], atol=1e-3)
        assert result.wcss == pytest.approx(result.total_ss)
        assert result.total_ss == pytest.approx(((image.pixels - mean) ** 2).sum())


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("k", [1, 5, K_MAX])
def test_one_pixel(engine: Engine, k: int) -> None:
    result = segment(picture([[BLUE]]), KMeansSettings(k=k, engine=engine))
    assert result.labels.tolist() == [[0]]
    assert result.palette.tolist() == [list(BLUE)]
    assert (result.counts.tolist(), result.wcss, result.total_ss, result.rgb_sse) == ([1], 0.0, 0.0, 0.0)


@pytest.mark.parametrize("engine", Engine)
def test_one_color(engine: Engine) -> None:
    result = segment(picture(np.full((6, 5, 3), 77)), KMeansSettings(k=3, engine=engine))
    assert result.palette.tolist() == [[77, 77, 77]]
    assert not result.labels.any()
    assert result.wcss == 0.0


@pytest.mark.parametrize(("engine", "k"), list(product(Engine, [3, 4, K_MAX])))
def test_as_many_clusters_as_colors(engine: Engine, k: int) -> None:
    image = picture([[RED, GREEN, BLUE], [RED, GREEN, RED]])
    result = segment(image, KMeansSettings(k=k, engine=engine))
    assert result.labels.tolist() == [[0, 1, 2], [0, 1, 0]]
    assert result.palette.tolist() == [list(RED), list(GREEN), list(BLUE)]
    assert result.counts.tolist() == [3, 2, 1]
    assert (result.wcss, result.rgb_sse) == (0.0, 0.0)


@pytest.mark.parametrize("engine", Engine)
def test_colors_that_a_space_cannot_tell_apart(engine: Engine) -> None:
    # Saturation 254.0 and hue 0.2: all of these are (0, 254, 255) in 8-bit HSV.
    image = picture([[(255, 1, 1), (255, 1, 2), (255, 2, 1), (255, 2, 2), (0, 0, 90)]])
    hsv = to_space(image.pixels.reshape(-1, 3), ColorSpace.HSV)
    assert 2 <= len(np.unique(hsv, axis=0)) < 5
    result = segment(image, KMeansSettings(k=4, color_space="HSV", engine=engine))
    check_invariants(image, result)
    assert result.labels[0, 4] not in result.labels[0, :4]
    assert result.wcss <= 1.0


def test_as_many_clusters_as_there_can_be() -> None:
    image = noise(40, 50)
    result = segment(image, KMeansSettings(k=K_MAX))
    check_invariants(image, result)
    assert result.n_clusters == K_MAX


def test_what_is_less_than_half_opaque_makes_no_cluster() -> None:
    image = picture([[RED, GREEN, BLUE], [RED, (9, 9, 9), BLUE]], alpha=[[255, 127, 255], [128, 0, 255]])
    result = segment(image, KMeansSettings(k=4))
    assert result.labels.tolist() == [[1, NO_LABEL, 0], [1, NO_LABEL, 0]]
    assert result.palette.tolist() == [list(BLUE), list(RED)]
    assert result.n_pixels == 4
    assert result.total_ss == pytest.approx(4 * (127.5**2 * 2))


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("position_weight", [0.0, 0.5])
def test_a_color_that_nobody_sees_is_in_no_palette(engine: Engine, position_weight: float) -> None:
    pixels, alpha = np.full((10, 10, 3), (0, 255, 80)), np.full((10, 10), 1)
    pixels[0, :4], alpha[0, :4] = [RED, RED, RED, BLUE], 255
    settings = KMeansSettings(k=3, engine=engine, position_weight=position_weight)
    result = segment(picture(pixels, alpha), settings)
    assert {tuple(color) for color in result.palette.tolist()} <= {RED, BLUE}
    assert result.counts.sum() == 4
    assert sum(result.shares[(result.palette == RED).all(axis=1)]) == pytest.approx(0.75)
    assert result.rgb_sse == 0
    assert np.count_nonzero(result.labels == NO_LABEL) == 96


def test_clusters_of_equal_size_have_one_order() -> None:
    results = [segment(picture([[RED, GREEN, BLUE]]), KMeansSettings(k=3, seed=seed)) for seed in range(4)]
    assert len({fingerprint(result) for result in results}) == 1


@pytest.mark.parametrize("engine", Engine)
def test_very_many_colors_are_fitted_on_fewer(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    image, settings = noise(60, 80), KMeansSettings(k=6, color_space=ColorSpace.CIELAB, engine=engine)
    whole = segment(image, settings)
    monkeypatch.setattr("kseg_core.kmeans.segment.COLORS_AT_ONCE", 2000)
    result = segment(image, settings)
    check_invariants(image, result)
    distances = squared_distances(features_of(image, result), result.centers.astype(float))
    np.testing.assert_array_equal(labels_of(image, result), distances.argmin(axis=1))
    assert result.wcss < 1.02 * whole.wcss
    assert fingerprint(result) == fingerprint(segment(image, settings))
    if engine is Engine.FAST:
        assert result.fitted_pixels == pytest.approx(1000, abs=2)  # one color each, but for rare twins


@pytest.mark.parametrize("color_limit", [2000, 4_000_000])
def test_several_settings_in_one_go_give_what_each_gives_alone(
    color_limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kseg_core.kmeans.segment.COLORS_AT_ONCE", color_limit)
    image = noise(60, 80)
    asked = [
        KMeansSettings(k=3),
        KMeansSettings(k=5, color_space=ColorSpace.CIELAB),
        KMeansSettings(k=4, position_weight=1.0),
        KMeansSettings(k=7, weighting=Weighting.ACCENTS, swatch=Swatch.VIVID),
        KMeansSettings(k=5, engine=Engine.OPENCV, attempts=2),
        KMeansSettings(k=3, smoothing=2.0),
    ]
    histogram = color_histogram(image)
    alone = [fingerprint(segment(image, each)) for each in asked]
    assert [fingerprint(each) for each in segment_each(image, asked)] == alone
    without_maps = list(segment_each(image, asked, histogram=histogram, label_maps=False))
    assert [each.labels.size == 0 for each in without_maps] == [True, True, False, False, True, False]
    assert [fingerprint(with_label_map(image, histogram, each)) for each in without_maps] == alone


@given(tiny_pictures(), st.integers(1, 9), st.booleans())
def test_labels_are_seen_alike_with_and_without_the_label_map(
    image: RgbImage, max_side: int, with_position: bool
) -> None:
    asked = KMeansSettings(k=3, position_weight=float(with_position))
    histogram, whole = color_histogram(image), segment(image, asked)
    (found,) = segment_each(image, [asked], label_maps=False)
    box = Box(left=image.width // 3, top=image.height // 3, right=image.width, bottom=image.height)
    for part in (None, box):
        seen, alpha = labels_seen(image, histogram, found, box=part, max_side=max_side)
        rows, columns = (part or image.box).rows, (part or image.box).columns
        shown = encode_label_map(seen, whole.palette, alpha=alpha)
        assert shown == encode_label_map(
            whole.labels[rows, columns], whole.palette, alpha=image.alpha_in(part), max_side=max_side
        )

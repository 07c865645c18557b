import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.canny.edges import detect_edges, find_edges
from kseg_core.canny.settings import APERTURES, CannySettings
from kseg_core.canny.stages import canny_stages
from kseg_core.canny.threshold_map import (
    HISTOGRAM_BINS,
    MAP_LEVELS,
    count_edge_pixels,
    survey_gradient,
    threshold_map,
)
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import gray_image, opaque, textured


@settings(max_examples=40, deadline=None)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    seed=st.integers(0, 1000),
    aperture=st.sampled_from(APERTURES),
    l2_gradient=st.booleans(),
    transparent=st.booleans(),
    thresholds=st.lists(st.floats(0, 1000), min_size=1, max_size=3),
)
def test_count_edge_pixels_counts_what_detect_edges_finds(
    height: int,
    width: int,
    seed: int,
    aperture: int,
    l2_gradient: bool,
    transparent: bool,
    thresholds: list[float],
) -> None:
    alpha = np.full((height, width), 255, np.uint8)
    if transparent:
        alpha[: height // 2, : width // 2] = 0
    image = RgbImage(pixels=textured(height, width, seed), alpha=alpha)

    def asked(low: float, high: float) -> CannySettings:
        return CannySettings(low, high, aperture=aperture, l2_gradient=l2_gradient, blur_sigma=0)

    lows, highs = [0.0, 20.0, *thresholds], [*thresholds, 60.0, 1e6]
    expected = [[np.count_nonzero(detect_edges(image, asked(low, high))) for high in highs] for low in lows]
    counted = count_edge_pixels(survey_gradient(find_edges(image, asked(1, 1)))[1], lows, highs)
    np.testing.assert_array_equal(counted, expected)


def test_count_edge_pixels_of_nothing_is_empty() -> None:
    _, local_maxima = survey_gradient(find_edges(gray_image(np.zeros((3, 3), np.uint8)), CannySettings(1, 2)))
    assert count_edge_pixels(local_maxima, [], [1.0]).shape == (0, 1)
    np.testing.assert_array_equal(count_edge_pixels(local_maxima, [0.0, 5.0], [0.0]), [[0], [0]])


@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("sigma", [1, 9])
@pytest.mark.parametrize("l2_gradient", [False, True])
def test_histogram_counts_every_pixel_once(aperture: int, sigma: float, l2_gradient: bool) -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:20] = 0
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    asked = CannySettings(10, 20, blur_sigma=sigma, aperture=aperture, l2_gradient=l2_gradient)
    stages = canny_stages(image, asked)
    histogram, _ = survey_gradient(find_edges(image, asked))
    assert len(histogram.bin_edges) == len(histogram.all_pixels) + 1 == len(histogram.maxima) + 1
    assert len(histogram.all_pixels) <= HISTOGRAM_BINS
    assert histogram.all_pixels.sum() == 40 * 80
    assert histogram.maxima.sum() == np.count_nonzero(stages.nms)
    assert (histogram.maxima <= histogram.all_pixels).all()
    magnitude = stages.magnitude[alpha > 0]
    if l2_gradient:
        magnitude = np.rint(magnitude * stages.gain) / stages.gain
    expected, _ = np.histogram(magnitude, histogram.bin_edges)
    np.testing.assert_array_equal(histogram.all_pixels, expected)


def test_histogram_of_a_flat_picture_has_one_bin() -> None:
    flat = gray_image(np.full((4, 5), 9, np.uint8))
    histogram, _ = survey_gradient(find_edges(flat, CannySettings(1, 2)))
    assert histogram.bin_edges.tolist() == [0, 1]
    assert (histogram.all_pixels.tolist(), histogram.maxima.tolist()) == ([20], [0])


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("strip", [90, 1_000_000])
def test_threshold_map_in_strips_is_that_of_the_whole(
    hole: bool, strip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alpha = np.full((50, 70), 255, np.uint8)
    alpha[10:20, 5:60] = 0
    image = RgbImage(pixels=textured(50, 70), alpha=alpha if hole else None)
    asked = CannySettings(5, 9, blur_sigma=0.9, l2_gradient=hole)
    expected, local_maxima = survey_gradient(find_edges(image, asked))
    monkeypatch.setattr("kseg_core.canny.threshold_map._STRIP_PIXELS", strip)
    made = threshold_map(find_edges(image, asked))
    np.testing.assert_array_equal(made.histogram.bin_edges, expected.bin_edges)
    np.testing.assert_array_equal(made.histogram.all_pixels, expected.all_pixels)
    np.testing.assert_array_equal(made.histogram.maxima, expected.maxima)
    levels = made.levels.tolist()
    assert len(levels) <= MAP_LEVELS
    np.testing.assert_array_equal(made.counts, count_edge_pixels(local_maxima, levels, levels))


def test_threshold_map_counts_what_detect_edges_finds() -> None:
    image = opaque(textured(40, 60))
    made = threshold_map(find_edges(image, CannySettings(0, 0, blur_sigma=1)))
    for row, column in ((0, 3), (4, 9), (7, -1)):
        asked = CannySettings(made.levels[row], made.levels[column], blur_sigma=1)
        assert made.counts[row, column] == np.count_nonzero(detect_edges(image, asked))


@pytest.mark.parametrize("size", [(1, 1), (1, 20), (7, 3)])
def test_threshold_map_of_flat_and_tiny_pictures(size: tuple[int, int]) -> None:
    made = threshold_map(find_edges(gray_image(np.full(size, 7, np.uint8)), CannySettings(0, 0)))
    assert made.levels.tolist() == [1, 2]
    assert not made.counts.any()
    assert made.histogram.all_pixels.sum() == size[0] * size[1]

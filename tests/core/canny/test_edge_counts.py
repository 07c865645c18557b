import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core.canny.edge_counts import count_edge_pixels, crests_of, histogram_of_tally, tally_magnitudes
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import APERTURES, CannySettings
from kseg_core.canny.stages import canny_stages
from kseg_core.errors import SettingsError
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
    counted = count_edge_pixels(crests_of(canny_stages(image, asked(1, 1))), lows, highs)
    np.testing.assert_array_equal(counted, expected)


def test_count_edge_pixels_of_nothing_is_empty() -> None:
    crests = crests_of(canny_stages(gray_image(np.zeros((3, 3), np.uint8)), CannySettings(1, 2)))
    assert count_edge_pixels(crests, [], [1.0]).shape == (0, 1)
    np.testing.assert_array_equal(count_edge_pixels(crests, [0.0, 5.0], [0.0]), [[0], [0]])


def test_histogram_counts_every_pixel_once() -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:20] = 0
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    stages = canny_stages(image, CannySettings(10, 20, blur_sigma=1))
    histogram = histogram_of_tally(*tally_magnitudes(stages), bins=50)
    assert len(histogram.bin_edges) == len(histogram.all_pixels) + 1 == len(histogram.maxima) + 1 <= 51
    assert histogram.all_pixels.sum() == 40 * 80
    assert histogram.maxima.sum() == np.count_nonzero(stages.nms)
    assert (histogram.maxima <= histogram.all_pixels).all()
    expected, _ = np.histogram(stages.magnitude[alpha > 0], histogram.bin_edges)
    np.testing.assert_array_equal(histogram.all_pixels, expected)


def test_histogram_of_a_flat_picture_has_one_bin() -> None:
    stages = canny_stages(gray_image(np.full((4, 5), 9, np.uint8)), CannySettings(1, 2))
    histogram = histogram_of_tally(*tally_magnitudes(stages))
    assert histogram.bin_edges.tolist() == [0, 1]
    assert (histogram.all_pixels.tolist(), histogram.maxima.tolist()) == ([20], [0])


def test_histogram_needs_a_bin() -> None:
    stages = canny_stages(opaque(textured(8, 8)), CannySettings(1, 2))
    with pytest.raises(SettingsError, match="at least one bin"):
        histogram_of_tally(*tally_magnitudes(stages), bins=0)

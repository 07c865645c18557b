import numpy as np
import pytest

from kseg_core.canny.edge_counts import count_edge_pixels, crests_of, histogram_of_tally, tally_magnitudes
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stages import canny_stages
from kseg_core.canny.threshold_map import MAP_LEVELS, threshold_map
from kseg_core.image import RgbImage
from tests.core.canny.edge_pictures import gray_image, opaque, textured, work_of


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("strip", [90, 1_000_000])
def test_threshold_map_in_strips_is_that_of_the_whole(
    hole: bool, strip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kseg_core.canny.threshold_map._STRIP_PIXELS", strip)
    alpha = np.full((50, 70), 255, np.uint8)
    alpha[10:20, 5:60] = 0
    image = RgbImage(pixels=textured(50, 70), alpha=alpha if hole else None)
    settings = CannySettings(5, 9, blur_sigma=0.9, l2_gradient=hole)
    made = threshold_map(work_of(image, settings))
    stages = canny_stages(image, settings)
    expected = histogram_of_tally(*tally_magnitudes(stages))
    np.testing.assert_array_equal(made.histogram.bin_edges, expected.bin_edges)
    np.testing.assert_array_equal(made.histogram.all_pixels, expected.all_pixels)
    np.testing.assert_array_equal(made.histogram.maxima, expected.maxima)
    levels = made.levels.tolist()
    assert len(levels) <= MAP_LEVELS
    np.testing.assert_array_equal(made.counts, count_edge_pixels(crests_of(stages), levels, levels))


def test_threshold_map_counts_what_detect_edges_finds() -> None:
    image = opaque(textured(40, 60))
    made = threshold_map(work_of(image, CannySettings(0, 0, blur_sigma=1)))
    for row, column in ((0, 3), (4, 9), (7, -1)):
        settings = CannySettings(made.levels[row], made.levels[column], blur_sigma=1)
        assert made.counts[row, column] == np.count_nonzero(detect_edges(image, settings))


@pytest.mark.parametrize("size", [(1, 1), (1, 20), (7, 3)])
def test_threshold_map_of_flat_and_tiny_pictures(size: tuple[int, int]) -> None:
    made = threshold_map(work_of(gray_image(np.full(size, 7, np.uint8)), CannySettings(0, 0)))
    assert made.levels.tolist() == [1, 2]
    assert not made.counts.any()
    assert made.histogram.all_pixels.sum() == size[0] * size[1]

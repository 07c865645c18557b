"""Colors of a cluster's own pixels in place of its mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core import KMeansSettings, RgbImage, segment
from kseg_core.edits.edited import edit_result
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import Swatch
from kseg_core.kmeans.swatches import swatch_colors
from tests.core.pictures import noise


def reds_and_blues() -> RgbImage:
    """50 dull reds, 40 of another, 10 vivid ones, and one pixel more vivid still; 100 blues."""
    reds = [[150, 80, 80]] * 50 + [[120, 60, 60]] * 149 + [[230, 10, 10]] * 10 + [[255, 0, 0]]
    blues = [[10, 10, 200]] * 100
    return RgbImage(pixels=np.array([reds + blues], np.uint8))


@pytest.mark.parametrize(
    ("swatch", "red"),
    [("mean", [133, 62, 62]), ("most common", [120, 60, 60]), ("most vivid", [230, 10, 10])],
)
def test_the_color_of_a_cluster(swatch: str, red: list[int]):
    result = segment(reds_and_blues(), KMeansSettings(k=2, swatch=swatch))
    assert result.palette.tolist() == [red, [10, 10, 200]]
    assert result.means.tolist() == [[133, 62, 62], [10, 10, 200]]


@settings(max_examples=12)
@given(seed=st.integers(0, 50), swatch=st.sampled_from([Swatch.COMMON, Swatch.VIVID]), k=st.integers(1, 5))
def test_it_is_a_color_of_the_cluster_and_its_error_is_exact(seed: int, swatch: Swatch, k: int):
    pixels = np.random.default_rng(seed).integers(0, 256, (6, 7, 3), np.uint8)
    image = RgbImage(pixels=pixels)
    plain = segment(image, KMeansSettings(k=k, seed=seed))
    result = segment(image, KMeansSettings(k=k, seed=seed, swatch=swatch))
    assert np.array_equal(result.labels, plain.labels)
    for row, color in enumerate(result.palette.tolist()):
        assert color in pixels[result.labels == row].tolist()
    error = (pixels.astype(float) - result.palette[result.labels]) ** 2
    assert result.rgb_sse == pytest.approx(error.sum())


def test_locked_colors_stay_and_merged_clusters_have_one_of_their_own():
    image = noise(12, 12)
    locked = KMeansSettings(k=3, locked=((255, 0, 0),), swatch="most common")
    assert [255, 0, 0] in segment(image, locked).palette.tolist()
    result = segment(image, KMeansSettings(k=4, swatch="most common"))
    merged = edit_result(image, result, PaletteEdits(merges=((0, 1, 2, 3),)))
    expected = swatch_colors(image, merged.labels, merged.means, Swatch.COMMON)
    assert merged.palette.tolist() == expected.tolist()


def test_transparent_pixels_have_no_say():
    pixels = np.full((4, 4, 3), 9, np.uint8)
    pixels[0] = 200
    alpha = np.full((4, 4), 255, np.uint8)
    alpha[1:] = 0
    result = segment(RgbImage(pixels=pixels, alpha=alpha), KMeansSettings(k=1, swatch="most common"))
    assert result.palette.tolist() == [[200, 200, 200]]

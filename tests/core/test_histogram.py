from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import RgbImage, color_histogram
from tests.core.pictures import BLUE, GREEN, RED, WHITE, noise, picture, tiny_pictures, visible


def test_colors_are_counted_in_the_order_of_their_codes() -> None:
    histogram = color_histogram(picture([[BLUE, RED], [RED, GREEN], [RED, BLUE]]))
    assert histogram.colors.tolist() == [list(RED), list(GREEN), list(BLUE)]
    assert histogram.counts.tolist() == [3, 1, 2]
    assert histogram.codes.tolist() == [0x0000FF, 0x00FF00, 0xFF0000]
    assert (histogram.n_colors, histogram.n_pixels) == (3, 6)
    assert histogram.nbytes == 3 * 3 + 3 * 8


def test_what_is_less_than_half_opaque_is_left_out() -> None:
    histogram = color_histogram(picture([[BLUE, WHITE, RED, GREEN]], alpha=[[0, 127, 128, 255]]))
    assert histogram.colors.tolist() == [list(RED), list(GREEN)]
    assert histogram.n_pixels == 2


@given(tiny_pictures())
def test_the_histogram_is_a_plain_count(image: RgbImage) -> None:
    histogram = color_histogram(image)
    counted = dict(zip(map(tuple, histogram.colors.tolist()), histogram.counts.tolist(), strict=True))
    assert counted == Counter(map(tuple, visible(image).tolist()))
    assert len(counted) == histogram.n_colors
    assert np.all(np.diff(histogram.codes.astype(np.int64)) > 0)


@given(st.integers(0, 2**32 - 1))
def test_moving_pixels_about_changes_nothing(seed: int) -> None:
    image = noise(9, 11)
    moved = np.random.default_rng(seed).permutation(image.pixels.reshape(-1, 3)).reshape(11, 9, 3)
    ours, theirs = color_histogram(image), color_histogram(picture(moved))
    np.testing.assert_array_equal(ours.colors, theirs.colors)
    np.testing.assert_array_equal(ours.counts, theirs.counts)

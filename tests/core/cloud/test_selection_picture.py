import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kseg_core import RgbImage, color_histogram
from kseg_core.cloud.selection_picture import (
    VEIL_COLORS,
    VEIL_OPACITY,
    color_mask,
    encode_mask,
    encode_veil,
)
from kseg_core.image import Box
from tests.core.pictures import BLUE, GREEN, RED, noise, picture, tiny_pictures


@settings(max_examples=40)
@given(image=tiny_pictures(), seed=st.integers(0, 99))
def test_the_mask_is_true_where_a_selected_color_is_seen(image: RgbImage, seed: int):
    histogram = color_histogram(image)
    selected = np.random.default_rng(seed).random(histogram.n_colors) < 0.5
    mask = color_mask(image, histogram, selected)
    chosen = set(map(tuple, histogram.colors[selected].tolist()))
    there = np.ones(mask.shape, np.bool_) if image.opaque is None else image.opaque
    expected = [[tuple(color) in chosen for color in row] for row in image.pixels.tolist()]
    np.testing.assert_array_equal(mask, expected & there)
    assert mask.sum() == histogram.counts[selected].sum()


def test_the_mask_file_is_black_and_white_at_one_bit_a_pixel():
    mask = np.array([[True, False, True], [False, False, True]])
    encoded = encode_mask(mask)
    assert encoded.data[24] == 1
    with Image.open(io.BytesIO(encoded.data)) as file:
        np.testing.assert_array_equal(np.array(file.convert("L")), mask * 255)


def test_a_mask_of_all_or_nothing_is_still_a_file():
    for value in (False, True):
        data = encode_mask(np.full((3, 5), value)).data
        with Image.open(io.BytesIO(data)) as file:
            assert (np.array(file.convert("L")) == 255 * value).all()


def veiled(
    image: RgbImage, selected: np.ndarray, *, box: Box | None = None, max_side: int = 99
) -> np.ndarray:
    encoded = encode_veil(image, color_histogram(image), selected, box=box, max_side=max_side)
    with Image.open(io.BytesIO(encoded.data)) as file:
        return np.array(file.convert("RGBA"))


def test_the_veil_covers_what_is_not_selected_and_only_what_is_there():
    image = picture([[RED, BLUE, GREEN]], alpha=[[255, 255, 0]])
    selected = (color_histogram(image).colors == RED).all(axis=1)
    rgba = veiled(image, selected)[0]
    assert rgba[:, 3].tolist() == [0, VEIL_OPACITY, 0]
    assert tuple(rgba[1, :3]) == VEIL_COLORS[0]
    part = veiled(image, selected, box=Box(left=1, top=0, right=3, bottom=1))
    assert part[0, :, 3].tolist() == [VEIL_OPACITY, 0]
    nothing = veiled(image, selected, box=Box(left=2, top=0, right=3, bottom=1))
    assert nothing[..., 3].tolist() == [[0]]


def test_a_smaller_veil_covers_the_pixels_that_are_picked():
    image = noise(30, 90)
    histogram = color_histogram(image)
    selected = np.arange(histogram.n_colors) % 2 == 0
    covered = veiled(image, selected, max_side=30)[..., 3] > 0
    np.testing.assert_array_equal(covered, ~color_mask(image, histogram, selected)[1::3, 1::3])


def test_the_veil_has_checks_so_that_it_is_no_color_of_the_picture():
    image = picture(np.full((20, 20, 3), 40))
    rgba = veiled(image, np.zeros(1, np.bool_))
    seen = [tuple(rgba[row, column, :3]) for row, column in ((0, 0), (7, 7), (0, 8), (8, 0), (8, 8))]
    light, dark = VEIL_COLORS[1], VEIL_COLORS[0]
    assert seen == [dark, dark, light, light, dark]

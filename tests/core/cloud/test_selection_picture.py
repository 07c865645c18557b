import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kseg_core import RgbImage, color_histogram
from kseg_core.cloud.selection_picture import (
    VEIL_COLOR,
    VEIL_OPACITY,
    color_mask,
    encode_mask,
    encode_veil,
    picked_pixels,
)
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


def test_the_veil_covers_what_is_not_selected_and_only_what_is_there():
    image = picture([[RED, BLUE, GREEN]], alpha=[[255, 255, 0]])
    histogram = color_histogram(image)
    selected = (histogram.colors == RED).all(axis=1)
    with Image.open(io.BytesIO(encode_veil(image, histogram, selected).data)) as file:
        rgba = np.array(file.convert("RGBA"))[0]
    assert rgba[:, 3].tolist() == [0, VEIL_OPACITY, 0]
    assert tuple(rgba[1, :3]) == VEIL_COLOR


def test_a_smaller_picture_has_pixels_of_the_larger():
    image = noise(30, 90)
    small = picked_pixels(image, max_side=30)
    np.testing.assert_array_equal(small.pixels, image.pixels[1::3, 1::3])
    assert small.digest != image.digest
    assert picked_pixels(image, max_side=90) is image


def test_a_smaller_picture_of_holes_is_the_picture_itself():
    alpha = np.zeros((9, 9), np.uint8)
    alpha[0, 0] = 255
    image = RgbImage(pixels=noise(9, 9).pixels, alpha=alpha)
    assert picked_pixels(image, max_side=3) is image

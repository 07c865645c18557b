"""Photos as the browser gets them: JPEG, or PNG and WebP with transparency."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from kseg_core.encoding.pictures import (
    JPEG_MAX_SIDE,
    WEBP_MAX_SIDE,
    encode_label_map,
    encode_photo,
    encode_pixels,
    encode_translucent,
)
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from tests.core.encoded_pictures import random_palette, rgba_of


def blocks(height: int, width: int) -> NDArray[np.uint8]:
    """Red, green, blue and white quarters."""
    quarter = np.array([[[220, 20, 30], [20, 200, 40]], [[30, 40, 210], [255, 255, 255]]], dtype=np.uint8)
    return quarter.repeat(height // 2, axis=0).repeat(width // 2, axis=1)


def test_an_opaque_photo_is_a_jpeg_with_its_channels_in_order():
    pixels = blocks(64, 96)
    encoded = encode_photo(RgbImage(pixels=pixels))
    assert encoded.mime == "image/jpeg"
    rgba = rgba_of(encoded)
    for y, x in ((16, 24), (16, 72), (48, 24), (48, 72)):
        assert np.abs(rgba[y, x, :3].astype(int) - pixels[y, x]).max() <= 6


def test_the_colors_of_a_small_photo_do_not_mix():
    pixels = np.full((60, 80, 3), (255, 0, 0), np.uint8)
    pixels[:, 39:] = (0, 0, 255)
    shown = rgba_of(encode_photo(RgbImage(pixels=pixels), quality=75))[..., :3].astype(int)
    assert np.abs(shown - pixels).max() < 40


def test_quality_trades_size_for_likeness():
    image = RgbImage(pixels=np.random.default_rng(0).integers(0, 256, (80, 80, 3), dtype=np.uint8))
    assert len(encode_photo(image, quality=30).data) < len(encode_photo(image, quality=95).data)


@pytest.mark.parametrize("quality", [0, 101])
def test_quality_is_bounded(quality: int):
    with pytest.raises(SettingsError):
        encode_photo(RgbImage(pixels=blocks(4, 4)), quality=quality)


def test_a_photo_is_averaged_down():
    checks = (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)
    encoded = encode_photo(RgbImage(pixels=np.dstack([checks] * 3)), max_side=16)
    assert (encoded.width, encoded.height) == (16, 16)
    assert np.abs(rgba_of(encoded)[..., :3].astype(int) - 128).max() <= 3


def test_a_transparent_photo_keeps_its_transparency_and_loses_what_it_hid():
    pixels = blocks(40, 60)
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:20, :30] = 0
    alpha[20:, :30] = 128
    encoded = encode_photo(RgbImage(pixels=pixels, alpha=alpha))
    assert encoded.mime == "image/png"
    rgba = rgba_of(encoded)
    assert np.array_equal(rgba[..., 3], alpha)
    assert np.array_equal(rgba[alpha == 255][:, :3], pixels[alpha == 255])
    assert np.abs(rgba[alpha == 128][:, :3].astype(int) - pixels[alpha == 128]).max() <= 1
    assert not rgba[alpha == 0].any()


def test_hidden_colors_do_not_bleed_when_a_photo_is_scaled_down():
    pixels = np.full((90, 90, 3), (10, 200, 60), np.uint8)
    pixels[:, 31:] = (255, 0, 255)
    alpha = np.full((90, 90), 255, np.uint8)
    alpha[:, 31:] = 0
    rgba = rgba_of(encode_photo(RgbImage(pixels=pixels, alpha=alpha), max_side=9))
    assert 0 < rgba[0, 3, 3] < 255
    assert np.abs(rgba[:, :4, :3].astype(int) - (10, 200, 60)).max() <= 6
    assert not rgba[:, 4:].any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (JPEG_MAX_SIDE + 500, 1), (2, JPEG_MAX_SIDE + 500)])
@pytest.mark.parametrize("transparent", [False, True])
def test_photos_of_extreme_shapes(shape: tuple[int, int], transparent: bool):
    alpha = np.full(shape, 255, np.uint8) if transparent else None
    image = RgbImage(pixels=np.full((*shape, 3), 90, np.uint8), alpha=alpha)
    rgba = rgba_of(encode_photo(image))
    assert max(rgba.shape) <= JPEG_MAX_SIDE
    assert np.abs(rgba[..., :3].astype(int) - 90).max() <= 2


def test_a_crop_is_encoded_like_a_picture_of_its_own():
    image = RgbImage(pixels=np.random.default_rng(0).integers(0, 256, (50, 70, 3), dtype=np.uint8))
    view = RgbImage(pixels=image.pixels[5:45, 10:60])
    assert encode_photo(view) == encode_photo(image.crop(10, 5, 60, 45))


def test_a_photo_and_its_label_map_get_the_same_size():
    image = RgbImage(pixels=np.zeros((427, 641, 3), np.uint8))
    photo = encode_photo(image, max_side=123)
    labels = encode_label_map(np.zeros((427, 641), np.uint8), random_palette(1), max_side=123)
    assert (photo.width, photo.height) == (labels.width, labels.height)


def test_a_see_through_picture_keeps_its_alpha_and_is_smaller_than_a_png() -> None:
    photo = data.coffee()[:200, :300]
    alpha = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (200, 1))
    shown = encode_translucent(photo, alpha, quality=90)
    assert shown.mime == "image/webp"
    found = np.array(Image.open(io.BytesIO(shown.data)))
    np.testing.assert_array_equal(found[..., 3], alpha)
    assert np.abs(found[..., :3].astype(int) - photo)[alpha > 0].mean() < 5
    assert len(shown.data) < len(encode_pixels(photo, alpha).data) / 2


def test_colors_under_alpha_zero_are_in_no_see_through_picture() -> None:
    red, hidden = np.full((32, 32, 3), (200, 0, 0), dtype=np.uint8), np.zeros((32, 32), dtype=np.uint8)
    found = np.array(Image.open(io.BytesIO(encode_translucent(red, hidden).data)).convert("RGBA"))
    assert not found.any()


def test_what_is_too_long_for_a_webp_is_a_png() -> None:
    long = np.zeros((1, WEBP_MAX_SIDE + 1, 3), dtype=np.uint8)
    alpha = np.full(long.shape[:2], 7, dtype=np.uint8)
    assert encode_translucent(long, alpha).mime == "image/png"
    assert encode_translucent(long[:, 1:], alpha[:, 1:]).mime == "image/webp"

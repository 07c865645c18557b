import io

import numpy as np
import pytest
from PIL import Image

from kseg_core import RgbImage
from kseg_core.encoding.pictures import SMALL_PIXELS, Encoded, encode_lossless, encode_photo, encode_preview
from kseg_core.image import Box
from tests.core.canny.edge_pictures import opaque, textured


def opened(encoded: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(encoded.data))


def test_a_part_of_a_photo_is_that_part() -> None:
    image = opaque(textured(60, 80))
    part = encode_photo(image, box=Box(left=10, top=20, right=50, bottom=40), max_side=100, quality=100)
    assert (part.width, part.height) == opened(part).size == (40, 20)
    shown = np.asarray(opened(part)).astype(int)
    assert np.abs(shown - image.pixels[20:40, 10:50]).mean() < 2
    assert opened(encode_photo(image, box=Box(left=0, top=0, right=40, bottom=20), max_side=10)).size == (
        10,
        5,
    )


def test_a_part_without_opaque_pixels_is_transparent() -> None:
    alpha = np.zeros((60, 80), np.uint8)
    alpha[0, 0] = 255
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    part = opened(encode_photo(image, box=Box(left=5, top=5, right=9, bottom=9), max_side=100))
    assert np.asarray(part.convert("RGBA"))[..., 3].max() == 0


@pytest.mark.parametrize(("height", "mime"), [(SMALL_PIXELS // 400, "image/png"), (401, "image/jpeg")])
def test_a_small_photo_is_shown_by_its_very_pixels(height: int, mime: str) -> None:
    image = opaque(textured(height, 400))
    shown = encode_preview(image, max_side=1200)
    assert shown.mime == mime
    if mime == "image/png":
        np.testing.assert_array_equal(np.asarray(opened(shown)), image.pixels)


def test_lossless_picture_keeps_pixels_and_hides_what_was_hidden() -> None:
    alpha = np.full((20, 30), 255, np.uint8)
    alpha[:5] = 0
    alpha[5:9] = 120
    image = RgbImage(pixels=textured(20, 30), alpha=alpha)
    pixels = np.asarray(opened(encode_lossless(image)))
    np.testing.assert_array_equal(pixels[5:, :, :3], image.pixels[5:])
    np.testing.assert_array_equal(pixels[..., 3], alpha)
    assert not pixels[:5].any()
    plain = opaque(textured(20, 30))
    np.testing.assert_array_equal(np.asarray(opened(encode_lossless(plain))), plain.pixels)

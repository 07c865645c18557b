"""Transparency of every kind, and pixels that are not there."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from kseg_core.errors import ImageError
from kseg_core.reading.decode import decode_image
from tests.core.reading.bad_files import png
from tests.core.reading.picture_files import GRAY, IMAGE, SCENE, as_rgb, save

ALPHA = np.where(SCENE[..., 0] < 90, 0, SCENE[..., 0]).astype(np.uint8)
RGBA = Image.fromarray(np.dstack([SCENE, ALPHA]))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_kept_as_it_is(kind: str) -> None:
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    image = decode_image(save(RGBA, kind, **options))
    np.testing.assert_array_equal(image.alpha, ALPHA)
    np.testing.assert_array_equal(image.pixels, SCENE)


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_lossy_formats(kind: str) -> None:
    image = decode_image(save(RGBA, kind, quality=95))
    assert image.alpha is not None
    assert np.abs(image.alpha.astype(int) - ALPHA).mean() < 3


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
def test_opaque_everywhere_is_none(kind: str) -> None:
    assert decode_image(save(IMAGE.convert("RGBA"), kind)).alpha is None


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_nothing_there(kind: str) -> None:
    empty = IMAGE.copy()
    empty.putalpha(0)
    with pytest.raises(ImageError, match="completely transparent"):
        decode_image(save(empty, kind))


def test_gray_with_alpha() -> None:
    both = Image.merge("LA", [Image.fromarray(GRAY), Image.fromarray(ALPHA)])
    image = decode_image(save(both, "PNG"))
    np.testing.assert_array_equal(image.pixels, as_rgb(GRAY))
    np.testing.assert_array_equal(image.alpha, ALPHA)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_transparent_color_of_a_palette(kind: str) -> None:
    indexed = IMAGE.quantize(16)
    image = decode_image(save(indexed, kind, transparency=5))
    assert image.alpha is not None
    np.testing.assert_array_equal(image.alpha == 0, np.asarray(indexed) == 5)


def test_palette_with_an_alpha_for_each_color() -> None:
    indexed = IMAGE.quantize(4)
    image = decode_image(save(indexed, "PNG", transparency=bytes([0, 80, 160, 255])))
    np.testing.assert_array_equal(image.alpha, np.array([0, 80, 160, 255], np.uint8)[np.asarray(indexed)])


def test_transparent_color_of_rgb_and_gray() -> None:
    color = tuple(int(value) for value in SCENE[9, 9])
    of_rgb = decode_image(save(IMAGE, "PNG", transparency=color))
    np.testing.assert_array_equal(of_rgb.alpha == 0, (SCENE[9, 9] == SCENE).all(axis=-1))
    of_gray = decode_image(save(Image.fromarray(GRAY), "PNG", transparency=int(GRAY[9, 9])))
    np.testing.assert_array_equal(of_gray.alpha == 0, GRAY[9, 9] == GRAY)


def test_transparent_value_of_16_bit_gray() -> None:
    deep = np.array([[0, 1000, 1001, 65535]], np.uint16)
    image = decode_image(save(Image.fromarray(deep), "PNG", transparency=1000))
    assert image.alpha is not None
    assert image.alpha.tolist() == [[255, 0, 255, 255]]


def test_transparent_color_of_16_bit_rgb() -> None:
    rows = np.array([[[0x1200, 0x3400, 0x5600], [0x9900, 0x9900, 0x9900]]], ">u2")
    data = png(
        (b"IHDR", struct.pack(">LLBBBBB", 2, 1, 16, 2, 0, 0, 0)),
        (b"tRNS", struct.pack(">HHH", 0x1200, 0x3400, 0x5600)),
        (b"IDAT", zlib.compress(b"\0" + rows.tobytes())),
    )
    image = decode_image(data)
    assert image.alpha is not None
    assert image.alpha.tolist() == [[0, 255]]


@pytest.mark.parametrize("alpha", [0, 200])
def test_alpha_of_a_bitmap_counts_unless_all_of_it_is_zero(alpha: int) -> None:
    """Windows and many programs leave the alpha of a BMP with channel masks unset."""
    height, width = SCENE.shape[:2]
    stored = np.full((height, width, 4), 0, np.uint8)
    stored[..., :3], stored[5, 7, 3] = SCENE[..., ::-1], alpha
    masks = struct.pack("<4L", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    about = struct.pack("<LllHHLLllLL", 108, width, -height, 1, 32, 3, stored.nbytes, 0, 0, 0, 0)
    data = b"BM" + struct.pack("<LLL", 122 + stored.nbytes, 0, 122) + about + masks + bytes(52)
    image = decode_image(data + stored.tobytes())
    np.testing.assert_array_equal(image.pixels, SCENE)
    expected = None if alpha == 0 else stored[..., 3]
    np.testing.assert_array_equal(image.alpha, expected)

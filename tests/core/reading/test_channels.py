"""Gray, palettes, CMYK and more than eight bits become 8-bit RGB."""

from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from kseg_core.errors import ImageError
from kseg_core.reading.decode import decode_image
from tests.core.reading.odd_files import deep_tiff
from tests.core.reading.picture_files import GRAY, IMAGE, SCENE, as_rgb, largest_difference, save


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_gray(kind: str) -> None:
    np.testing.assert_array_equal(decode_image(save(Image.fromarray(GRAY), kind)).pixels, as_rgb(GRAY))


def test_gray_jpeg() -> None:
    image = decode_image(save(Image.fromarray(GRAY), "JPEG", quality=100))
    assert largest_difference(image.pixels, as_rgb(GRAY)) <= 2


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_one_bit(kind: str) -> None:
    bits = SCENE[..., 0] > 100
    image = decode_image(save(Image.fromarray(bits), kind))
    np.testing.assert_array_equal(image.pixels, as_rgb(np.where(bits, 255, 0).astype(np.uint8)))
    assert image.notes == ()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
def test_palette(kind: str) -> None:
    indexed = IMAGE.quantize(200)
    image = decode_image(save(indexed, kind))
    np.testing.assert_array_equal(image.pixels, np.asarray(indexed.convert("RGB")))
    assert image.alpha is None


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk(kind: str) -> None:
    inks = np.zeros((8, 8, 4), np.uint8)
    inks[:, 4:, 0] = 255
    options = {"quality": 100} if kind == "JPEG" else {}
    image = decode_image(save(Image.fromarray(inks, "CMYK"), kind, **options))
    assert largest_difference(image.pixels[0, 0], np.array([255, 255, 255], np.uint8)) <= 1
    assert largest_difference(image.pixels[0, 7], np.array([0, 255, 255], np.uint8)) <= 1
    assert image.notes == ("converted from CMYK",)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_gray(kind: str) -> None:
    deep = np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64)
    image = decode_image(save(Image.fromarray(deep), kind))
    np.testing.assert_array_equal(image.pixels, as_rgb(np.rint(deep / 257).astype(np.uint8)))
    assert image.notes == ("16-bit reduced to 8-bit",)


@pytest.mark.parametrize("extension", [".png", ".tiff"])
def test_16_bit_color(extension: str) -> None:
    _, data = cv2.imencode(extension, SCENE[..., ::-1].astype(np.uint16) * 257)
    image = decode_image(data.tobytes())
    np.testing.assert_array_equal(image.pixels, SCENE)
    assert image.notes == ("16-bit reduced to 8-bit",)


def test_16_bit_color_with_alpha() -> None:
    alpha = SCENE[..., 1]
    bgra = np.dstack([SCENE[..., ::-1], alpha]).astype(np.uint16) * 257
    image = decode_image(cv2.imencode(".png", bgra)[1].tobytes())
    np.testing.assert_array_equal(image.pixels, SCENE)
    np.testing.assert_array_equal(image.alpha, alpha)


def test_10_bit_heic() -> None:
    import pillow_heif

    deep = pillow_heif.from_bytes("RGB;16", (96, 64), (SCENE.astype(np.uint16) * 257).tobytes())
    stream = BytesIO()
    deep.save(stream, quality=95)
    image = decode_image(stream.getvalue())
    assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3
    assert image.notes == ("10-bit reduced to 8-bit",)


@pytest.mark.parametrize(
    ("values", "expected", "note"),
    [
        ([[0, 100, 255]], [0, 100, 255], "32-bit reduced to 8-bit"),
        ([[-1000, 0, 1000]], [3, 128, 252], "values from -1023 to 1023 scaled to 8-bit"),
        ([[0, 35000, 70000]], [0, 68, 136], "17-bit values in a 32-bit file, reduced to 8-bit"),
        ([[9, 9, 9]], [9, 9, 9], "32-bit reduced to 8-bit"),
    ],
)
def test_32_bit_integers(values: list[list[int]], expected: list[int], note: str) -> None:
    image = decode_image(save(Image.fromarray(np.array(values, np.int32)), "TIFF"))
    assert image.pixels[0, :, 0].tolist() == expected
    assert image.notes == (note,)


@pytest.mark.parametrize(
    ("values", "expected", "note"),
    [
        ([0, 0.5, 1], [0, 128, 255], "values from 0 to 1 scaled to 8-bit"),
        ([0, 99.6, 255], [0, 100, 255], "32-bit reduced to 8-bit"),
        ([-2, 0, 2], [0, 128, 255], "values from -2 to 2 scaled to 8-bit"),
        ([np.inf, 0.2, -np.inf], [255, 51, 0], "values from 0 to 1 scaled to 8-bit"),
        ([3e38, 0, -3e38], [240, 128, 15], "values from -3.403e+38 to 3.403e+38 scaled to 8-bit"),
    ],
)
def test_32_bit_floats(values: list[float], expected: list[int], note: str) -> None:
    image = decode_image(save(Image.fromarray(np.array([values], np.float32)), "TIFF"))
    assert image.pixels[0, :, 1].tolist() == expected
    assert image.alpha is None
    assert image.notes == (note,)


def test_nan_is_not_there() -> None:
    values = np.array([[np.nan, 0.0, 1.0, np.nan]], np.float32)
    image = decode_image(save(Image.fromarray(values), "TIFF"))
    assert image.alpha is not None
    assert image.alpha.tolist() == [[0, 255, 255, 0]]
    assert image.pixels[0, 1:3, 0].tolist() == [0, 255]


def test_nothing_but_nan() -> None:
    with pytest.raises(ImageError, match="completely transparent"):
        decode_image(save(Image.fromarray(np.full((3, 3), np.nan, np.float32)), "TIFF"))


@pytest.mark.parametrize("extension", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_16_bits_are_rounded_alike_in_gray_and_color(extension: str, channels: int) -> None:
    deep = np.full((1, 3, channels), 0x01FF, np.uint16)
    deep[0, 2] = 0xFFFF
    if channels == 4:
        deep[..., 3] = 0x10FF
    image = decode_image(cv2.imencode(extension, deep)[1].tobytes())
    assert image.pixels[0].tolist() == [[2] * 3, [2] * 3, [255] * 3]
    assert channels < 4 or (image.alpha is not None and set(image.alpha[0].tolist()) == {17})


@pytest.mark.parametrize(
    ("values", "expected", "bits"),
    [([0, 512, 1023], [0, 128, 255], 10), ([0, 2048, 4095], [0, 128, 255], 12)],
)
@pytest.mark.parametrize("channels", [1, 3])
def test_few_bits_in_16(values: list[int], expected: list[int], bits: int, channels: int) -> None:
    deep = np.repeat(np.array([values], np.uint16)[..., None], channels, axis=2)
    image = decode_image(cv2.imencode(".tiff", deep)[1].tobytes())
    assert image.pixels[0, :, 0].tolist() == expected
    assert image.notes == (f"{bits}-bit values in a 16-bit file, reduced to 8-bit",)


def test_white_is_zero_with_16_bits() -> None:
    deep = Image.fromarray(np.array([[0, 0xC000, 0xFFFF]], np.uint16))
    image = decode_image(save(deep, "TIFF", tiffinfo={262: 0}))
    assert image.pixels[0, :, 0].tolist() == [255, 64, 0]


def test_white_is_zero_with_12_bits_in_16() -> None:
    deep = Image.fromarray(np.array([[0, 1024, 4095]], np.uint16))
    image = decode_image(save(deep, "TIFF", tiffinfo={262: 0}))
    assert image.pixels[0, :, 0].tolist() == [255, 191, 0]
    assert image.notes == ("12-bit values in a 16-bit file, reduced to 8-bit",)


@pytest.mark.parametrize("largest", [4095, 32767])
def test_signed_16_bits(largest: int) -> None:
    image = decode_image(deep_tiff(np.array([[-largest, 0, largest]], np.int16)))
    assert image.pixels[0, :, 0].tolist() == [0, 128, 255]
    assert image.notes == (f"values from {-largest} to {largest} scaled to 8-bit",)


@pytest.mark.parametrize("photometric", ["minisblack", "rgb"])
def test_floats_up_to_65535(photometric: str) -> None:
    values = np.array([[0, 32896, 65535]], np.float32)
    values = np.repeat(values[..., None], 3, axis=2) if photometric == "rgb" else values
    image = decode_image(deep_tiff(values, photometric=photometric))
    assert image.pixels[0, :, 2].tolist() == [0, 128, 255]
    assert image.notes == ("16-bit values in a 32-bit file, reduced to 8-bit",)


@pytest.mark.parametrize("largest", [1, 4])
def test_colors_as_floats(largest: int) -> None:
    values = np.array([[(0, 0.5, 1), (1, 0.25, 0)]], np.float32) * largest
    image = decode_image(deep_tiff(values, photometric="rgb"))
    assert image.pixels[0].tolist() == [[0, 128, 255], [255, 64, 0]]

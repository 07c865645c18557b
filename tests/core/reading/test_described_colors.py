"""Colors described without an ICC profile come out as Chromium draws the same bytes on an sRGB canvas."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from kseg_core.image import RgbImage
from kseg_core.reading.decode import decode_image
from kseg_core.reading.png import SIGNATURE
from tests.core.reading.picture_files import display_p3_profile, save

COLORS = np.array([[(128, 64, 192), (230, 40, 30), (60, 199, 80), (20, 20, 20)]], np.uint8)
P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def gama(value: int) -> bytes:
    return chunk(b"gAMA", struct.pack(">L", value))


def cicp(*numbers: int) -> bytes:
    return chunk(b"cICP", bytes(numbers))


def chrm(*values: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8L", *(round(value * 100_000) for value in values)))


SRGB = chunk(b"sRGB", b"\0")
PROFILE = chunk(b"iCCP", b"P3\0\0" + zlib.compress(display_p3_profile()))


def decode_png(*chunks: bytes) -> RgbImage:
    data = save(Image.fromarray(COLORS), "PNG")
    start = len(SIGNATURE) + 25
    return decode_image(data[:start] + b"".join(chunks) + data[start:])


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ((gama(100_000),), [(188, 137, 225), (244, 110, 96), (133, 229, 152), (79, 79, 79)]),
        ((gama(20_000),), [(50, 3, 135), (203, 0, 0), (2, 146, 10), (0, 0, 0)]),
        ((gama(48_000),), [(134, 67, 196), None, None, (16, 16, 16)]),
        ((chrm(*P3), gama(45_455)), [(139, 57, 200), (252, 0, 0), (0, 204, 56), (12, 12, 12)]),
        ((cicp(12, 13, 0, 1),), [(138, 59, 199), (251, 0, 0), (0, 202, 58), (20, 20, 20)]),
        ((cicp(12, 13, 0, 1), gama(100_000), SRGB), [(138, 59, 199), (251, 0, 0), None, None]),
        ((cicp(2, 2, 0, 1), gama(100_000)), [(188, 137, 225), None, None, (79, 79, 79)]),
        ((PROFILE, gama(100_000)), [(138, 59, 199), (251, 0, 0), None, (20, 20, 20)]),
        ((cicp(4, 13, 0, 1),), [(139, 80, 197), (255, 4, 0), (0, 196, 69), (20, 20, 20)]),
        ((cicp(9, 13, 0, 1),), [(147, 46, 200), (255, 0, 0), (0, 209, 50), (20, 20, 20)]),
        ((cicp(10, 13, 0, 1),), [(158, 0, 205), (255, 0, 70), (0, 255, 0), (20, 20, 20)]),
        ((cicp(1, 1, 0, 1),), [(121, 54, 189), (229, 28, 18), (49, 196, 70), (7, 7, 7)]),
        ((cicp(1, 7, 0, 1),), [(141, 81, 199), (233, 58, 48), (77, 205, 97), (38, 38, 38)]),
        ((cicp(1, 17, 0, 1),), [(118, 48, 191), (235, 23, 13), (44, 199, 65), (5, 5, 5)]),
        ((cicp(9, 16, 0, 1),), [(79, 0, 255), (255, 0, 0), (0, 255, 0), (1, 1, 1)]),
        ((cicp(12, 16, 0, 1),), [(95, 5, 255), (255, 0, 0), (0, 255, 0), (1, 1, 1)]),
        ((cicp(9, 18, 0, 1),), [(107, 33, 171), (255, 0, 0), (0, 207, 24), (5, 5, 5)]),
    ],
)
def test_png(chunks: tuple[bytes, ...], expected: list[tuple[int, int, int] | None]) -> None:
    image = decode_png(*chunks)
    for pixel, color in zip(image.pixels[0].astype(int), expected, strict=True):
        assert color is None or np.abs(pixel - color).max() <= 3
    assert image.notes[0].startswith("colors converted from ")


@pytest.mark.parametrize(
    "chunks",
    [
        (gama(45_455),),
        (gama(47_500),),
        (gama(0),),
        (chrm(*P3),),
        (gama(100_000), SRGB),
        (gama(100_000), chrm(*[0] * 8)),
        (gama(45_455), chrm(0.3, 0.3, *[0.6, 0.3] * 3)),
        (cicp(12, 13, 0, 0),),
        (cicp(200, 13, 0, 1),),
        (cicp(1, 13, 0, 1), PROFILE, gama(100_000)),
    ],
)
def test_png_that_is_srgb_for_browsers(chunks: tuple[bytes, ...]) -> None:
    image = decode_png(*chunks)
    np.testing.assert_array_equal(image.pixels, COLORS)
    assert image.notes == ()


def test_brightness_stated_by_the_file() -> None:
    gray = Image.fromarray(np.full((1, 1, 3), 128, np.uint8))
    data = save(gray, "PNG")
    level = chunk(b"cLLI", struct.pack(">LL", 4_000_000, 1_000_000))
    image = decode_image(data[:33] + cicp(9, 16, 0, 1) + level + data[33:])
    assert abs(int(image.pixels[0, 0, 0]) - 163) <= 3
    assert "its brightness range is reduced to that of an ordinary screen" in image.notes


@pytest.mark.parametrize("transfer", [1, 2, 13])
@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_nclx(kind: str, transfer: int) -> None:
    data = save(Image.new("RGB", (64, 64), (230, 40, 30)), kind, quality=100)
    place = data.index(b"colrnclx") + 8
    image = decode_image(data[:place] + struct.pack(">HH", 12, transfer) + data[place + 4 :])
    assert np.abs(image.pixels[32, 32].astype(int) - (251, 0, 0)).max() <= 4
    assert image.notes == ("colors converted from Display P3 to sRGB, those outside sRGB clipped",)


def test_adobe_rgb_marked_by_a_camera() -> None:
    exif = Image.Exif()
    exif[34665] = {40961: 65535, 40965: {1: "R03"}}
    data = save(Image.new("RGB", (16, 16), (60, 199, 80)), "JPEG", exif=exif, quality=100)
    image = decode_image(data)
    assert np.abs(image.pixels[8, 8].astype(int) - (0, 200, 67)).max() <= 4
    assert image.notes == ("colors converted from Adobe RGB to sRGB, those outside sRGB clipped",)


def uncalibrated(**options: object) -> bytes:
    exif = Image.Exif()
    exif[34665] = {40961: 65535}
    return save(Image.new("RGB", (16, 16), (60, 199, 80)), "JPEG", exif=exif, quality=100, **options)


@pytest.mark.parametrize("name", ["_MG_1234.JPG", "_DSC0042.jpg", "_1AB0001 (2).jpeg"])
def test_adobe_rgb_told_by_the_name_alone(name: str) -> None:
    data = uncalibrated()
    image = decode_image(data, name=name)
    assert np.abs(image.pixels[8, 8].astype(int) - (0, 200, 67)).max() <= 4
    assert image.notes == ("colors converted from Adobe RGB to sRGB, those outside sRGB clipped",)
    assert image.digest != decode_image(data).digest


@pytest.mark.parametrize("name", ["", "IMG_1234.JPG", "_MG_12345.JPG", "_holiday.jpg", "a_MG_1234.JPG"])
def test_uncalibrated_colors_under_another_name(name: str) -> None:
    image = decode_image(uncalibrated(), name=name)
    assert image.notes == ()
    assert image.digest == decode_image(uncalibrated()).digest


def test_a_name_of_adobe_rgb_does_not_count_otherwise() -> None:
    in_p3 = uncalibrated(icc_profile=display_p3_profile())
    plain = save(Image.new("RGB", (16, 16), (60, 199, 80)), "JPEG", quality=100)
    for data in (in_p3, plain):
        named, unnamed = decode_image(data, name="_MG_1234.JPG"), decode_image(data)
        assert (named.digest, named.notes) == (unnamed.digest, unnamed.notes)
        np.testing.assert_array_equal(named.pixels, unnamed.pixels)


def test_nothing_is_said_to_be_clipped_where_nothing_was() -> None:
    data = save(Image.fromarray(COLORS // 8 + 112), "PNG")
    image = decode_image(data[:33] + cicp(12, 13, 0, 1) + data[33:])
    assert image.notes == ("colors converted from Display P3 to sRGB",)


@pytest.mark.parametrize(
    "broken", [PROFILE[:-4] + bytes(4), chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(300)))]
)
def test_gamma_counts_where_the_profile_cannot_be_used(broken: bytes) -> None:
    image = decode_png(broken, gama(100_000))
    assert np.abs(image.pixels[0, 0].astype(int) - (188, 137, 225)).max() <= 3
    assert image.notes == ("colors converted from gamma 1 to sRGB",)


def test_light_without_primaries_in_avif() -> None:
    data = save(Image.new("RGB", (64, 64), (128, 64, 192)), "AVIF", quality=100)
    place = data.index(b"colrnclx") + 8
    image = decode_image(data[:place] + struct.pack(">HH", 2, 8) + data[place + 4 :])
    assert np.abs(image.pixels[32, 32].astype(int) - (188, 138, 225)).max() <= 3


def with_wrong_checksum(whole: bytes) -> bytes:
    return whole[:-4] + bytes(byte ^ 255 for byte in whole[-4:])


@pytest.mark.parametrize("skipped", [gama(100_000), cicp(12, 13, 0, 1), chunk(b"eXIf", bytes(8))])
def test_other_chunks_with_a_wrong_checksum_do_not_count(skipped: bytes) -> None:
    image = decode_png(with_wrong_checksum(skipped))
    np.testing.assert_array_equal(image.pixels, COLORS)
    assert image.notes == ()


def test_a_transparent_color_with_a_wrong_checksum_does_not_count() -> None:
    transparent = chunk(b"tRNS", struct.pack(">3H", *COLORS[0, 0]))
    assert decode_png(transparent).alpha is not None
    assert decode_png(with_wrong_checksum(transparent)).alpha is None


def test_a_profile_with_a_wrong_checksum() -> None:
    image = decode_png(PROFILE[:-4] + bytes(4))
    np.testing.assert_array_equal(image.pixels, COLORS)
    assert image.notes == ("its color profile cannot be used, so the colors are taken as sRGB",)

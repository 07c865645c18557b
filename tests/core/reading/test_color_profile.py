"""Colors are converted from the embedded ICC profile to sRGB."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from kseg_core.reading.decode import decode_image
from tests.core.reading.picture_files import (
    GRAY,
    IMAGE,
    SCENE,
    cmyk_profile,
    display_p3_profile,
    gray_profile,
    largest_difference,
    save,
    srgb_profile,
)


def test_display_p3_by_formula() -> None:
    image = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile()))
    linear = SCENE / 255
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    p3_to_srgb = np.array(
        [[1.2249402, -0.2249402, 0.0], [-0.0420570, 1.0420570, 0.0], [-0.0196376, -0.0786361, 1.0982736]]
    )
    converted = np.clip(linear @ p3_to_srgb.T, 0, 1)
    encoded = np.where(
        converted <= 0.0031308,
        converted * 12.92,
        1.055 * np.maximum(converted, 1e-9) ** (1 / 2.4) - 0.055,
    )
    assert np.abs(image.pixels - encoded * 255).max() <= 2
    assert image.notes == ("colors converted from Display P3 to sRGB, those outside sRGB clipped",)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_each_format_as_color_management_does_it(kind: str) -> None:
    plain = decode_image(save(IMAGE, kind)).pixels
    image = decode_image(save(IMAGE, kind, icc_profile=display_p3_profile()))
    expected = ImageCms.profileToProfile(
        Image.fromarray(plain),
        ImageCms.ImageCmsProfile(BytesIO(display_p3_profile())),
        ImageCms.createProfile("sRGB"),
    )
    assert largest_difference(image.pixels, np.asarray(expected)) <= 1
    assert image.notes == ("colors converted from Display P3 to sRGB, those outside sRGB clipped",)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_nothing_is_said_to_be_clipped_where_nothing_was(kind: str) -> None:
    pale = Image.fromarray(SCENE // 4 + 96)
    black_and_white = Image.fromarray(np.repeat(np.where(SCENE[..., :1] > 99, 255, 0).astype(np.uint8), 3, 2))
    for image in (pale, black_and_white):
        notes = decode_image(save(image, kind, icc_profile=display_p3_profile())).notes
        assert notes == ("colors converted from Display P3 to sRGB",)


def test_srgb_under_another_name_changes_nothing() -> None:
    image = decode_image(save(IMAGE, "PNG", icc_profile=srgb_profile()))
    np.testing.assert_array_equal(image.pixels, SCENE)
    assert image.notes == ()


def test_gray_profile() -> None:
    image = decode_image(save(Image.fromarray(GRAY), "PNG", icc_profile=gray_profile(1.8)))
    linear = (GRAY / 255) ** 1.8
    encoded = np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    )
    assert np.abs(image.pixels - encoded[..., None] * 255).max() <= 2
    assert image.notes == ("colors converted from Gray gamma to sRGB",)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_profile(kind: str) -> None:
    inks = Image.fromarray(np.dstack([SCENE, 0 * GRAY]), "CMYK")
    options = {"quality": 100} if kind == "JPEG" else {}
    image = decode_image(save(inks, kind, icc_profile=cmyk_profile(), **options))
    press = ImageCms.ImageCmsProfile(BytesIO(cmyk_profile()))
    expected = ImageCms.profileToProfile(inks, press, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert largest_difference(image.pixels, np.asarray(expected)) <= (6 if kind == "JPEG" else 0)
    assert image.notes == ("colors converted from Test press to sRGB", "converted from CMYK")


def test_alpha_is_kept() -> None:
    alpha = np.full(GRAY.shape, 77, np.uint8)
    opaque = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile()))
    image = decode_image(
        save(Image.fromarray(np.dstack([SCENE, alpha])), "PNG", icc_profile=display_p3_profile())
    )
    np.testing.assert_array_equal(image.alpha, alpha)
    np.testing.assert_array_equal(image.pixels, opaque.pixels)


@pytest.mark.parametrize(
    "profile",
    [
        b"rubbish",
        display_p3_profile()[:300],
        display_p3_profile()[:130] + bytes(400),
        gray_profile(1.0),
        cmyk_profile(),
        display_p3_profile() + bytes(9 * 2**20),
    ],
    ids=["rubbish", "cut", "no tags", "of gray", "of CMYK", "huge"],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_profile_that_cannot_be_used_is_ignored(profile: bytes, kind: str) -> None:
    image = decode_image(save(IMAGE, kind, icc_profile=profile))
    np.testing.assert_array_equal(image.pixels, decode_image(save(IMAGE, kind)).pixels)
    assert image.notes == ("its color profile cannot be used, so the colors are taken as sRGB",)


def test_the_name_is_shortened_and_holds_no_markup() -> None:
    name = "<script>alert('x')</script> ![i](http://e.vil/p) \x07\n\u202e" + "very long " * 9
    (note,) = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile(name))).notes
    assert (
        note
        == "colors converted from scriptalert(x)script i(httpe.vilp) very to sRGB, those outside sRGB clipped"
    )


def test_the_name_is_the_english_one() -> None:
    profile = bytearray(display_p3_profile("x" * 40))
    start = profile.index(b"mluc")
    texts = "PrikazDisplay P3".encode("utf-16-be")
    records = struct.pack(">LL4sLL4sLL", 2, 12, b"hrHR", 12, 40, b"enUS", 20, 52)
    profile[start + 8 : start + 8 + len(records + texts)] = records + texts
    (note,) = decode_image(save(IMAGE, "PNG", icc_profile=bytes(profile))).notes
    assert note == "colors converted from Display P3 to sRGB, those outside sRGB clipped"


def test_the_name_of_an_older_profile() -> None:
    profile = bytearray(display_p3_profile("some twenty characters"))
    text = profile.index(b"mluc")
    old = b"desc" + bytes(4) + struct.pack(">L", 10) + b"Adobe RGB\0"
    profile[text : text + len(old)] = old
    (note,) = decode_image(save(IMAGE, "PNG", icc_profile=bytes(profile))).notes
    assert note == "colors converted from Adobe RGB to sRGB, those outside sRGB clipped"


def test_a_profile_without_a_name() -> None:
    (note,) = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile("  "))).notes
    assert note == "colors converted from an embedded profile to sRGB, those outside sRGB clipped"

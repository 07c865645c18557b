"""JPEG 2000 and JPEG XL: sizes before decoding, color profiles, orientation, depth, the end of a file."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pillow_jxl import JpegXLImagePlugin

from kseg_core.errors import ImageError
from kseg_core.reading import jpegxl
from kseg_core.reading.decode import decode_image
from kseg_core.threads import WORKERS
from tests.core.reading.outcomes import CUT_SHORT
from tests.core.reading.picture_files import (
    GRAY,
    IMAGE,
    SCENE,
    as_rgb,
    display_p3_profile,
    exif_with_orientation,
    save,
)

DEEP = Image.fromarray(GRAY.astype(np.uint16) * 257)


@pytest.mark.parametrize("no_jp2", [True, False])
def test_jpeg_2000_without_loss_has_its_pixels(no_jp2: bool) -> None:
    np.testing.assert_array_equal(decode_image(save(IMAGE, "JPEG2000", no_jp2=no_jp2)).pixels, SCENE)


@pytest.mark.parametrize("kind", ["JPEG2000", "JXL"])
def test_alpha_of_gray_and_color(kind: str) -> None:
    alpha = Image.fromarray(SCENE[..., 0])
    for mode in ("LA", "RGBA"):
        picture = IMAGE.convert(mode)
        picture.putalpha(alpha)
        options = {"lossless": True} if kind == "JXL" else {}
        image = decode_image(save(picture, kind, **options))
        np.testing.assert_array_equal(image.alpha, SCENE[..., 0])
        assert image.prepared.notes == ()


def test_jpeg_2000_of_sixteen_bits() -> None:
    image = decode_image(save(DEEP, "JPEG2000"))
    np.testing.assert_array_equal(image.pixels, as_rgb(GRAY))
    assert image.notes == ("16-bit reduced to 8-bit",)


def test_jpeg_xl_of_sixteen_bits_is_linear_as_its_profile_says() -> None:
    image = decode_image(save(DEEP, "JXL", lossless=True))
    bright = GRAY > 40
    srgb = 255 * (1.055 * (GRAY[bright] / 255) ** (1 / 2.4) - 0.055)
    np.testing.assert_allclose(image.pixels[..., 0][bright], srgb, atol=2)
    assert image.notes == ("colors converted from GraD65RelLin to sRGB", "16-bit reduced to 8-bit")


def test_the_profile_of_a_jpeg_2000_is_applied() -> None:
    data = save(IMAGE, "JPEG2000")
    profile = display_p3_profile()
    colr = struct.pack(">L4sBBB", 11 + len(profile), b"colr", 2, 0, 0) + profile
    old = data.index(b"colr") - 4
    header = data.index(b"jp2h") - 4
    size = struct.unpack_from(">L", data, header)[0] - 15 + len(colr)
    data = data[:header] + struct.pack(">L", size) + data[header + 4 : old] + colr + data[old + 15 :]
    image = decode_image(data)
    assert image.notes == ("colors converted from Display P3 to sRGB, those outside sRGB clipped",)
    np.testing.assert_array_equal(image.pixels, decode_image(save(IMAGE, "PNG", icc_profile=profile)).pixels)


@pytest.mark.filterwarnings("ignore:Using JPEG reconstruction")
def test_a_jpeg_inside_a_jpeg_xl_is_read_like_the_jpeg(tmp_path: Path) -> None:
    exif = exif_with_orientation(6)
    jpeg = save(IMAGE, "JPEG", icc_profile=display_p3_profile(), exif=exif)
    (tmp_path / "photo.jpg").write_bytes(jpeg)
    with Image.open(tmp_path / "photo.jpg") as opened:
        image = decode_image(save(opened, "JXL", lossless_jpeg=True))
    like = decode_image(jpeg)
    assert image.notes == like.notes
    np.testing.assert_allclose(image.pixels.astype(int), like.pixels, atol=8)


@pytest.mark.parametrize(
    "size",
    [(1, 1), (8, 8), (256, 256), (96, 64), (120, 80), (160, 90), (40, 32), (600, 7), (5000, 3), (3, 5000)],
)
def test_the_size_of_a_jpeg_xl_is_known_before_it_is_decoded(size: tuple[int, int]) -> None:
    for mode, extra_channels in (("RGB", 0), ("RGBA", 1), ("L", 0), ("LA", 1)):
        assert jpegxl.read_header(save(Image.new(mode, size), "JXL")) == (size, extra_channels)


def test_a_jpeg_xl_of_many_channels_is_refused() -> None:
    """The decoder would hold each of them: 5 is more than a picture needs."""
    small, fields = 0b1 | 0 << 1 | 1 << 6, 0b00 | 0b000 << 2 | 0 << 5
    extra = 2 | 3 << 2  # 2 + 3 channels
    header = small | fields << 9 | extra << (9 + 6)
    data = b"\xff\x0a" + header.to_bytes(8, "little")
    with pytest.raises(ImageError, match="far more parts"):
        decode_image(data)


def test_a_large_jpeg_2000_is_read_at_half_its_size() -> None:
    data = save(IMAGE.resize((400, 300)), "JPEG2000")
    image = decode_image(data, max_pixels=30_000)
    assert (image.width, image.height) == (200, 150)
    assert image.notes == ("scaled from 0.12 to 0.03 megapixels",)


@pytest.mark.parametrize("resolutions", [1, 2, 3])
def test_a_jpeg_2000_with_few_sizes_is_sampled(resolutions: int) -> None:
    data = save(IMAGE.resize((400, 300)), "JPEG2000", num_resolutions=resolutions)
    image = decode_image(data, max_pixels=1200)
    assert (image.width, image.height) == (40, 30)


def test_a_jpeg_2000_without_its_end_is_cut_short() -> None:
    with pytest.raises(ImageError, match=CUT_SHORT):
        decode_image(save(IMAGE, "JPEG2000")[:-400])


def test_a_jpeg_2000_that_tells_two_sizes_is_refused() -> None:
    data = bytearray(save(IMAGE, "JPEG2000"))
    place = data.index(b"ihdr") + 4
    data[place : place + 8] = struct.pack(">LL", 8, 8)
    with pytest.raises(ImageError, match="damaged"):
        decode_image(bytes(data))


def test_jpeg_xl_is_decoded_by_few_threads_on_any_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stacks of many take what a process for decoding is allowed."""
    used, open_file = [], JpegXLImagePlugin.Decoder
    monkeypatch.setattr(
        JpegXLImagePlugin, "Decoder", lambda num_threads: used.append(num_threads) or open_file(num_threads)
    )
    decode_image(save(IMAGE, "JXL"))
    assert used == [WORKERS]

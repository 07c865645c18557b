"""TIFF of kinds that few programs write, and raw files of cameras, which are TIFF as well."""

import struct

import numpy as np
import pytest

from kseg_core.errors import ImageError
from kseg_core.reading.decode import decode_image
from kseg_core.reading.file_format import RAW
from tests.core.reading.bad_files import tiff
from tests.core.reading.odd_files import deep_tiff
from tests.core.reading.picture_files import GRAY, SCENE, as_rgb, display_p3_profile

ALPHA = SCENE[..., 0]
FLOATS = ("float16", "float32", "float64")


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_gray_of_any_precision(dtype: str, compression: str | None) -> None:
    image = decode_image(deep_tiff((GRAY / 255).astype(dtype), compression=compression))
    np.testing.assert_allclose(image.pixels.astype(int), as_rgb(GRAY), atol=1)
    assert image.notes == ("values from 0 to 1 scaled to 8-bit",)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("dtype", FLOATS)
def test_colors_of_any_precision(dtype: str, planar: str) -> None:
    values = (SCENE / 255).astype(dtype)
    values = np.moveaxis(values, -1, 0) if planar == "separate" else values
    image = decode_image(deep_tiff(values, photometric="rgb", planarconfig=planar))
    np.testing.assert_allclose(image.pixels.astype(int), SCENE, atol=1)
    assert image.notes == ("values from 0 to 1 scaled to 8-bit",)


@pytest.mark.parametrize(("dtype", "largest"), [("uint16", 65535), ("uint32", 2**32 - 1), ("float32", 1)])
@pytest.mark.parametrize("kind", ["unassalpha", "assocalpha"])
def test_gray_with_alpha(dtype: str, largest: float, kind: str) -> None:
    gray, alpha = GRAY / 255, ALPHA / 255
    stored = np.stack([gray * alpha if kind == "assocalpha" else gray, alpha], axis=-1)
    data = deep_tiff((stored * largest).astype(dtype), photometric="minisblack", extrasamples=[kind])
    image = decode_image(data)
    np.testing.assert_allclose(image.alpha.astype(int), ALPHA, atol=1)
    whole = dtype.startswith("uint")
    bits = np.dtype(dtype).itemsize * 8
    assert image.prepared.notes == (
        f"{bits}-bit reduced to 8-bit" if whole else "values from 0 to 1 scaled to 8-bit",
    )
    seen = ALPHA > 0
    np.testing.assert_allclose(image.pixels[..., 0][seen].astype(int), GRAY[seen], atol=1)


def test_colors_as_floats_with_alpha() -> None:
    stored = np.dstack([SCENE, ALPHA]) / np.float32(255)
    image = decode_image(deep_tiff(stored, photometric="rgb", extrasamples=["unassalpha"]))
    np.testing.assert_array_equal(image.alpha, ALPHA)
    np.testing.assert_array_equal(image.pixels, SCENE)


@pytest.mark.parametrize("shape", [(1, 5), (5, 1), (1, 1)])
@pytest.mark.parametrize("count", [1, 3])
def test_one_row_or_one_column(shape: tuple[int, int], count: int) -> None:
    stored = np.full((*shape, 3), 0.5, np.float16)[..., :count].squeeze(-1 if count == 1 else ())
    image = decode_image(deep_tiff(stored, photometric="rgb" if count == 3 else "minisblack"))
    np.testing.assert_array_equal(image.pixels, np.full((*shape, 3), 128))


def test_a_profile_is_applied() -> None:
    stored = (SCENE / 255).astype(np.float16)
    image = decode_image(deep_tiff(stored, photometric="rgb", iccprofile=display_p3_profile()))
    assert image.notes[0] == "colors converted from Display P3 to sRGB, those outside sRGB clipped"


def test_what_is_no_brightness_is_refused() -> None:
    with pytest.raises(ImageError, match="damaged or of an unusual kind"):
        decode_image(deep_tiff(np.ones((8, 8), np.complex64)))


@pytest.mark.parametrize("tags", [{50706: 1}, {330: 4000}], ids=["DNG", "sensor picture in a sub-directory"])
def test_the_preview_in_a_raw_file_is_called_one(tags: dict[int, int]) -> None:
    data = bytearray(tiff(tags))
    struct.pack_into("<HHHLL", data, 4000, 1, 262, 3, 1, 32803)
    assert decode_image(bytes(data)).notes == (
        "this is only the preview in a camera's raw file; save it as a JPEG to get the whole photo",
    )


@pytest.mark.parametrize(
    "data",
    [
        tiff({50706: 1, 259: 7}),
        tiff({262: 32803}),
        b"IIRO\x08\0\0\0" + bytes(200),
        b"FUJIFILMCCD-RAW 0201" + bytes(200),
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(200),
    ],
    ids=["DNG", "sensor picture", "Olympus", "Fuji", "Canon"],
)
def test_a_raw_file_without_a_readable_preview_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError) as raised:
        decode_image(data)
    assert str(raised.value) == RAW


def test_an_ordinary_tiff_is_no_raw_file() -> None:
    assert decode_image(tiff({330: 4000})).notes == ()

"""Files become pictures: formats, limits, scaling, the notes on what was done, the digest."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import kseg_core.reading.decode
from kseg_core.errors import ImageError, SettingsError
from kseg_core.reading.decode import MAX_PIXELS, MAX_UPLOAD_BYTES, decode_file, decode_image, read_header
from kseg_core.reading.file_format import FileFormat
from kseg_core.reading.formats import FORMATS, list_names, recognize_format
from tests.core.reading.bad_files import header, pixel_data, png, tiff
from tests.core.reading.picture_files import (
    GRAY,
    IMAGE,
    SCENE,
    as_rgb,
    cmyk_profile,
    every_format,
    exif_with_orientation,
    largest_difference,
    save,
    scene,
)

FILES = every_format()
LOSSLESS = {"PNG", "WebP", "TIFF", "BMP"}


@pytest.mark.parametrize("name", FILES)
def test_each_format_has_its_pixels(name: str) -> None:
    image = decode_image(FILES[name])
    assert read_header(FILES[name]).file_format.name == name
    assert (image.width, image.height) == (96, 64)
    assert (image.alpha, image.notes) == (None, ())
    assert image.pixels.flags.c_contiguous
    assert not image.pixels.flags.writeable
    if name in LOSSLESS:
        np.testing.assert_array_equal(image.pixels, SCENE)
    else:
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < (12 if name == "GIF" else 3)


@pytest.mark.parametrize("name", FILES)
def test_the_same_bytes_give_the_same_pixels(name: str) -> None:
    first, second = decode_image(FILES[name]), decode_image(FILES[name])
    np.testing.assert_array_equal(first.pixels, second.pixels)
    assert first.digest == second.digest


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"keep_rgb": True}, {}])
def test_jpeg_is_what_pillow_decodes(options: dict[str, object]) -> None:
    data = save(IMAGE, "JPEG", **options)
    np.testing.assert_array_equal(decode_image(data).pixels, np.asarray(Image.open(BytesIO(data))))


def test_jpeg_with_something_after_its_end() -> None:
    data = save(IMAGE, "JPEG")
    assert data.endswith(b"\xff\xd9")
    np.testing.assert_array_equal(
        decode_image(data + b"a film that a phone put behind it").pixels, decode_image(data).pixels
    )


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_tiff_compressions(compression: str) -> None:
    np.testing.assert_array_equal(decode_image(save(IMAGE, "TIFF", compression=compression)).pixels, SCENE)


def test_many_threads_at_once() -> None:
    alone = {name: decode_image(data).pixels for name, data in FILES.items()}
    jobs = list(FILES.items()) * 6
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda job: decode_image(job[1]).pixels, jobs))
    for (name, _), pixels in zip(jobs, results, strict=True):
        np.testing.assert_array_equal(pixels, alone[name])


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "GIF", "AVIF", "HEIF"])
def test_large_pictures_are_sampled(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    options = {"lossless": True} if kind == "WEBP" else {}
    data = save(Image.fromarray(noise), kind, **options)
    whole, image = decode_image(data).pixels, decode_image(data, max_pixels=30_000)
    assert (image.width, image.height) == (200, 150)
    assert image.notes[-1] == "scaled from 0.12 to 0.03 megapixels"
    np.testing.assert_array_equal(image.pixels, whole[1::2, 1::2])


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_is_sampled_where_a_reduced_one_would_be_too_small(mode: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    data = save(Image.fromarray(noise).convert(mode), "JPEG")
    whole, image = decode_image(data).pixels, decode_image(data, max_pixels=60_000)
    rows, columns = (
        (np.arange(n) * 2 + 1) * of // (2 * n)
        for n, of in zip(image.pixels.shape[:2], (300, 400), strict=True)
    )
    np.testing.assert_array_equal(image.pixels, whole[rows][:, columns])


def test_no_color_is_invented() -> None:
    two_colors = np.where(SCENE[..., :1] > 128, np.uint8([9, 99, 199]), np.uint8([200, 100, 0]))
    image = decode_image(save(Image.fromarray(two_colors), "PNG"), max_pixels=1000)
    colors = {tuple(color) for color in image.pixels.reshape(-1, 3).tolist()}
    assert colors == {(9, 99, 199), (200, 100, 0)}


def test_alpha_is_sampled_with_the_colors() -> None:
    alpha = SCENE[..., 0]
    rgba = Image.fromarray(np.dstack([as_rgb(alpha), alpha]))
    image = decode_image(save(rgba, "PNG"), max_pixels=1536)
    np.testing.assert_array_equal(image.alpha, image.pixels[..., 0])
    assert image.pixels.shape == (32, 48, 3)


def test_jpeg_is_decoded_smaller() -> None:
    data = save(Image.fromarray(scene(800, 600)), "JPEG", quality=95)
    image = decode_image(data, max_pixels=30_000)
    assert (image.width, image.height) == (200, 150)
    assert image.notes == ("scaled from 0.48 to 0.03 megapixels",)
    assert np.abs(image.pixels.astype(int) - scene(200, 150)).mean() < 3


def test_jpeg_between_two_reductions() -> None:
    data = save(Image.fromarray(scene(800, 600)), "JPEG", quality=95)
    image = decode_image(data, max_pixels=200_000)
    assert image.width * image.height <= 200_000 < 1.02 * image.width * image.height
    assert image.width / image.height == pytest.approx(4 / 3, rel=0.01)


@pytest.mark.parametrize("max_pixels", [96 * 64, 96 * 64 + 1, 10**9])
def test_never_upscaled(max_pixels: int) -> None:
    image = decode_image(FILES["PNG"], max_pixels=max_pixels)
    np.testing.assert_array_equal(image.pixels, SCENE)
    assert image.notes == ()


@pytest.mark.parametrize("size", [(1, 60_000), (60_000, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_long_and_thin(kind: str, size: tuple[int, int]) -> None:
    data = save(Image.new("RGB", size, (10, 20, 30)), kind)
    assert decode_image(data).width == size[0]
    image = decode_image(data, max_pixels=100)
    assert image.width * image.height <= 100
    assert largest_difference(image.pixels[0, 0], np.array([10, 20, 30], np.uint8)) <= 1


def test_one_pixel_is_left() -> None:
    assert decode_image(FILES["PNG"], max_pixels=1).pixels.shape == (1, 1, 3)


def test_max_pixels_must_be_positive() -> None:
    with pytest.raises(SettingsError, match="at least one pixel"):
        decode_image(FILES["PNG"], max_pixels=0)


def test_turned_then_scaled() -> None:
    stored = IMAGE.transpose(Image.Transpose.ROTATE_90)
    image = decode_image(save(stored, "PNG", exif=exif_with_orientation(6)), max_pixels=1536)
    assert image.notes == ("rotated by its EXIF tag", "scaled from 0.00614 to 0.00154 megapixels")
    assert image.pixels.shape == (32, 48, 3)


def test_notes_stand_in_the_order_of_what_was_done() -> None:
    inks = Image.fromarray(np.dstack([SCENE, 0 * GRAY]), "CMYK")
    data = save(
        inks,
        "TIFF",
        icc_profile=cmyk_profile(),
        tiffinfo={274: 3},
        save_all=True,
        append_images=[inks],
    )
    assert decode_image(data, max_pixels=1536).notes == (
        "rotated by its EXIF tag",
        "colors converted from Test press to sRGB",
        "converted from CMYK",
        "first of 2 pictures in the file",
        "scaled from 0.00614 to 0.00154 megapixels",
    )


def test_the_digest_is_known_without_decoding() -> None:
    def digest(data: bytes, max_pixels: int = MAX_PIXELS) -> str:
        return read_header(data, max_pixels=max_pixels).digest

    data = FILES["PNG"]
    assert digest(data) == decode_image(data).digest
    assert digest(data, 999) == decode_image(data, max_pixels=999).digest
    assert digest(data) != digest(data, 999)
    assert digest(data) != digest(data + b" ")
    assert digest(data) != hashlib.sha256(data).hexdigest()
    assert len(digest(data)) == 64


@pytest.mark.parametrize("name", FILES)
def test_a_file_whose_header_was_read_is_neither_walked_nor_hashed_again(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = decode_image(FILES[name], max_pixels=999)
    header = read_header(FILES[name], max_pixels=999)
    monkeypatch.setattr(kseg_core.reading.decode, "read_header", None)
    monkeypatch.setattr(kseg_core.reading.decode, "recognize_format", None)
    monkeypatch.setattr(hashlib, "sha256", None)
    image = decode_file(FILES[name], header)
    np.testing.assert_array_equal(image.pixels, whole.pixels)
    assert (image.digest, image.prepared) == (whole.digest, whole.prepared)


@pytest.mark.parametrize("file_format", FORMATS, ids=lambda each: each.name)
def test_every_row_of_the_table_is_read_and_named(file_format: FileFormat) -> None:
    assert file_format.name in FILES
    assert recognize_format(FILES[file_format.name]) == file_format


def test_the_readme_names_every_format() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert f"{list_names('and')} are read" in " ".join(readme.split())


def test_the_limits() -> None:
    assert MAX_PIXELS == 24_000_000
    assert MAX_UPLOAD_BYTES == 50 * 2**20


def test_a_file_above_the_upload_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kseg_core.reading.decode, "MAX_UPLOAD_BYTES", 2**20)
    with pytest.raises(ImageError, match="has 2 MB; at most 1 MB can be read"):
        decode_image(b"\x89PNG\r\n\x1a\n" + bytes(2**20))


def test_a_picture_without_pixels() -> None:
    with pytest.raises(ImageError):
        decode_image(png(header(0, 5), pixel_data(0, 5)))


def test_the_sentence_names_limit_and_remedy() -> None:
    with pytest.raises(ImageError) as raised:
        decode_image(png(header(10_000, 10_000), pixel_data(10, 10)))
    assert str(raised.value) == (
        "This PNG picture has 100 megapixels; of its kind, at most 50 can be read here. "
        "Make it smaller or save it as a JPEG."
    )


def test_running_out_of_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(kseg_core.reading.decode, "assemble", fail)
    with pytest.raises(ImageError, match="more than 300 MB of memory") as raised:
        decode_image(FILES["PNG"])
    assert isinstance(raised.value.__cause__, MemoryError)


def test_a_small_tiff_is_read() -> None:
    assert decode_image(tiff({})).pixels.shape == (8, 8, 3)


@pytest.mark.parametrize("name", FILES)
def test_the_size_is_known_without_decoding(name: str) -> None:
    assert read_header(FILES[name]).n_pixels == 96 * 64


def test_the_header_of_what_is_no_picture() -> None:
    with pytest.raises(ImageError, match="not a picture"):
        read_header(b"no picture")
    with pytest.raises(ImageError):
        read_header(FILES["PNG"][:20])

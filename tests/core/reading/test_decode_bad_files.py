"""The wall: whatever the bytes are, a picture or one sentence for the visitor comes out, and soon."""

import resource
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kseg_core.errors import ImageError
from kseg_core.image import RgbImage
from kseg_core.reading.decode import read_header
from kseg_core.reading.formats import list_names
from tests.core.reading.bad_files import (
    bare_signatures,
    cut_files,
    flipped_files,
    header,
    pixel_data,
    png,
    slow_on_purpose,
    strangers,
    tiff_of_pages,
    too_large,
)
from tests.core.reading.outcomes import CUT_SHORT, outcome, refusal
from tests.core.reading.picture_files import display_p3_profile, every_format, save, scene

# Pillow warns of odd tags; a visitor's file must not turn these warnings into something else.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

FILES = every_format()
CUT_FILES = cut_files(FILES)
FLIPPED_FILES = flipped_files(FILES)
STRANGERS = strangers()
BARE_SIGNATURES = bare_signatures()
TOO_LARGE = too_large()
SLOW_ON_PURPOSE = slow_on_purpose()


def test_the_wall_is_high() -> None:
    walls = (CUT_FILES, FLIPPED_FILES, STRANGERS, BARE_SIGNATURES, TOO_LARGE, SLOW_ON_PURPOSE)
    assert sum(len(wall) for wall in walls) >= 220


@pytest.mark.parametrize("name", CUT_FILES)
def test_cut_files(name: str) -> None:
    result = outcome(CUT_FILES[name])
    if isinstance(result, ImageError):
        assert "cut short" in str(result) or name in ("HEIC cut at 3%", "JPEG XL cut at 3%")
    else:
        # Only the end mark is gone.
        assert name == "PNG cut at 95%"
        np.testing.assert_array_equal(result.pixels, scene())


@pytest.mark.parametrize("name", FLIPPED_FILES)
def test_flipped_bits(name: str) -> None:
    outcome(FLIPPED_FILES[name])


@pytest.mark.parametrize("name", STRANGERS)
def test_files_that_are_no_pictures(name: str) -> None:
    assert str(refusal(STRANGERS[name])) == (
        f"This file is not a picture that can be read here. Use {list_names('or')}."
    )


def test_an_empty_file() -> None:
    assert str(refusal(b"")) == "This file is empty. Try saving or downloading it again."


@pytest.mark.parametrize("name", BARE_SIGNATURES)
def test_signatures_without_a_picture(name: str) -> None:
    refusal(BARE_SIGNATURES[name])


@pytest.mark.parametrize("name", TOO_LARGE)
def test_headers_that_promise_too_much(name: str) -> None:
    message = str(refusal(TOO_LARGE[name]))
    if "AVIF" not in name:  # libavif has a limit of its own and does not say so
        assert "megapixels" in message or "300 MB of memory" in message or "larger than" in message


@pytest.mark.parametrize("name", SLOW_ON_PURPOSE)
def test_files_made_to_be_slow(name: str) -> None:
    message = str(refusal(SLOW_ON_PURPOSE[name]()))
    assert "far more parts" in message or "megapixels" in message


@pytest.mark.parametrize("name", FILES)
def test_the_original_exception_is_kept(name: str) -> None:
    data = FILES[name]
    # TIFF keeps its directory at the end: without it there is nothing to even try.
    cut = data[: len(data) // 2]
    if name == "TIFF":
        cut = save(Image.fromarray(scene()), "TIFF")[:-500]
    error = refusal(cut)
    assert str(error) == CUT_SHORT
    assert isinstance(error.__cause__, Exception)
    assert not isinstance(error.__cause__, ImageError)


def test_damage_is_not_called_a_cut() -> None:
    data = png(header(8, 8), (b"IDAT", b"this is not a deflate stream"))
    assert str(refusal(data)) == (
        "This PNG file is damaged or of an unusual kind, and cannot be read. "
        "Try saving or downloading it again, or save it as a JPEG or PNG."
    )


def test_a_jpeg_that_lost_its_middle_and_end_is_not_shown_half_gray() -> None:
    whole = save(Image.fromarray(scene(640, 480)), "JPEG")
    assert str(refusal(whole[: len(whole) // 2])) == CUT_SHORT
    assert str(refusal(save(Image.fromarray(scene(640, 480)), "JPEG", progressive=True)[:-900])) == CUT_SHORT


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"tEXt"])
def test_texts_in_a_png_are_never_unpacked(kind: bytes) -> None:
    bomb = zlib.compress(bytes(30_000_000), 9)
    content = b"k\0\x01\0\0\0" + bomb if kind == b"iTXt" else b"k\0\0" + bomb
    image = outcome(png(header(8, 8), *[(kind, content)] * 40, pixel_data(8, 8)))
    assert isinstance(image, RgbImage)
    assert (image.pixels == (0x28, 0x50, 0x78)).all()


def test_a_profile_bomb_in_a_png_is_ignored() -> None:
    bomb = b"p\0\0" + zlib.compress(bytes(200_000_000), 9)
    image = outcome(png(header(8, 8), (b"iCCP", bomb), pixel_data(8, 8)))
    assert isinstance(image, RgbImage)
    assert image.notes == ("its color profile cannot be used, so the colors are taken as sRGB",)


def test_a_huge_profile_in_a_jpeg_is_ignored() -> None:
    image = outcome(save(Image.fromarray(scene()), "JPEG", icc_profile=display_p3_profile() + bytes(2**23)))
    assert isinstance(image, RgbImage)
    assert image.notes == ("its color profile cannot be used, so the colors are taken as sRGB",)


@pytest.mark.parametrize(
    ("place", "claim"),
    [(8, 2**31), (8, 2**24), (8, 2**20), (20, 2**31), (20, 2**28), (20, 2**24)],
    ids=lambda value: f"{value:,}",
)
def test_a_profile_whose_name_claims_gigabytes(place: int, claim: int) -> None:
    """By the number of its translations, or by the length of one."""
    profile = bytearray(display_p3_profile())
    record = profile.index(b"mluc") + place
    profile[record : record + 4] = struct.pack(">L", claim)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    image = outcome(save(Image.fromarray(scene()), "JPEG", icc_profile=bytes(profile)))
    assert isinstance(image, RgbImage)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2**13
    assert image.notes == ("colors converted from an embedded profile to sRGB, those outside sRGB clipped",)


def test_an_exif_block_of_claims() -> None:
    claims = b"".join(struct.pack("<HHLL", tag, 4, 2**31, 8) for tag in range(4000))
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 4000) + claims + bytes(4)
    image = outcome(save(Image.fromarray(scene()), "JPEG", exif=exif))
    assert isinstance(image, RgbImage)


def test_an_animation_of_many_frames() -> None:
    frames = [Image.new("P", (8, 8), number % 250) for number in range(1500)]
    for number, frame in enumerate(frames):
        frame.putpalette([number % 256] * 768)
    image = outcome(save(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert isinstance(image, RgbImage)
    assert image.notes == ("first frame of an animation",)


def test_a_png_that_claims_two_billion_frames() -> None:
    claim = (b"acTL", struct.pack(">LL", 2**31 - 1, 0))
    image = outcome(png(header(8, 8), claim, pixel_data(8, 8)))
    assert not isinstance(image, RgbImage) or image.notes == ("first frame of an animation",)


def test_a_tiff_of_many_pages() -> None:
    assert isinstance(outcome(tiff_of_pages(5000)), RgbImage)


@pytest.mark.parametrize("tag", [34665, 34853, 40965])
def test_a_big_tiff_with_an_endless_exif_directory(tag: int) -> None:
    tags = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 400, 277: 1, 278: 8, 279: 64, tag: 1000}
    entries = b"".join(struct.pack("<HHQQ", number, 4, 1, value) for number, value in sorted(tags.items()))
    data = b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, len(tags)) + entries + bytes(8)
    data = data.ljust(1000, b"\0") + struct.pack("<Q", 10**6) + bytes(10**7)
    assert "far more parts" in str(refusal(data))


@pytest.mark.parametrize("name", FILES)
def test_the_name_of_a_file_does_not_matter(name: str) -> None:
    """Only the content is ever seen: the same bytes are read whatever they were called."""
    image = outcome(FILES[name])
    assert isinstance(image, RgbImage)
    assert read_header(FILES[name]).file_format.name == name


@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    outcome(data)


@given(st.sampled_from(sorted(BARE_SIGNATURES)), st.binary(max_size=400))
def test_random_bytes_after_a_signature(name: str, data: bytes) -> None:
    outcome(BARE_SIGNATURES[name][:12] + data)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_mutated_files(name: str, choices: st.DataObject) -> None:
    data = bytearray(FILES[name])
    for _ in range(choices.draw(st.integers(1, 6))):
        place = choices.draw(st.integers(0, len(data) - 1))
        piece = choices.draw(st.binary(max_size=8))
        replaced = len(piece) if choices.draw(st.booleans()) else 0
        data[place : place + replaced] = piece
    outcome(bytes(data))

"""Odd files: each is read as what it is or refused in one sentence, in time and within the memory bound."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kseg_core.image import RgbImage
from kseg_core.reading.memory import MAX_DECODE_BYTES
from tests.core.reading.odd_files import (
    LONG,
    bombs_by_frames,
    bombs_by_metadata,
    cut_kinds,
    nothing_but_odd_numbers,
    odd_numbers,
    other_kinds,
    very_thin,
    without_size,
)
from tests.core.reading.outcomes import CUT_SHORT, outcome, refusal
from tests.core.reading.picture_files import every_format, save

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

KINDS = other_kinds()
CUT_KINDS = cut_kinds(KINDS)
BOMBS: dict[str, Callable[[], bytes]] = bombs_by_frames() | bombs_by_metadata()
WITHOUT_SIZE = without_size()
ODD_NUMBERS = odd_numbers()
THIN = very_thin()
# Of these a whole picture is there before the cut.
WHOLE_FIRST_FRAMES = ("animated PNG", "animated GIF", "PNG of 16 bits")
SLACK_BYTES = 30_000_000
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def kilobytes(field: str) -> int:
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(field))


def test_the_wall_is_high() -> None:
    assert sum(len(wall) for wall in (CUT_KINDS, BOMBS, WITHOUT_SIZE, ODD_NUMBERS, THIN)) >= 160


@pytest.mark.parametrize("name", KINDS)
def test_other_kinds_are_read(name: str) -> None:
    image = outcome(KINDS[name])
    assert isinstance(image, RgbImage)
    assert (image.width, image.height) == (96, 64)


@pytest.mark.parametrize("name", CUT_KINDS)
def test_cut_kinds(name: str) -> None:
    result = outcome(CUT_KINDS[name])
    if isinstance(result, RgbImage):
        assert name.startswith(WHOLE_FIRST_FRAMES)
        assert (result.width, result.height) == (96, 64)
    else:
        damaged = ("This TIFF file is damaged", "This JPEG XL file is damaged")
        known = (CUT_SHORT, "This file is not a picture", *damaged)
        assert str(result).startswith(known)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_by_frames_and_by_metadata(name: str) -> None:
    """All of them hold a small picture at the front, and nothing else of them is looked at."""
    data = BOMBS[name]()
    image = outcome(data)
    assert isinstance(image, RgbImage)
    assert image.width * image.height <= 256


@pytest.mark.parametrize("name", WITHOUT_SIZE)
def test_pictures_without_width_or_height(name: str) -> None:
    assert "damaged" in str(refusal(WITHOUT_SIZE[name]))


@pytest.mark.parametrize("name", ODD_NUMBERS)
def test_numbers_that_are_no_brightness(name: str) -> None:
    image = outcome(ODD_NUMBERS[name])
    assert isinstance(image, RgbImage)
    assert (image.width, image.height) == (8, 6)
    missing = name.count("NaN") and (24 if "half" in name else 1)
    hidden = 0 if image.alpha is None else int((image.alpha == 0).sum())
    assert hidden == missing


@pytest.mark.parametrize("name", nothing_but_odd_numbers())
def test_numbers_without_a_picture(name: str) -> None:
    assert "completely transparent" in str(refusal(nothing_but_odd_numbers()[name]))


@pytest.mark.parametrize("name", THIN)
def test_very_thin_pictures(name: str) -> None:
    image = outcome(THIN[name])
    assert isinstance(image, RgbImage)
    assert sorted((image.width, image.height)) in ([1, LONG], [1, 16_000])


@pytest.mark.skipif(not (STATUS.exists() and CLEAR.exists()), reason="tells of its memory on Linux only")
@pytest.mark.parametrize(("kind", "side"), [("PNG", 8100), ("GIF", 9000), ("TIFF", 7900)])
def test_the_largest_flat_picture_stays_within_the_memory_bound(kind: str, side: int) -> None:
    """Flat pictures cost least to make and as much to read: these come close to what is refused."""
    data = save(Image.new("RGB" if kind != "GIF" else "P", (side, side), 9), kind)
    CLEAR.write_text("5")
    before = kilobytes("VmRSS")
    outcome(data)
    peak = kilobytes("VmHWM") - before
    assert peak * 1024 < MAX_DECODE_BYTES + SLACK_BYTES


@pytest.mark.parametrize("name", every_format())
def test_a_file_of_every_format_after_another_formats_signature(name: str) -> None:
    """A wrong start is believed, and what follows is no such picture."""
    data = every_format()[name]
    for signature in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0"):
        if not data.startswith(signature):
            refusal(signature + data)


def test_infinities_do_not_flatten_what_is_there() -> None:
    image = outcome(ODD_NUMBERS["TIFF with both infinities"])
    assert isinstance(image, RgbImage)
    assert len(np.unique(image.pixels)) > 40

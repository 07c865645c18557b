"""JPEG files that are cut: without their end mark, or closed with one before all of the picture is there."""

import numpy as np
import pytest
from PIL import Image

from kseg_core.errors import ImageError
from kseg_core.reading.decode import decode_image
from kseg_core.reading.jpeg_end import END
from tests.core.reading.outcomes import CUT_SHORT
from tests.core.reading.picture_files import save

KINDS = {
    "sequential": {},
    "without subsampling": {"subsampling": 0},
    "with restart markers": {"restart_marker_rows": 1},
    "progressive": {"progressive": True},
}
SEQUENTIAL = [name for name in KINDS if name != "progressive"]


def photo(mode: str = "RGB", *, gray_below: int = 160) -> Image.Image:
    """Noise on a slope, 120 × 160; from row `gray_below` on the gray that decoders fill in."""
    pixels = np.random.default_rng(5).normal(120, 40, (160, 120, 3)).clip(0, 255).astype(np.uint8)
    pixels[gray_below:] = 128
    return Image.fromarray(pixels).convert(mode)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lost", [1, 2])
def test_without_the_end_mark_alone_it_is_whole(mode: str, kind: str, lost: int) -> None:
    data = save(photo(mode), "JPEG", **KINDS[kind])
    image = decode_image(data[:-lost])
    np.testing.assert_array_equal(image.pixels, decode_image(data).pixels)
    assert image.notes[0] == "the file lacks its end mark; the picture is whole"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_without_its_last_blocks_it_is_cut_short(kind: str, share: float) -> None:
    data = save(photo(), "JPEG", **KINDS[kind])
    with pytest.raises(ImageError, match=CUT_SHORT):
        decode_image(data[: int(len(data) * share)])


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", SEQUENTIAL)
@pytest.mark.parametrize("gray_below", [120, 160])
def test_cut_and_closed_it_tells_how_much_is_missing(mode: str, kind: str, gray_below: int) -> None:
    data = save(photo(mode, gray_below=gray_below), "JPEG", **KINDS[kind])
    image = decode_image(data[: int(len(data) * 0.65)] + END)
    missing = image.prepared.missing
    assert missing == pytest.approx(1 - 0.65 * gray_below / 160, abs=0.12)
    assert image.notes[0] == f"the file is cut short: {missing:.0%} of the picture is missing and shown gray"


@pytest.mark.parametrize("max_pixels", [120 * 160, 1000])
@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_that_is_gray_below_is_whole(mode: str, kind: str, max_pixels: int) -> None:
    data = save(photo(mode, gray_below=112), "JPEG", **KINDS[kind])
    image = decode_image(data, max_pixels=max_pixels)
    assert (image.pixels[-1, -1] == 128).all()
    assert (image.prepared.missing, image.prepared.coarse) == (None, False)


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_a_progressive_one_cut_and_closed_lacks_details(mode: str, share: float) -> None:
    data = save(photo(mode), "JPEG", progressive=True)
    image = decode_image(data[: int(len(data) * share)] + END)
    assert image.notes == ("the file is cut short: fine details are missing",)

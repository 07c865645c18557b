import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import ImageError, RgbImage, SettingsError
from kseg_core.image import filled_pixels, pack_colors, row_blocks
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, noise, picture, tiny_pictures


def test_a_picture_knows_its_size_and_is_read_only() -> None:
    image = picture([[RED, GREEN, BLUE], [BLACK, WHITE, RED]], alpha=[[0, 1, 255], [255, 0, 128]])
    assert (image.height, image.width) == (2, 3)
    assert image.nbytes == 2 * 3 * 3 + 2 * 3
    with pytest.raises(ValueError, match="read-only"):
        image.pixels[0, 0, 0] = 1
    assert image.alpha is not None
    with pytest.raises(ValueError, match="read-only"):
        image.alpha[0, 0] = 1


def test_a_pixel_counts_from_half_opaque_on() -> None:
    image = picture([[RED, GREEN, BLUE, RED, GREEN]], alpha=[[0, 1, 127, 128, 255]])
    assert image.opaque is not None
    assert image.opaque.tolist() == [[False, False, False, True, True]]
    assert image.opaque_alpha is not None
    assert image.opaque_alpha.tolist() == [[0, 0, 0, 128, 255]]
    assert image.notes == ("60.0 % of the pixels are less than half opaque and take no part",)
    everything = picture([[RED, GREEN]])
    assert (everything.opaque, everything.opaque_alpha, everything.n_opaque) == (None, None, 2)
    soft = picture([[RED, GREEN]], alpha=[[128, 255]])
    assert (soft.n_opaque, soft.notes) == (2, ())
    assert soft.opaque_alpha is soft.alpha


@pytest.mark.parametrize(
    ("greatest", "bound"), [(255, 128), (200, 128), (128, 128), (127, 64), (100, 50), (3, 2), (1, 1)]
)
def test_where_nothing_is_half_opaque_half_of_the_greatest_alpha_is_enough(greatest: int, bound: int) -> None:
    image = picture([[RED, GREEN, BLUE, RED]], alpha=[[greatest, bound, bound - 1, 0]])
    assert image.opaque_from == bound
    assert image.opaque is not None
    assert image.opaque.tolist() == [[True, True, False, False]]
    assert image.n_opaque == 2
    assert image.notes[0].startswith("no pixel is half opaque" if greatest < 128 else "50.0 % of the pixels")
    assert "50.0 % of the pixels" in image.notes[0]
    again = picture(image.pixels, alpha=image.opaque_alpha)
    assert again.opaque is not None
    assert again.opaque.tolist() == image.opaque.tolist()


LEVELS = noise(5, 6, seed=1).pixels
GRAYS = np.array([[0, 90, 255], [1, 2, 254]], np.uint8)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (GRAYS, np.dstack([GRAYS] * 3)),
        (GRAYS[..., None], np.dstack([GRAYS] * 3)),
        (np.dstack([LEVELS, np.full((5, 6), 255, np.uint8)]), LEVELS),
        (np.moveaxis(LEVELS, -1, 0), LEVELS),
        (LEVELS[None], LEVELS),
        (LEVELS / 255, LEVELS),
        (LEVELS.astype(np.float32), LEVELS),
        (LEVELS.astype(int), LEVELS),
        (LEVELS.astype(np.uint16) * 257, LEVELS),
        (np.ma.masked_greater(LEVELS, 200), LEVELS),
    ],
    ids=["gray", "channel", "RGBA", "CHW", "several", "0 to 1", "float", "int", "16 bits", "mask"],
)
def test_an_array_that_is_no_picture_is_refused_with_what_makes_it_one(array, expected) -> None:
    with pytest.raises(ImageError, match="uint8") as refused:
        RgbImage.of(array)
    advice = str(refused.value).partition("rite ")[2].removesuffix(".")
    made = RgbImage.of(eval(advice, {"array": array, "np": np, "RgbImage": RgbImage}))
    np.testing.assert_array_equal(made.pixels, expected)
    if np.ma.isMaskedArray(array):
        assert made.n_opaque == 30 - np.ma.getmaskarray(array).any(axis=2).sum() < 30


@pytest.mark.parametrize("array", ["photo.jpg", LEVELS.astype(complex), np.zeros((2, 2, 2, 2), np.uint8)])
def test_what_is_no_array_of_levels_is_refused_with_the_way_to_read_a_file(array) -> None:
    with pytest.raises(ImageError, match="decode_image"):
        RgbImage.of(array)


@pytest.mark.parametrize("shape", [(0, 4, 3), (4, 0, 3)])
def test_an_array_without_pixels_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError, match="no pixels"):
        RgbImage(pixels=np.zeros(shape, np.uint8))


def test_an_array_stays_its_owners() -> None:
    array = noise(3, 4).pixels[:, ::-1, ::-1].copy()[:, ::-1]
    image = RgbImage.of(array)
    before = image.pixels.copy()
    array[:] = 0
    np.testing.assert_array_equal(image.pixels, before)
    assert RgbImage.of(image) is image


@pytest.mark.parametrize(
    "alpha", [np.ones((3, 2), np.uint8), np.ones((2, 3), np.float32)], ids=["shape", "float"]
)
def test_alpha_must_fit(alpha: np.ndarray) -> None:
    with pytest.raises(ImageError, match="transparency does not fit"):
        RgbImage(pixels=np.zeros((2, 3, 3), np.uint8), alpha=alpha)


def test_a_completely_transparent_picture_is_refused() -> None:
    with pytest.raises(ImageError, match="completely transparent"):
        picture([[RED, GREEN]], alpha=[[0, 0]])


def test_equal_arrays_make_equal_pictures() -> None:
    assert noise(5, 7) == noise(5, 7)
    assert hash(noise(5, 7)) == hash(noise(5, 7))
    assert len(noise(5, 7).digest) == 64


def test_whatever_differs_changes_the_digest() -> None:
    base = np.arange(18, dtype=np.uint8).reshape(2, 3, 3)
    one_pixel = base.copy()
    one_pixel[1, 2, 0] += 1
    images = [
        picture(base),
        picture(one_pixel),
        picture(base.reshape(3, 2, 3)),
        picture(base, alpha=[[255, 255, 255], [255, 255, 255]]),
        picture(base, alpha=[[255, 255, 255], [255, 255, 0]]),
    ]
    assert len({image.digest for image in images}) == len(images)
    assert picture(base) != "no picture"


def test_crop_takes_the_box_and_its_alpha() -> None:
    image = picture([[RED, GREEN, BLUE], [BLACK, WHITE, RED]], alpha=[[0, 1, 255], [255, 0, 128]])
    part = image.crop(1, 0, 3, 2)
    assert part.pixels.tolist() == [[list(GREEN), list(BLUE)], [list(WHITE), list(RED)]]
    assert part.alpha is not None
    assert part.alpha.tolist() == [[1, 255], [0, 128]]
    assert part.prepared.notes == ("cropped to 2 × 2 pixels",)


def test_crop_has_a_digest_of_its_own_that_repeats() -> None:
    image = noise(6, 6)
    assert image.crop(0, 0, 3, 3) == image.crop(0, 0, 3, 3)
    digests = {image.digest, image.crop(0, 0, 3, 3).digest, image.crop(1, 0, 4, 3).digest}
    assert len(digests) == 3


@pytest.mark.parametrize(
    "box", [(2, 0, 2, 3), (0, 3, 3, 3), (-1, 0, 2, 2), (0, 0, 7, 2), (0, 0, 2, 7), (3, 0, 2, 2)]
)
def test_crop_outside_or_empty_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(SettingsError, match="inside the picture"):
        noise(6, 6).crop(*box)


def test_crop_of_a_hole_is_refused() -> None:
    with pytest.raises(ImageError, match="completely transparent"):
        picture([[RED, GREEN]], alpha=[[0, 255]]).crop(0, 0, 1, 1)


def test_pack_colors_puts_red_in_the_lowest_byte() -> None:
    colors = np.array([[[1, 2, 3], [255, 0, 0]], [[0, 255, 0], [0, 0, 255]]], dtype=np.uint8)
    assert pack_colors(colors).tolist() == [[0x030201, 0x0000FF], [0x00FF00, 0xFF0000]]


@given(tiny_pictures(), st.booleans())
def test_pack_colors_is_its_formula_for_any_layout(image: RgbImage, mirrored: bool) -> None:
    pixels = image.pixels[:, ::-1, ::-1] if mirrored else image.pixels
    wide = pixels.astype(np.uint32)
    expected = wide[..., 0] | wide[..., 1] << 8 | wide[..., 2] << 16
    np.testing.assert_array_equal(pack_colors(pixels), expected)
    np.testing.assert_array_equal(pack_colors(pixels.reshape(-1, 3)), expected.ravel())


@given(st.integers(1, 50), st.integers(1, 20), st.integers(1, 200))
def test_row_blocks_hold_every_row_once_and_few_pixels(height: int, width: int, pixels: int) -> None:
    blocks = row_blocks((height, width, 3), pixels)
    assert np.concatenate([np.arange(height)[rows] for rows in blocks]).tolist() == list(range(height))
    assert max(rows.stop - rows.start for rows in blocks) * width <= max(pixels, width)


def test_transparent_pixels_are_filled_from_the_nearest_one() -> None:
    image = picture([[RED, BLACK, BLACK, BLACK, BLUE]], [[255, 0, 0, 127, 128]])
    assert filled_pixels(image)[0, [0, 1, 3, 4]].tolist() == [list(RED), list(RED), list(BLUE), list(BLUE)]
    opaque = picture([[RED, BLACK]], [[255, 128]])
    assert filled_pixels(opaque) is opaque.pixels

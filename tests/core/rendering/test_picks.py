import io

import numpy as np
import pytest
from PIL import Image

from kseg_core.encoding.pictures import Encoded
from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.picks import DIMMED_TO, Rest, encode_picked
from tests.core.pictures import BLUE, GREEN, RED, WHITE, picture

COLORS = np.array([RED, BLUE, GREEN], dtype=np.uint8)
LABELS = np.repeat(np.repeat(np.array([[0, 1], [2, 0]], dtype=np.uint8), 32, axis=0), 32, axis=1)
PHOTO = picture(COLORS[LABELS])


def opened(encoded: Encoded) -> Image.Image:
    shown = Image.open(io.BytesIO(encoded.data))
    assert (shown.width, shown.height) == (encoded.width, encoded.height)
    assert Image.MIME[shown.format or ""] == encoded.mime
    return shown


def pixels(encoded: Encoded) -> np.ndarray:
    return np.array(opened(encoded).convert("RGBA")).astype(int)


def at_centers(encoded: Encoded) -> list[list[int]]:
    """The colors in the middle of the four squares, row by row."""
    shown = pixels(encoded)
    step = len(shown) // 4
    return [shown[y, x].tolist() for y in (step, 3 * step) for x in (step, 3 * step)]


@pytest.mark.parametrize("colors", [None, COLORS])
@pytest.mark.parametrize("max_side", [None, 32])
def test_the_rest_becomes_transparent(colors: np.ndarray | None, max_side: int | None) -> None:
    shown = encode_picked(PHOTO, LABELS, [0], Rest.TRANSPARENT, colors=colors, max_side=max_side)
    assert shown.mime == ("image/webp" if colors is None else "image/png")
    for place in (0, 3):
        np.testing.assert_allclose(at_centers(shown)[place], [*RED, 255], atol=6)
    assert at_centers(shown)[1][3] == at_centers(shown)[2][3] == 0


def test_what_is_transparent_hides_no_color() -> None:
    shown = pixels(encode_picked(PHOTO, LABELS, [0], Rest.TRANSPARENT))
    hidden = shown[shown[..., 3] == 0]
    assert len(hidden) == 2 * 32 * 32
    assert hidden[:, 1:3].max() <= 20  # Neither blue nor green.


@pytest.mark.parametrize("colors", [None, COLORS])
@pytest.mark.parametrize(
    ("rest", "blue", "green"),
    [
        (Rest.GRAY, (29, 29, 29), (150, 150, 150)),
        (Rest.DIMMED, (0, 0, 255 * DIMMED_TO), (0, 255 * DIMMED_TO, 0)),
    ],
)
def test_the_rest_becomes_gray_or_dim(
    colors: np.ndarray | None, rest: Rest, blue: tuple[int, ...], green: tuple[int, ...]
) -> None:
    found = at_centers(encode_picked(PHOTO, LABELS, (0,), rest, colors=colors))
    np.testing.assert_allclose(found, [[*RED, 255], [*blue, 255], [*green, 255], [*RED, 255]], atol=3)


def test_flat_colors_stay_exact_and_few() -> None:
    for rest in (Rest.TRANSPARENT, Rest.GRAY, Rest.DIMMED):
        shown = opened(encode_picked(PHOTO, LABELS, [1], rest, colors=COLORS, max_side=40))
        assert shown.mode == "P"
        assert len(shown.getcolors() or ()) <= 3


@pytest.mark.parametrize("colors", [None, COLORS])
def test_the_rest_is_blurred_and_what_is_picked_does_not_shine_into_it(colors: np.ndarray | None) -> None:
    # A picked white line on a ground of black and gray halves.
    labels = np.zeros((120, 240), dtype=np.uint8)
    labels[:, 120:] = 1
    labels[58:62] = 2
    grays = np.array([[0] * 3, [200] * 3, WHITE], dtype=np.uint8)
    shown = encode_picked(
        picture(grays[labels]), labels, [2], Rest.BLURRED, colors=None if colors is None else grays
    )
    rows = pixels(shown)[..., 0]
    assert rows[60].min() >= 245
    assert 80 < rows[30, 120] < 120  # The edge between black and gray is gone.
    assert rows[64, 20] <= 5  # Beside the line it is as black as before.
    assert 195 <= rows[64, 220] <= 205


def test_an_outline_is_soft_where_a_photo_is_reduced() -> None:
    labels = np.zeros((30, 30), dtype=np.uint8)
    labels[:, 10:] = 1
    shown = pixels(encode_picked(picture(COLORS[labels]), labels, [1], Rest.TRANSPARENT, max_side=10))
    assert shown[5, 2:5, 3].tolist() == [0, 170, 255]


def test_a_part_is_as_in_the_whole() -> None:
    box = Box(left=16, top=8, right=48, bottom=56)
    for rest in (Rest.TRANSPARENT, Rest.GRAY):
        for colors in (None, COLORS):
            whole = pixels(encode_picked(PHOTO, LABELS, [0, 2], rest, colors=colors))
            part = pixels(encode_picked(PHOTO, LABELS, [0, 2], rest, colors=colors, box=box))
            np.testing.assert_allclose(part, whole[8:56, 16:48], atol=6)


def test_partial_alpha_is_kept_and_holes_stay_holes() -> None:
    alpha = np.full(LABELS.shape, 255, dtype=np.uint8)
    alpha[:16, :16], alpha[48:, 48:] = 0, 100
    labels = LABELS.copy()
    labels[:16, :16] = NO_LABEL
    photo = picture(PHOTO.pixels, alpha)
    shown = pixels(encode_picked(photo, labels, [0], Rest.TRANSPARENT))
    np.testing.assert_array_equal(shown[..., 3], np.where(labels == 0, alpha, 0))
    for rest in (Rest.GRAY, Rest.DIMMED, Rest.BLURRED):
        np.testing.assert_array_equal(pixels(encode_picked(photo, labels, [0], rest))[..., 3], alpha)


@pytest.mark.parametrize("rest", list(Rest))
def test_painted_clusters_keep_the_alpha_of_what_is_opaque(rest: Rest) -> None:
    labels, alpha = LABELS.copy(), np.full(LABELS.shape, 255, np.uint8)
    alpha[:8], alpha[8:16], alpha[16:24] = 0, 100, 180
    labels[:16] = NO_LABEL
    shown = pixels(encode_picked(picture(COLORS[LABELS], alpha), labels, [0, 1], rest, colors=COLORS))
    assert not shown[:16, :, 3].any()
    assert np.all(shown[16:24, :, 3] == 180)
    assert np.all(shown[24:32, :, 3] == 255)


def test_nothing_picked_leaves_nothing() -> None:
    for colors in (None, COLORS):
        shown = encode_picked(PHOTO, LABELS, [], Rest.TRANSPARENT, colors=colors)
        assert not pixels(shown).any()

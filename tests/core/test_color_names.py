import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import ImageColor

from kseg_core.color_names import color_names
from kseg_core.palette import rgb_of


def names(*codes: str) -> tuple[str, ...]:
    return color_names(np.array([rgb_of(code) for code in codes], dtype=np.uint8))


@pytest.mark.parametrize(
    ("code", "hue"),
    [
        ("#53483b", "brown"),
        ("#42382c", "brown"),
        ("#33414a", "blue"),
        ("#4a5a3a", "green"),
        ("#50404d", "purple"),
    ],
)
def test_dark_and_grayish_colors_keep_their_hue(code: str, hue: str) -> None:
    (name,) = names(code)
    assert name.endswith(hue)


@pytest.mark.parametrize(
    "name", ["red", "lime", "blue", "yellow", "cyan", "magenta", "white", "black", "gray"]
)
def test_the_corners_have_their_plain_names(name: str) -> None:
    color = np.array(ImageColor.getrgb(name), dtype=int)
    near = np.clip(color + np.array([1, -1, 2]), 0, 255).astype(np.uint8)
    assert color_names(color[None].astype(np.uint8)) == color_names(near[None]) == (name,)


def test_a_centroid_has_its_own_name() -> None:
    assert names("#483c32", "#be0032", "#848482") == (
        "dark grayish yellowish brown",
        "vivid red",
        "medium gray",
    )


def test_of_two_colors_with_one_name_the_nearer_has_it() -> None:
    assert names("#fd0200", "#ff0000") == ("orange red", "red")


@given(arrays(np.uint8, st.tuples(st.integers(0, 32), st.just(3))))
def test_no_two_colors_share_a_name(colors: np.ndarray) -> None:
    found = color_names(colors)
    assert len(found) == len(set(found)) == len(colors)

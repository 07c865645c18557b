import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from kseg_core import SettingsError
from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.difference import encode_changed, label_difference
from tests.core.edits.label_maps import label_map, label_maps


def test_other_numbers_are_no_change() -> None:
    difference = label_difference(label_map("0012."), label_map("2201."))
    assert not difference.changed.any()
    assert (difference.share, difference.n_pixels) == (0.0, 4)


def test_what_left_its_cluster_has_changed() -> None:
    difference = label_difference(label_map("000111", "000111"), label_map("111000", "111100"))
    assert np.argwhere(difference.changed).tolist() == [[1, 3]]
    assert difference.share == 1 / 12


def test_of_a_cluster_that_fell_in_two_the_smaller_part_has_changed() -> None:
    difference = label_difference(label_map("00000"), label_map("00011"))
    assert difference.changed.tolist() == [[False, False, False, True, True]]


@given(label_maps(), st.permutations(range(4)))
def test_renumbering_never_changes_anything(labels: NDArray[np.uint8], numbers: list[int]) -> None:
    table = np.full(256, NO_LABEL, dtype=np.uint8)
    table[:4] = numbers
    assert label_difference(labels, table[labels]).share == 0.0


def test_different_sizes_are_refused() -> None:
    with pytest.raises(SettingsError, match="same picture"):
        label_difference(label_map("00"), label_map("0"))


def test_changed_pixels_are_marked_and_none_is_lost_when_reduced() -> None:
    before = label_map("00000000", "00000000", "11111111", "11111111")
    difference = label_difference(before, label_map("00000001", "00000000", "11111111", "11111111"))
    for box, max_side, marks in (
        (None, None, [[0, 7]]),
        (None, 4, [[0, 3]]),
        (Box(left=4, top=0, right=8, bottom=2), None, [[0, 3]]),
    ):
        encoded = encode_changed(difference, color=(255, 0, 200), box=box, max_side=max_side)
        pixels = np.array(Image.open(io.BytesIO(encoded.data)).convert("RGBA"))
        assert np.argwhere(pixels[..., 3]).tolist() == marks
        assert (pixels[pixels[..., 3] > 0] == (255, 0, 200, 255)).all()

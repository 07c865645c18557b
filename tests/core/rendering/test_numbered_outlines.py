"""Outlines lie on the objects, and numbers stand where they cover no other."""

import numpy as np

from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.numbered_outlines import numbered_outlines, paint_over

_NUMBERS = np.zeros((60, 120), np.int32)
_NUMBERS[5:25, 5:25] = 1
_NUMBERS[5:55, 60:110] = 3
_NUMBERS[30:34, 5:9] = 2
"""Two objects, and one that the bounds left out."""

_IDS = np.array([1, 3], np.int32)
_FAR = np.array([[500.0, 500.0], [500.0, 500.0]])
"""Places of numbers that are not seen."""


def test_lines_run_along_the_inside_of_objects() -> None:
    drawn, left_out = numbered_outlines(_NUMBERS, _IDS, _FAR)
    inside = np.zeros(_NUMBERS.shape, bool)
    inside[6:24, 6:24] = inside[6:54, 61:109] = True
    objects = np.isin(_NUMBERS, _IDS)
    np.testing.assert_array_equal(drawn == 0, objects & ~inside)
    assert (drawn[30:34, 5:9] == NO_LABEL).all()
    assert left_out == 0


def test_chosen_ones_have_another_color_and_numbers_that_would_cover_others_are_left_out() -> None:
    chosen = np.array([False, True])
    drawn, _ = numbered_outlines(_NUMBERS, _IDS, _FAR, chosen=chosen)
    assert (drawn[5, 62:108] == 2).all()
    assert (drawn[5, 7:23] == 0).all()
    together = np.array([[85.0, 30.0], [86.0, 31.0]])
    written, left_out = numbered_outlines(_NUMBERS, _IDS, together, chosen=chosen)
    assert left_out == 1
    assert (written[15:45, 70:100] == 2).any()


def test_a_part_is_drawn_as_in_the_whole() -> None:
    whole, _ = numbered_outlines(_NUMBERS, _IDS, _FAR)
    part, _ = numbered_outlines(_NUMBERS, _IDS, _FAR, box=Box(left=0, top=0, right=50, bottom=60))
    np.testing.assert_array_equal(part, whole[:, :50])
    white = np.full((60, 120, 3), 200, np.uint8)
    painted = paint_over(white, whole)
    assert (painted[whole == 0] == 255).all()
    assert (painted[whole == NO_LABEL] == 200).all()

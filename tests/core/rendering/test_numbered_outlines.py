"""Outlines lie on the objects, and numbers stand where they cover no other."""

import numpy as np

from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.numbered_outlines import numbered_outlines, object_outlines, paint_over

_NUMBERS = np.zeros((60, 120), np.int32)
_NUMBERS[5:25, 5:25] = 1
_NUMBERS[5:55, 60:110] = 3
_NUMBERS[30:34, 5:9] = 2
"""Two objects, and one that the bounds left out."""

_IDS = np.array([1, 3], np.int32)


def test_lines_run_along_the_inside_of_objects() -> None:
    drawn = object_outlines(_NUMBERS, _IDS)
    inside = np.zeros(_NUMBERS.shape, bool)
    inside[6:24, 6:24] = inside[6:54, 61:109] = True
    objects = np.isin(_NUMBERS, _IDS)
    np.testing.assert_array_equal(drawn == 0, objects & ~inside)
    assert (drawn[30:34, 5:9] == NO_LABEL).all()


def test_chosen_ones_have_another_color() -> None:
    drawn = object_outlines(_NUMBERS, _IDS, chosen=np.array([False, True]))
    assert (drawn[5, 62:108] == 2).all()
    assert (drawn[5, 7:23] == 0).all()


def test_dots_of_a_reduced_map_are_outlined_only_if_they_are_chosen() -> None:
    for chosen, dot in ((None, NO_LABEL), (np.array([True, False]), 2)):
        drawn = object_outlines(_NUMBERS, _IDS, chosen=chosen, max_side=30)
        assert drawn.shape == (15, 30)
        assert drawn[2, 3] == dot
        assert (drawn[2:12, 15:27] == 0).any()


def test_a_part_is_drawn_as_in_the_whole() -> None:
    whole = object_outlines(_NUMBERS, _IDS)
    for box in (Box(left=0, top=0, right=50, bottom=60), Box(left=70, top=8, right=90, bottom=50)):
        np.testing.assert_array_equal(object_outlines(_NUMBERS, _IDS, box=box), whole[box.rows, box.columns])
    assert (object_outlines(_NUMBERS[5:25, 5:25], _IDS) == 0).sum() == 4 * 19


def test_numbers_that_would_cover_others_are_left_out() -> None:
    alone = numbered_outlines(_NUMBERS, _IDS, np.array([[500.0, 500.0], [85.0, 30.0]]), np.array([2, 1]))
    apart = numbered_outlines(_NUMBERS, _IDS, np.array([[15.0, 15.0], [85.0, 30.0]]), np.array([1, 2]))
    near = numbered_outlines(_NUMBERS, _IDS, np.array([[86.0, 31.0], [85.0, 30.0]]), np.array([1, 2]))
    assert (alone[20:40, 75:95] == 0).any()
    np.testing.assert_array_equal(near, alone)
    assert not np.array_equal(apart[10:20, 10:20], alone[10:20, 10:20])


def test_painted_over_a_picture_they_leave_the_rest() -> None:
    drawn = object_outlines(_NUMBERS, _IDS)
    painted = paint_over(np.full((60, 120, 3), 200, np.uint8), drawn)
    assert (painted[drawn == 0] == 255).all()
    assert (painted[drawn == NO_LABEL] == 200).all()

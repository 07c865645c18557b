from typing import Any

from kseg_core import KMeansSettings, Segmentation, segment
from kseg_core.edits.changes import (
    is_locked,
    is_replaced,
    merge_alike,
    merge_rows,
    merged_color,
    recolor_row,
    separate_row,
)
from kseg_core.edits.edited import edit_result
from kseg_core.kmeans.palette_edits import PaletteEdits
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, picture

NEAR_RED = (240, 10, 10)
STRIPES = picture([[RED] * 5 + [BLUE] * 4 + [GREEN] * 3 + [WHITE] * 2 + [NEAR_RED]])


def edited(**edits: Any) -> Segmentation:
    return edit_result(STRIPES, segment(STRIPES, KMeansSettings(k=5)), PaletteEdits(**edits))


def test_rows_are_merged_by_what_they_hold() -> None:
    before = edited(merges=((1, 2),), specks=1)
    assert before.members == ((1, 2), (0,), (3,), (4,))
    assert merge_rows(before, [3, 0]) == PaletteEdits(merges=((1, 2, 4),), specks=1)
    assert merge_rows(before, [3, 1]) == PaletteEdits(merges=((1, 2), (0, 4)), specks=1)


def test_a_single_row_is_not_merged() -> None:
    assert merge_rows(edited(), [2]) == merge_rows(edited(), [2, 2]) == PaletteEdits()


def test_alike_colors_are_merged_as_they_are_shown() -> None:
    assert merge_alike(edited(), 10) == PaletteEdits(merges=((0, 4),))
    replaced = edited(replacements=((0, BLACK), (1, WHITE)))
    assert merge_alike(replaced, 10) == PaletteEdits(merges=((1, 3),), replacements=((0, BLACK), (1, WHITE)))


def test_a_merged_cluster_is_taken_apart() -> None:
    before = edited(merges=((1, 2), (0, 4)))
    row = before.members.index((1, 2))
    assert separate_row(before, row) == PaletteEdits(merges=((0, 4),))
    assert separate_row(edited(), 0) == PaletteEdits()


def test_a_row_takes_a_color_and_gives_it_back() -> None:
    before = edited(merges=((1, 2),), replacements=((2, BLACK), (3, BLACK)))
    again = recolor_row(before, 0, WHITE)
    assert again == PaletteEdits(merges=((1, 2),), replacements=((1, WHITE), (3, BLACK)))
    assert recolor_row(before, 0, None) == PaletteEdits(merges=((1, 2),), replacements=((3, BLACK),))


def test_what_a_merged_cluster_is_shown_with_is_known_before() -> None:
    for edits in (PaletteEdits(), PaletteEdits(merges=((1, 2),), replacements=((4, GREEN),))):
        for locked in ((), (WHITE,)):
            segmentation = segment(STRIPES, KMeansSettings(k=5, locked=locked))
            before = edit_result(STRIPES, segmentation, edits)
            for rows in ([0, 3], [3, 2, 1]):
                after = edit_result(STRIPES, segmentation, merge_rows(before, rows))
                row = next(n for n, m in enumerate(after.members) if before.members[rows[0]][0] in m)
                told = merged_color(before, segmentation, rows).astype(int)
                assert abs(told - after.palette[row]).max() <= 1


def test_rows_know_where_their_color_comes_from() -> None:
    segmentation = segment(STRIPES, KMeansSettings(k=5, locked=(WHITE,)))
    result = edit_result(STRIPES, segmentation, PaletteEdits(replacements=((0, BLACK),)))
    rows = range(5)
    assert [is_replaced(result, row) for row in rows] == [True, False, False, False, False]
    assert [is_locked(result, row) for row in rows] == [False, False, False, True, False]
    over = edit_result(STRIPES, segmentation, PaletteEdits(replacements=((3, BLACK),)))
    assert not is_locked(over, 3)

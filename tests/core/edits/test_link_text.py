from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core import KsegError, SettingsError
from kseg_core.edits.link_text import (
    colors_text,
    merges_text,
    numbers_text,
    parse_colors,
    parse_edits,
    parse_numbers,
    replacements_text,
)
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import K_MAX
from tests.core.pictures import GREEN, RED

COLORS = st.tuples(*[st.integers(0, 255)] * 3)


def test_what_the_text_looks_like() -> None:
    edits = PaletteEdits(merges=((0, 3), (1, 2)), replacements=((4, RED), (6, GREEN)))
    assert merges_text(edits) == "0-3.1-2"
    assert replacements_text(edits) == "4-ff0000.6-00ff00"
    assert numbers_text({5, 0, 3}) == "0-3-5"
    assert colors_text([RED, GREEN]) == "ff0000.00ff00"


def test_nothing_is_an_empty_text() -> None:
    assert merges_text(PaletteEdits()) == replacements_text(PaletteEdits()) == numbers_text([]) == ""
    assert parse_edits("", "") == PaletteEdits()
    assert parse_numbers("") == parse_colors("") == ()


@given(
    st.lists(st.integers(0, 31), unique=True),
    st.dictionaries(st.integers(0, 31), COLORS),
    st.integers(0, 500),
    st.lists(COLORS),
)
def test_what_goes_into_a_link_comes_back(
    merged: list[int],
    colors: dict[int, tuple[int, int, int]],
    specks: int,
    locked: list[tuple[int, int, int]],
) -> None:
    half = len(merged) // 2
    groups = tuple(tuple(group) for group in (merged[:half], merged[half:]) if len(group) > 1)
    edits = PaletteEdits(merges=groups, replacements=tuple(colors.items()), specks=specks)
    assert parse_edits(merges_text(edits), replacements_text(edits), specks) == edits
    assert parse_numbers(numbers_text(merged)) == tuple(sorted(merged))
    assert parse_colors(colors_text(locked)) == tuple(locked)


@pytest.mark.parametrize(
    ("merges", "replacements"),
    [
        ("0-x", ""),
        (f"0-{K_MAX}", ""),
        ("0--1", ""),
        ("0-1.1-2", ""),
        ("3", ""),
        ("²-1", ""),
        ("", "0"),
        ("", "0-ff00"),
        ("", "0-gg0000"),
        ("", "0-ff0000-1"),
        ("", "0- ff000"),
        ("", "0-ff0000.0-00ff00"),
        ("0-1" * 500, ""),
        ("9" * 900, ""),
    ],
)
def test_other_texts_are_refused(merges: str, replacements: str) -> None:
    with pytest.raises(SettingsError):
        parse_edits(merges, replacements)


@given(st.text(alphabet="0123456789abcf-. xé", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (
        parse_numbers,
        parse_colors,
        lambda value: parse_edits(value, ""),
        lambda value: parse_edits("", value),
    ):
        with suppress(KsegError):
            read(text)

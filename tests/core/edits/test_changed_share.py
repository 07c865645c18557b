import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core import SettingsError
from kseg_core.edits.changed_share import changed_share
from kseg_core.image import NO_LABEL
from tests.core.edits.label_maps import label_map, label_maps


def test_other_numbers_are_no_change() -> None:
    assert changed_share(label_map("0012."), label_map("2201.")) == 0.0


def test_what_left_its_cluster_has_changed() -> None:
    assert changed_share(label_map("000111", "000111"), label_map("111000", "111100")) == 1 / 12


def test_of_a_cluster_that_fell_in_two_the_smaller_part_has_changed() -> None:
    assert changed_share(label_map("00000"), label_map("00011")) == 2 / 5


def test_what_is_not_there_in_both_does_not_count() -> None:
    assert changed_share(label_map("00.1"), label_map("0.11")) == 0.0
    assert changed_share(label_map(".."), label_map("..")) == 0.0


@given(label_maps(), st.permutations(range(4)))
def test_renumbering_never_changes_anything(labels: NDArray[np.uint8], numbers: list[int]) -> None:
    table = np.full(256, NO_LABEL, dtype=np.uint8)
    table[:4] = numbers
    assert changed_share(labels, table[labels]) == 0.0


def test_different_sizes_are_refused() -> None:
    with pytest.raises(SettingsError, match="same picture"):
        changed_share(label_map("00"), label_map("0"))

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.edits import connected
from kseg_core.edits.connected import connected_regions, region_counts
from kseg_core.image import NO_LABEL, row_blocks
from tests.core.edits.label_maps import label_map, label_maps


def test_regions_are_numbered_as_one_reads() -> None:
    regions = connected_regions(label_map("0110", "2.12", "0011"))
    assert regions.numbers.tolist() == [[0, 1, 1, 2], [3, -1, 1, 4], [5, 5, 1, 1]]
    assert regions.labels.tolist() == [0, 1, 0, 2, 2, 0]
    assert regions.areas.tolist() == [1, 5, 1, 1, 1, 2]


def test_corners_do_not_connect() -> None:
    assert region_counts(label_map("01", "10"), 2).tolist() == [2, 2]


def test_a_label_without_pixels_has_no_region() -> None:
    assert region_counts(label_map("02"), 4).tolist() == [1, 0, 1, 0]


@given(label_maps(), st.integers(1, 40))
def test_regions_are_those_found_by_walking(labels: NDArray[np.uint8], pixels: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connected, "row_blocks", partial(row_blocks, pixels=pixels))  # bands of some rows
        regions = connected_regions(labels)
    seen: dict[int, set[tuple[int, int]]] = {}
    todo = {(int(y), int(x)) for y, x in np.argwhere(labels != NO_LABEL)}
    while todo:
        walk, region = [min(todo)], set()
        while walk:
            y, x = walk.pop()
            if (y, x) in todo:
                todo.remove((y, x))
                region.add((y, x))
                beside = [(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)]
                walk += [place for place in beside if place in todo and labels[place] == labels[y, x]]
        (number,) = {int(regions.numbers[place]) for place in region}
        assert number not in seen
        seen[number] = region
        assert regions.labels[number] == labels[y, x]
        assert regions.areas[number] == len(region)
    assert sorted(seen) == list(range(len(regions.areas)))
    assert np.all(regions.numbers[labels == NO_LABEL] == -1)
    np.testing.assert_array_equal(region_counts(labels, 4), np.bincount(regions.labels, minlength=4))
    firsts = [min(seen[number]) for number in sorted(seen)]
    assert firsts == sorted(firsts)

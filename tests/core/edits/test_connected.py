import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from kseg_core.edits import connected
from kseg_core.edits.connected import connected_regions, region_counts
from kseg_core.image import NO_LABEL
from tests.core.edits.label_maps import label_map, label_maps


def test_regions_are_numbered_by_label_and_then_as_one_reads() -> None:
    regions = connected_regions(label_map("0110", "2.12", "0011"))
    assert regions.numbers.tolist() == [[0, 3, 3, 1], [4, -1, 3, 5], [2, 2, 3, 3]]
    assert regions.labels.tolist() == [0, 0, 0, 1, 2, 2]
    assert regions.areas.tolist() == [1, 1, 2, 5, 1, 1]


def test_corners_do_not_connect() -> None:
    assert region_counts(label_map("01", "10"), 2).tolist() == [2, 2]


def test_a_label_without_pixels_has_no_region() -> None:
    assert region_counts(label_map("02"), 4).tolist() == [1, 0, 1, 0]


@given(label_maps())
def test_regions_are_those_found_by_walking(labels: NDArray[np.uint8]) -> None:
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
    order = sorted(seen, key=lambda number: (regions.labels[number], firsts[number]))
    assert order == sorted(seen)


def test_large_maps_are_counted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connected, "_COUNTED", 10)
    assert connected_regions(np.zeros((9, 4), dtype=np.uint8)).areas.tolist() == [36]

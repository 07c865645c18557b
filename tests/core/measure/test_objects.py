"""Objects of small class maps, and their numbers beside those of scikit-image."""

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.measure import regionprops

from kseg_core import SettingsError
from kseg_core.image import NO_LABEL
from kseg_core.measure.noise import is_noisy, speck_bound, without_noise
from kseg_core.measure.objects import (
    Connectivity,
    Objects,
    ObjectSettings,
    all_objects,
    find_objects,
    limited,
    numbers_map,
)
from tests.core.edits.label_maps import label_map


def _objects(numbers: NDArray[np.uint8], settings: ObjectSettings, n_classes: int = 1) -> Objects:
    pixels = np.random.default_rng(0).integers(0, 256, (*numbers.shape, 3), np.uint8)
    return find_objects(numbers, n_classes, pixels, settings)


@pytest.mark.parametrize("connectivity", Connectivity)
@pytest.mark.parametrize("splits", [False, True])
def test_numbers_agree_with_scikit_image(connectivity: Connectivity, splits: bool) -> None:
    rng = np.random.default_rng(connectivity)
    classes = rng.integers(0, 3, (9, 11), np.uint8).repeat(4, axis=0).repeat(3, axis=1)
    classes[rng.random(classes.shape) < 0.05] = NO_LABEL
    pixels = rng.integers(0, 256, (*classes.shape, 3), np.uint8)
    found = find_objects(
        classes, 2, pixels, ObjectSettings(connectivity=connectivity, splits=splits, smallest=1)
    )
    assert found.n_objects > 10
    expected = regionprops(found.numbers, intensity_image=pixels)
    columns = {
        "areas": "area",
        "perimeters": "perimeter",
        "equivalent_diameters": "equivalent_diameter_area",
        "solidities": "solidity",
        "major_axes": "axis_major_length",
        "minor_axes": "axis_minor_length",
        "mean_rgb": "intensity_mean",
    }
    for column, name in columns.items():
        np.testing.assert_allclose(
            getattr(found, column), [each[name] for each in expected], atol=1e-6, err_msg=column
        )
    np.testing.assert_allclose(found.centroids[:, ::-1], [each.centroid for each in expected])
    left, top, width, height = found.boxes.T
    assert np.stack([top, left, top + height, left + width], 1).tolist() == [
        list(each.bbox) for each in expected
    ]


def test_corners_connect_only_if_asked() -> None:
    numbers = label_map("0111", "1011", "1101")
    assert _objects(numbers, ObjectSettings()).n_objects == 1
    sides = _objects(numbers, ObjectSettings(connectivity=Connectivity.SIDES))
    assert sides.areas.tolist() == [1, 1, 1]


def test_a_hole_is_filled_only_with_what_is_in_no_class() -> None:
    numbers = label_map("0000000", "0200100", "0000000")
    numbers[1, 5] = NO_LABEL
    filled = _objects(numbers, ObjectSettings(), 2)
    assert filled.numbers.tolist() == [[1] * 7, [1, 1, 1, 1, 2, 0, 1], [1] * 7]
    assert filled.classes.tolist() == [0, 1]
    assert _objects(numbers, ObjectSettings(fills_holes=False), 2).areas.tolist() == [18, 1]


def test_objects_are_cut_by_the_border_and_by_what_is_not_measured() -> None:
    numbers = label_map("01111111", "11111101", "11101111", "11111111")
    numbers[1, 7] = NO_LABEL
    found = _objects(numbers, ObjectSettings())
    assert found.cut.tolist() == [True, True, False]
    assert limited(found, ObjectSettings(keeps_border=False)).ids.tolist() == [3]


def test_bounds_leave_out_objects_and_people_see_numbers_without_gaps() -> None:
    numbers = label_map("0100", "1111", "0001")
    everything = all_objects(numbers, 1, np.zeros((3, 4, 3), np.uint8), ObjectSettings())
    assert everything.areas.tolist() == [1, 2, 3]
    some = limited(everything, ObjectSettings(smallest=2, largest=2))
    assert some.ids.tolist() == [2]
    assert (some.n_small, some.is_cleaned) == (1, False)
    assert numbers_map(some).tolist() == [[0, 0, 1, 1], [0] * 4, [0] * 4]
    assert numbers_map(some).dtype == np.uint16


def test_a_class_map_without_objects() -> None:
    for numbers in (label_map("11", "11"), np.full((2, 2), NO_LABEL, np.uint8)):
        found = _objects(numbers, ObjectSettings(splits=True))
        assert found.n_objects == 0
        assert numbers_map(found).max() == 0


def test_a_class_that_is_everywhere_is_one_object() -> None:
    found = _objects(np.zeros((30, 40), np.uint8), ObjectSettings(splits=True))
    assert found.areas.tolist() == [1200]
    assert found.cut.tolist() == [True]


def test_touching_discs_are_split_and_one_disc_is_not() -> None:
    y, x = np.mgrid[:60, :100]
    discs = np.minimum((x - 30) ** 2 + (y - 30) ** 2, (x - 66) ** 2 + (y - 30) ** 2) > 19**2
    assert _objects(discs.astype(np.uint8), ObjectSettings()).n_objects == 1
    split = _objects(discs.astype(np.uint8), ObjectSettings(splits=True))
    assert split.centroids.round().tolist() == [[30.0, 30.0], [66.0, 30.0]]


@pytest.mark.parametrize(("smallest", "largest"), [(9, 8), (0, None), (None, 2.5), (True, 3)])
def test_bounds_of_sizes_are_whole_numbers_in_order(smallest: int | None, largest: int | None) -> None:
    with pytest.raises(SettingsError, match="not more than the largest"):
        ObjectSettings(smallest=smallest, largest=largest)


def test_a_gap_between_touching_discs_is_no_hole() -> None:
    y, x = np.mgrid[:65, :65]
    centers = ((18, 18), (46, 18), (18, 46), (46, 46))
    discs = np.min([(x - left) ** 2 + (y - top) ** 2 for left, top in centers], axis=0) > 14.2**2
    discs[18, 18] = True
    split = _objects(discs.astype(np.uint8), ObjectSettings(splits=True))
    assert split.n_objects == 4
    assert split.numbers[18, 18] == 1
    assert split.areas.sum() == np.count_nonzero(~discs) + 1
    assert _objects(discs.astype(np.uint8), ObjectSettings()).areas.sum() > split.areas.sum() + 5


def test_noise_is_removed_where_it_is_and_on_request() -> None:
    numbers = np.ones((60, 60), np.uint8)
    numbers[20:40, 20:40] = 0
    noisy = np.where(np.random.default_rng(0).random(numbers.shape) < 0.04, 1 - numbers, numbers)
    assert not is_noisy(numbers)
    assert is_noisy(noisy)
    masked = np.full((300, 300), NO_LABEL, np.uint8)
    masked[:60, :60] = noisy
    assert is_noisy(masked)
    wrong = np.count_nonzero(without_noise(noisy, 1) != numbers)
    assert wrong < np.count_nonzero(noisy != numbers) / 5
    assert without_noise(numbers, 1).tolist() == numbers.tolist()
    assert _objects(noisy, ObjectSettings()).is_cleaned
    assert not _objects(noisy, ObjectSettings(smooths=False)).is_cleaned
    masked = np.full((3, 3), 1, np.uint8)
    masked[1] = 1, NO_LABEL, 0
    assert without_noise(masked, 1).tolist() == [[1, 1, 1], [1, NO_LABEL, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("areas", "bound"),
    [
        ([], 1),
        ([300], 3),
        ([78, 90, 400, 500], 4),
        ([*[1] * 50, 2, 3, 3, 80, 100], 16),
        ([*[1] * 9, *[9] * 50, *range(100, 4000, 10)], 27),
    ],
)
def test_specks_are_small_beside_the_objects(areas: list[int], bound: int) -> None:
    assert speck_bound(np.array(areas, np.int64)) == bound


def test_a_scattered_class_map_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.measure.objects.CHANGES_MAX", 2)
    _objects(label_map("010"), ObjectSettings())
    with pytest.raises(SettingsError, match="too many small pieces"):
        _objects(label_map("0101"), ObjectSettings())

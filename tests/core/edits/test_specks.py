import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.edits.connected import connected_regions
from kseg_core.edits.specks import remove_specks
from kseg_core.image import NO_LABEL
from tests.core.edits.label_maps import label_map, label_maps
from tests.core.edits.plain_specks import plain_remove_specks


@given(label_maps(), st.integers(1, 12))
@hypothesis_settings(max_examples=200)
def test_it_does_what_the_rule_says(labels: NDArray[np.uint8], smallest: int) -> None:
    np.testing.assert_array_equal(remove_specks(labels, smallest), plain_remove_specks(labels, smallest))


@pytest.mark.parametrize("seed", range(3))
def test_it_does_what_the_rule_says_on_noise(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 4, (60, 70)).astype(np.uint8)
    labels[rng.random(labels.shape) < 0.1] = NO_LABEL
    np.testing.assert_array_equal(remove_specks(labels, 20), plain_remove_specks(labels, 20))


@given(label_maps(), st.integers(1, 12))
def test_every_region_is_large_enough_or_has_no_neighbor(labels: NDArray[np.uint8], smallest: int) -> None:
    cleaned = remove_specks(labels, smallest)
    np.testing.assert_array_equal(cleaned == NO_LABEL, labels == NO_LABEL)
    regions = connected_regions(cleaned)
    for number in np.flatnonzero(regions.areas < smallest):
        grown = np.pad(regions.numbers, 1, constant_values=-1)
        mask = grown == number
        beside = [np.roll(mask, shift, axis)[~mask] for shift in (-1, 1) for axis in (0, 1)]
        assert not any((grown[~mask][side] >= 0).any() for side in beside)


@given(label_maps(), st.integers(1, 12))
def test_doing_it_again_changes_nothing(labels: NDArray[np.uint8], smallest: int) -> None:
    cleaned = remove_specks(labels, smallest)
    np.testing.assert_array_equal(remove_specks(cleaned, smallest), cleaned)


def test_a_speck_joins_the_region_it_touches_most() -> None:
    cleaned = remove_specks(label_map("000111", "000211", "000111"), 2)
    np.testing.assert_array_equal(cleaned, label_map("000111", "000111", "000111"))


def test_a_noisy_area_grows_together_and_is_not_eaten_away() -> None:
    checkered = np.indices((8, 8)).sum(axis=0) % 2 + 1
    labels = np.hstack([np.zeros((8, 8)), checkered]).astype(np.uint8)
    cleaned = remove_specks(labels, 5)
    assert np.all(cleaned[:, :8] == 0)
    assert np.mean(cleaned[:, 8:] > 0) > 0.5


def test_what_is_alone_between_holes_stays() -> None:
    labels = label_map("0000", "....", "11..", "....")
    np.testing.assert_array_equal(remove_specks(labels, 100), labels)


def test_nothing_below_the_size_changes_nothing() -> None:
    labels = label_map("0011", "0011")
    assert remove_specks(labels, 4) is labels


def test_of_too_many_specks_the_smallest_go_to_the_nearest_pixel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.edits.specks.SPECKS_MAX", 3)
    # Four specks of one pixel: those of labels 2 and 3 go, the one of label 1 stays and is then a speck.
    labels = label_map("0000444", "0200434", "0001444", "0300434")
    after = label_map("0000444", "0000444", "0001444", "0000444")
    np.testing.assert_array_equal(remove_specks(labels, 2), plain_remove_specks(after, 2))
    assert (remove_specks(labels, 2) == label_map("0000444")[0]).mean() > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_specks_are_gone_however_many_there_were(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.edits.specks.SPECKS_MAX", 40)
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 4, (60, 70)).astype(np.uint8)
    labels[:, 50:] = 1
    labels[10:20, 30:40] = NO_LABEL
    cleaned = remove_specks(labels, 20)
    np.testing.assert_array_equal(cleaned == NO_LABEL, labels == NO_LABEL)
    assert (cleaned[:, 51:] == 1).all()
    assert connected_regions(cleaned).areas.min() >= 20
    np.testing.assert_array_equal(remove_specks(cleaned, 20), cleaned)


def test_a_checkerboard_of_too_many_specks_gets_the_lower_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.edits.specks.SPECKS_MAX", 10)
    assert not remove_specks((np.indices((9, 9)).sum(0) % 2).astype(np.uint8), 4).any()


def test_of_equally_near_pixels_the_lower_label_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kseg_core.edits.specks.SPECKS_MAX", 0)
    # 3 goes first: 0 and 1 are as near, though 1 is the larger region. 2 stays and joins its neighbor.
    np.testing.assert_array_equal(remove_specks(label_map("0003111112"), 2), label_map("0000111111"))
    np.testing.assert_array_equal(remove_specks(label_map(*"1113000002"), 2), label_map(*"1110000000"))

"""The photos of all visitors together stay within a bound, and those who are here keep theirs."""

import gc

import pytest

from kseg_core import ImageError
from pages._ui.uploads import FULL, UploadStore


def store(*here: str, limit: int = 100) -> UploadStore:
    return UploadStore(limit, is_here=lambda session: session in here)


def test_files_count_as_long_as_they_are_held():
    files = store("a")
    held = files.hold("a", bytes(40))
    assert held.data == bytes(40)
    assert files.nbytes == 40
    del held
    gc.collect()
    assert files.nbytes == 0


def test_a_file_that_does_not_fit_is_refused_while_all_are_here():
    files = store("a", "b")
    held = files.hold("a", bytes(60))
    with pytest.raises(ImageError) as refused:
        files.hold("b", bytes(60))
    assert str(refused.value) == FULL
    assert held.data == bytes(60)
    assert files.hold("b", bytes(40)).data == bytes(40)


def test_files_of_visitors_who_left_make_room_the_oldest_first():
    files = store("c")
    first, second = files.hold("a", bytes(30)), files.hold("b", bytes(30))
    third = files.hold("c", bytes(60))
    assert (first.data, second.data, third.data) == (None, bytes(30), bytes(60))
    assert files.nbytes == 90


def test_files_of_visitors_who_left_stay_while_there_is_room():
    files = store("b")
    first = files.hold("a", bytes(30))
    files.hold("b", bytes(60))
    assert first.data == bytes(30)


def test_a_visitor_may_change_photos_again_and_again():
    files = store("a")
    for size in (60, 70, 80):
        assert files.hold("a", bytes(size)).data == bytes(size)
        gc.collect()

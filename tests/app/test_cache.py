"""Computations that visitors share: the place comes before the key."""

import threading

import pytest

from kseg_core import ImageError
from pages._ui.cache import computed, get_image, shared_store
from pages._ui.compute_queue import HEAVY_PIXELS, turn
from pages._ui.photo import own_photo
from pages._ui.process.store import Kept
from tests.app.visit import noise, png

LARGE = HEAVY_PIXELS + 1
KEY = ("test", "the place comes before the key")


def made() -> Kept:
    return Kept(value="made", nbytes=1)


def test_who_waits_for_a_place_keeps_nobody_waiting_who_has_one():
    has_place, asked, seen = threading.Event(), threading.Event(), []

    def holder() -> None:
        with turn(LARGE):
            has_place.set()
            asked.wait(5)
            seen.append(computed(KEY, LARGE, made).value)

    def other() -> None:
        has_place.wait(5)
        threading.Timer(0.2, asked.set).start()  # by then it waits for the place
        seen.append(computed(KEY, LARGE, made).value)

    guests = [threading.Thread(target=each, daemon=True) for each in (holder, other)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join(10)
    assert seen == ["made", "made"]


def test_a_photo_that_had_to_go_is_not_taken_for_a_sample():
    photo = own_photo("Coffee", png(noise()))
    assert photo.file is not None
    photo.file.data = None
    shared_store().clear()
    with pytest.raises(ImageError, match="Choose it again"):
        get_image(photo)

"""Computed values that visitors share: the key they are kept by, and the places they are computed on."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pytest

from kseg_core import ImageError, KMeansSettings, RgbImage
from kseg_core.methods.method import Method
from kseg_core.reading.decode import MAX_PIXELS
from pages._ui import cache, results
from pages._ui.cache import computed, computed_steps, shared_store
from pages._ui.compute_queue import compute_place, holds_place
from pages._ui.photo import own_photo
from pages._ui.results import clusters_in_turn, get_image
from pages._ui.store import ByteBoundStore
from pages._ui.uploads import HeldFile
from tests.app.visit import noise, png

LARGE = MAX_PIXELS
"""Of a photo that is worked on alone."""
OF_A_PHONE = 4032 * 3024


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    shared_store().clear()


def picture(seed: int = 0, side: int = 4) -> RgbImage:
    return RgbImage(pixels=noise(side, side, seed=seed))


def in_threads(*actions: Callable[[], None]) -> None:
    threads = [threading.Thread(target=action, daemon=True) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_what_was_computed_is_handed_out_again():
    calls = []

    @computed()
    def twice(number: int, name: str = "a") -> list[int]:
        calls.append((number, name))
        return [number, number]

    assert twice(3) == [3, 3]
    assert twice(3) is twice(number=3)
    assert twice(3, "b") == [3, 3]
    assert twice(4) == [4, 4]
    assert calls == [(3, "a"), (3, "b"), (4, "a")]


def test_functions_of_the_same_arguments_do_not_mix():
    @computed()
    def one(key: str) -> int:
        return 1

    @computed()
    def two(key: str) -> int:
        return 2

    assert (one("k"), two("k"), one("k")) == (1, 2, 1)


@dataclass(frozen=True)
class Source:
    image: RgbImage
    k: int


def test_a_picture_counts_by_its_digest_also_within_a_dataclass():
    calls = []

    @computed()
    def side(source: Source, settings: KMeansSettings) -> int:
        calls.append(source.k)
        return source.image.width

    for image, k in ((picture(), 1), (picture(), 1), (picture(1), 1), (picture(), 2)):
        side(Source(image, k), KMeansSettings(k=3))
    side(Source(picture(), 1), KMeansSettings(k=4))
    assert calls == [1, 1, 2, 1]


def test_a_key_keeps_neither_pictures_nor_files_alive():
    @computed()
    def name_of(photo: object, image: RgbImage) -> str:
        return "name"

    photo, image = own_photo("mine.png", png(noise())), picture()
    kept = [weakref.ref(photo.file), weakref.ref(image.pixels)]
    name_of(photo, image)
    assert name_of.known(photo, image) == "name"
    del photo, image
    gc.collect()
    assert [each() for each in kept] == [None, None]


@pytest.mark.parametrize("argument", [[1], np.zeros(2), {"a": 1}, object(), HeldFile(b""), lambda: 1])
def test_an_argument_that_nothing_can_stand_for_is_refused(argument: object):
    @computed()
    def anything(value: object) -> int:
        return 1

    with pytest.raises(TypeError):
        anything(argument)


def test_a_key_may_be_chosen():
    calls = []

    @computed(key=lambda values: tuple(values))
    def total(values: list[int]) -> int:
        calls.append(values)
        return sum(values)

    assert (total([1, 2]), total([1, 2]), total([3])) == (3, 3, 3)
    assert calls == [[1, 2], [3]]


def test_known_computes_nothing_and_what_was_made_elsewhere_is_kept():
    @computed()
    def cube(number: int) -> int:
        return number**3

    assert cube.known(2) is None
    cube.keep(8, 2)
    assert cube.known(number=2) == 8
    assert cube(2) == 8


def test_an_exception_is_raised_and_nothing_is_kept():
    calls = []

    @computed()
    def broken(number: int) -> int:
        calls.append(number)
        raise ImageError("no luck")

    for _ in range(2):
        with pytest.raises(ImageError, match="no luck"):
            broken(1)
    assert calls == [1, 1]
    assert not holds_place()


def test_what_is_computed_holds_a_place_unless_it_is_cheap():
    @computed()
    def slow() -> bool:
        return holds_place()

    @computed(queued=False)
    def cheap() -> bool:
        return holds_place()

    assert (slow(), cheap()) == (True, False)


@pytest.mark.parametrize("queued", [True, False])
def test_visitors_who_ask_at_once_share_one_computation(queued: bool):
    calls, started = [], threading.Barrier(4)

    @computed(queued=queued, pixels=lambda: 0)
    def slow() -> str:
        calls.append(1)
        threading.Event().wait(0.1)
        return "made"

    answers: list[str] = []

    def ask() -> None:
        started.wait(5)
        answers.append(slow())

    in_threads(*[ask] * 4)
    assert answers == ["made"] * 4
    assert calls == [1]


def test_two_photos_of_a_phone_are_worked_on_at_a_time():
    both_are_here = threading.Barrier(2)

    def visit() -> None:
        with compute_place(OF_A_PHONE):
            both_are_here.wait(5)

    in_threads(visit, visit)
    assert not both_are_here.broken


def test_a_waiting_visitor_holds_no_lock_of_a_key():
    has_place, asked, seen = threading.Event(), threading.Event(), []

    @computed(pixels=lambda: LARGE)
    def result() -> str:
        return "made"

    def holder() -> None:
        with compute_place(LARGE):
            has_place.set()
            asked.wait(5)
            seen.append(result())

    def other() -> None:
        has_place.wait(5)
        threading.Timer(0.2, asked.set).start()  # by then it waits for the place
        seen.append(result())

    in_threads(holder, other)
    assert seen == ["made", "made"]


def test_what_needs_no_place_may_ask_for_what_needs_one():
    """Its maker waits for the place of a visitor who asks for the same."""
    has_place, asked, seen = threading.Event(), threading.Event(), []

    @computed(pixels=lambda: LARGE)
    def result() -> str:
        return "made"

    @computed(queued=False)
    def preview() -> str:
        return f"preview of what was {result()}"

    def holder() -> None:
        with compute_place(LARGE):
            has_place.set()
            asked.wait(5)
            seen.append(preview())

    def other() -> None:
        has_place.wait(5)
        threading.Timer(0.2, asked.set).start()  # by then it makes the preview and waits for the place
        seen.append(preview())

    in_threads(holder, other)
    assert seen == ["preview of what was made"] * 2


def counting(upto: int, made: list[int]) -> Iterator[int]:
    for number in range(1, upto + 1):
        made.append(number)
        yield number


def test_the_last_step_is_kept_and_comes_at_once_when_known():
    made: list[int] = []

    @computed_steps()
    def steps(upto: int) -> Iterator[int]:
        return counting(upto, made)

    assert steps.known(3) is None
    assert list(steps(3)) == [1, 2, 3]
    assert steps.known(3) == 3
    assert list(steps(3)) == [3]
    assert made == [1, 2, 3]


def test_steps_given_up_free_their_place_and_keep_nothing():
    @computed_steps()
    def steps(upto: int) -> Iterator[int]:
        return counting(upto, [])

    for _ in range(3):
        with closing(steps(9)) as given_up:
            assert next(given_up) == 1
            assert holds_place()
    assert not holds_place()
    assert steps.known(9) is None
    free = threading.Event()

    def take_both() -> None:
        with compute_place(0):
            free.set()

    in_threads(take_both)
    assert free.is_set()


def test_a_photo_that_had_to_go_is_not_taken_for_a_sample():
    photo = own_photo("Coffee", png(noise()))
    assert photo.file is not None
    photo.file.data = None
    with pytest.raises(ImageError, match="Choose it again"):
        get_image(photo)


ASKED = [(KMeansSettings(k=k), Method.KMEANS) for k in (2, 3, 4)]


def test_results_that_are_known_wait_for_no_place(monkeypatch: pytest.MonkeyPatch):
    image = picture()
    found = list(clusters_in_turn(image, ASKED))
    assert [each.settings for each in found] == [settings for settings, _ in ASKED]
    monkeypatch.setattr(results, "compute_place", lambda _: pytest.fail("Nothing is to be computed."))
    again = list(clusters_in_turn(image, ASKED))
    assert all(one is other for one, other in zip(found, again, strict=True))


def test_results_that_were_swept_out_in_the_meantime_are_computed_again(monkeypatch: pytest.MonkeyPatch):
    image = picture()
    full = ByteBoundStore(large=0, small=0)
    monkeypatch.setattr(cache, "shared_store", lambda: full)
    assert [each.settings.k for each in clusters_in_turn(image, ASKED)] == [2, 3, 4]

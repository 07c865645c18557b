"""The line for the places: first come, first served, and a turn is kept for who comes back."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from pages._ui.waiting_line import WaitingLine


class MovedOn(Exception):  # noqa: N818
    pass


def nobody_waits(_: int) -> None:
    pytest.fail("There was a free place.")


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


class Guest:
    """Someone who waits for a place in a thread of their own and holds it until told to go."""

    def __init__(self, line: WaitingLine, who: str, arrived: list[str], **how: Any) -> None:
        self.ahead: list[int] = []
        self.gives_up = threading.Event()
        self.may_go = threading.Event()
        self._line, self._who, self._arrived, self._how = line, who, arrived, how
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._line.place(self._who, self._wait, **self._how):
                self._arrived.append(self._who)
                self.may_go.wait(10)
        except MovedOn:
            pass

    def _wait(self, ahead: int) -> None:
        self.ahead.append(ahead)
        if self.gives_up.is_set():
            raise MovedOn

    def leave(self) -> None:
        self.gives_up.set()
        self.may_go.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


def waiting(line: WaitingLine, who: str, arrived: list[str], **how: Any) -> Guest:
    guest = Guest(line, who, arrived, **how)
    until(lambda: bool(guest.ahead) or who in arrived)
    return guest


def test_there_are_as_many_places_as_asked_for():
    line, arrived = WaitingLine(2), []
    first, second, third = (waiting(line, who, arrived) for who in "abc")
    assert arrived == ["a", "b"]
    assert third.ahead[0] == 0
    first.leave()
    until(lambda: "c" in arrived)
    second.leave()
    third.leave()
    with line.place("d", nobody_waits), line.place("e", nobody_waits):
        pass


def test_first_come_first_served_and_all_are_told_how_many_come_before():
    line, arrived = WaitingLine(1), []
    guests = [waiting(line, who, arrived) for who in "abcd"]
    assert [guest.ahead[:1] for guest in guests] == [[], [0], [1], [2]]
    for number, guest in enumerate(guests):
        guest.leave()
        if number < 3:
            until(lambda number=number: len(arrived) == number + 2)
    assert arrived == ["a", "b", "c", "d"]


def test_who_is_early_goes_before_all_who_are_not():
    line, arrived = WaitingLine(1), []
    guests = {who: waiting(line, who, arrived, early=who in "cd") for who in "abcd"}
    assert [guests[who].ahead[:1] for who in "cd"] == [[0], [1]]
    until(lambda: guests["b"].ahead[-1] == 2)
    for number, who in enumerate("acdb"):
        until(lambda number=number: len(arrived) == number + 1)
        guests[who].leave()
    assert arrived == ["a", "c", "d", "b"]


def test_places_are_given_as_far_as_there_is_room():
    line, arrived = WaitingLine(2, room=24), []
    first, second, third, fourth = (
        waiting(line, who, arrived, size=size) for who, size in [("a", 12), ("b", 12), ("c", 99), ("d", 1)]
    )
    assert arrived == ["a", "b"]
    first.leave()
    until(lambda: third.ahead[-1] == 0)
    assert arrived == ["a", "b"]  # one that is too large for any room comes alone
    second.leave()
    until(lambda: "c" in arrived)
    assert "d" not in arrived
    third.leave()
    until(lambda: "d" in arrived)
    fourth.leave()


def test_who_comes_back_soon_takes_the_old_turn():
    line, arrived = WaitingLine(1), []
    first, second, third = (waiting(line, who, arrived) for who in "abc")
    second.gives_up.set()
    until(lambda: third.ahead[-1] == 0)
    again = waiting(line, "b", arrived)
    assert again.ahead[0] == 0
    until(lambda: third.ahead[-1] == 1)
    first.leave()
    until(lambda: arrived == ["a", "b"])
    again.leave()
    until(lambda: arrived == ["a", "b", "c"])
    third.leave()


def test_who_is_away_holds_nobody_up():
    line, arrived = WaitingLine(1), []
    first, second, third = (waiting(line, who, arrived) for who in "abc")
    second.leave()
    first.leave()
    until(lambda: arrived == ["a", "c"])
    third.leave()
    with line.place("d", nobody_waits):
        pass


def test_a_turn_is_not_kept_forever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages._ui.waiting_line.KEPT_SECONDS", 0.05)
    line, arrived = WaitingLine(1), []
    first, second, third = (waiting(line, who, arrived) for who in "abc")
    second.leave()
    time.sleep(0.1)
    again = waiting(line, "b", arrived)
    assert again.ahead[0] == 1
    for guest in (first, third, again):
        until(lambda guest=guest: guest._who in arrived)
        guest.leave()
    assert arrived == ["a", "c", "b"]


def test_an_exception_inside_gives_the_place_back():
    line = WaitingLine(1)
    with pytest.raises(MovedOn), line.place("a", nobody_waits):
        raise MovedOn
    with line.place("a", nobody_waits):
        pass


def test_who_holds_a_place_for_long_holds_nobody_up():
    line, arrived = WaitingLine(1, longest=0.05), []
    first, second = (waiting(line, who, arrived) for who in "ab")
    until(lambda: arrived == ["a", "b"])
    third = waiting(line, "c", arrived)
    assert third.ahead[0] == 0
    for guest in (first, second, third):
        guest.leave()
    with line.place("d", nobody_waits):
        pass

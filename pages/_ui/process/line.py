"""A line for a few places: first come, first served, and who steps out for a moment keeps their turn."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

KEPT_SECONDS = 5.0
"""How long the turn of someone who stepped out is kept."""

_LOOK_SECONDS = 0.3
_LOOK_SECONDS_EACH = 0.05
"""Who has many before them looks up less often: every look costs the server a message."""


@dataclass(slots=True, eq=False)
class _Ticket:
    who: Hashable
    away_since: float | None = None


class WaitingLine:
    """Places for at most `places` holders at once.

    A run of a page that is stopped because its visitor has changed a setting leaves the line; when the new
    run comes, it takes the turn of the old one. Others pass it in the meantime.

    Parameters
    ----------
    places : int
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._tickets: list[_Ticket] = []
        self._changed = threading.Condition()

    @contextmanager
    def place(self, who: Hashable, on_wait: Callable[[int], None]) -> Iterator[None]:
        """Hold a place; wait for it if need be.

        Parameters
        ----------
        who : Hashable
            Stands for the visitor.
        on_wait : Callable
            Called again and again while waiting, with the number of those who come first. What it raises
            ends the waiting.
        """
        ticket = self._join(who)
        try:
            while not self._take(ticket):
                ahead = self._ahead(ticket)
                on_wait(ahead)
                self._wait(ticket, _LOOK_SECONDS + _LOOK_SECONDS_EACH * ahead)
        except BaseException:
            self._step_out(ticket)
            raise
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _join(self, who: Hashable) -> _Ticket:
        with self._changed:
            for ticket in self._tickets:
                if ticket.who == who and ticket.away_since is not None:
                    ticket.away_since = None
                    return ticket
            self._tickets.append(_Ticket(who))
            return self._tickets[-1]

    def _take(self, ticket: _Ticket) -> bool:
        with self._changed:
            if not self._is_next(ticket):
                return False
            self._free -= 1
            self._tickets.remove(ticket)
            self._changed.notify_all()
            return True

    def _is_next(self, ticket: _Ticket) -> bool:
        return self._free > 0 and next(each for each in self._tickets if each.away_since is None) is ticket

    def _wait(self, ticket: _Ticket, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_next(ticket), seconds)

    def _ahead(self, ticket: _Ticket) -> int:
        with self._changed:
            before = self._tickets[: self._tickets.index(ticket)]
            return sum(each.away_since is None for each in before)

    def _step_out(self, ticket: _Ticket) -> None:
        now = time.monotonic()
        with self._changed:
            ticket.away_since = now
            self._tickets = [
                each
                for each in self._tickets
                if each.away_since is None or now - each.away_since < KEPT_SECONDS
            ]
            self._changed.notify_all()

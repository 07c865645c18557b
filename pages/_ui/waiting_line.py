"""A line for a few places: first come, first served, but some before all others.

A visitor who leaves for a moment keeps their turn.
"""

import math
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

KEPT_SECONDS = 5.0
"""How long the turn of a visitor who has left the line is kept."""

_LOOK_SECONDS = 0.3
_LOOK_SECONDS_EACH = 0.05
"""A visitor with many before them looks less often: every look costs the server a message."""


@dataclass(slots=True, eq=False)
class _Ticket:
    who: Hashable
    early: bool
    size: int
    away_since: float | None = None


class WaitingLine:
    """Places for at most `places` holders at once, who together take no more room than there is.

    A run of a page that is stopped because its visitor has changed a setting leaves the line; when the new
    run comes, it takes the turn of the old one. In the meantime others may go first.

    Parameters
    ----------
    places : int
    room : float
        How much the sizes of all holders may add up to. Who needs more than that gets a place alone.
    longest : float
        Seconds after which a holder is no longer counted, so that the next may come.
    """

    def __init__(self, places: int, *, room: float = math.inf, longest: float = math.inf) -> None:
        self._places = places
        self._room = room
        self._longest = longest
        self._holders: dict[_Ticket, float] = {}
        self._tickets: list[_Ticket] = []
        self._changed = threading.Condition()

    @contextmanager
    def place(
        self, who: Hashable, on_wait: Callable[[int], None], *, early: bool = False, size: int = 0
    ) -> Iterator[bool]:
        """Hold a place, after waiting for it if need be; yields whether it had to.

        Parameters
        ----------
        who : Hashable
            Stands for the visitor.
        on_wait : Callable
            Called repeatedly while waiting, with the number of visitors ahead. If it raises an exception,
            the waiting ends.
        early : bool
            Whether this one goes before all who are not.
        size : int
            How much room this one takes.
        """
        ticket = self._join(_Ticket(who, early, size))
        has_waited = False
        try:
            while not self._take(ticket):
                has_waited = True
                ahead = self._ahead(ticket)
                on_wait(ahead)
                self._wait(ticket, _LOOK_SECONDS + _LOOK_SECONDS_EACH * ahead)
        except BaseException:
            self._leave(ticket)
            raise
        try:
            yield has_waited
        finally:
            with self._changed:
                del self._holders[ticket]
                self._changed.notify_all()

    def _join(self, new: _Ticket) -> _Ticket:
        with self._changed:
            self._forget_those_away()
            for ticket in self._tickets:
                is_same = (ticket.who, ticket.early) == (new.who, new.early)
                if is_same and ticket.away_since is not None:
                    ticket.away_since, ticket.size = None, new.size
                    return ticket
            self._tickets.append(new)
            self._tickets.sort(key=lambda each: not each.early)
            return new

    def _take(self, ticket: _Ticket) -> bool:
        with self._changed:
            if not self._is_next(ticket):
                return False
            self._holders[ticket] = time.monotonic()
            self._tickets.remove(ticket)
            self._changed.notify_all()
            return True

    def _is_next(self, ticket: _Ticket) -> bool:
        latest = time.monotonic() - self._longest
        counted = [holder for holder, since in self._holders.items() if since > latest]
        fits = not counted or sum(holder.size for holder in counted) + ticket.size <= self._room
        first = next(each for each in self._tickets if each.away_since is None)
        return len(counted) < self._places and fits and first is ticket

    def _wait(self, ticket: _Ticket, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_next(ticket), seconds)

    def _ahead(self, ticket: _Ticket) -> int:
        with self._changed:
            before = self._tickets[: self._tickets.index(ticket)]
            return sum(each.away_since is None for each in before)

    def _leave(self, ticket: _Ticket) -> None:
        with self._changed:
            ticket.away_since = time.monotonic()
            self._forget_those_away()
            self._changed.notify_all()

    def _forget_those_away(self) -> None:
        latest = time.monotonic() - KEPT_SECONDS
        self._tickets = [
            each for each in self._tickets if each.away_since is None or each.away_since > latest
        ]

"""Where photos are worked on: what every engine can do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from kseg_core.histogram import ColorHistogram

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerLostError(Exception):
    """The process that worked on an item ended, each time it was tried; the message says why, for people."""


class Engine(Protocol):
    """Does the same with many items, some at a time."""

    def results(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result | WorkerLostError]]:
        """Each item with what became of it, as soon as that is known, in any order.

        Only a few items more than are worked on are taken from the iterable ahead. Errors that the function
        raises are raised here.
        """
        ...

    def summed(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Sequence[Item],
        done: Callable[[], None],
    ) -> ColorHistogram | None:
        """The histograms of all items added up; `done` is called after each. None if there was none."""
        ...

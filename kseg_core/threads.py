"""Work in several threads: NumPy and OpenCV let others go on while they compute."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORKERS = 2
"""A host gives one or two cores."""


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results in the order of the items."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))

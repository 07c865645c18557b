"""Work in several threads: NumPy and OpenCV let others go on while they compute."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORKERS = int(os.environ.get("KSEG_THREADS", "2"))
"""A host gives one or two cores; where every core has a process of its own, each works in one thread."""


def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """The results in the order of the items."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(function, items))

"""The results of all visitors together, with a bound in bytes."""

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeVar

from cachetools import LRUCache

LARGE_VALUE = 1_000_000
"""Bytes above which a value is kept among the large ones."""

MISSING: Any = object()
"""Stands for a value that is not there."""

OVERHEAD = 64
"""Bytes that any object takes, about."""

Value = TypeVar("Value")


def size_of(value: object) -> int:
    """About how many bytes a value takes: its arrays, bytes and text, and the objects that hold them.

    Raises
    ------
    TypeError
        If the size of such a value is not known.
    """
    nbytes = getattr(value, "nbytes", None)
    if isinstance(nbytes, int):
        return OVERHEAD + nbytes
    if isinstance(value, Enum | int | float | None):
        return OVERHEAD
    if isinstance(value, bytes | str):
        return OVERHEAD + len(value)
    if is_dataclass(value):
        return OVERHEAD + sum(size_of(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, Mapping):
        return OVERHEAD + sum(size_of(key) + size_of(each) for key, each in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return OVERHEAD + sum(map(size_of, value))
    raise TypeError(f"How many bytes a {type(value).__name__} holds is not known.")


class ByteBoundStore:
    """Results by key; the least recently used go first when the bytes run out.

    Small values have a bound of their own, so that a few large photos do not sweep out encoded previews.
    Two visitors who ask for the same missing key at once compute it once.

    Parameters
    ----------
    large, small : int
        Bytes held at most in values above `LARGE_VALUE`, and in the others. A single value above its bound
        is handed out but not kept.
    taken : Callable, optional
        Bytes of the bound for large values that something else takes at the moment.
    """

    def __init__(self, *, large: int, small: int, taken: Callable[[], int] = lambda: 0) -> None:
        self._large: LRUCache[Hashable, Any] = LRUCache(large, getsizeof=size_of)
        self._small: LRUCache[Hashable, Any] = LRUCache(small, getsizeof=size_of)
        self._taken = taken
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return int(self._large.currsize + self._small.currsize)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._large or key in self._small

    def find(self, key: Hashable) -> Any:
        """The value of a key, or `MISSING`."""
        with self._lock:
            return self._found(key)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not there. What `make` raises is raised here."""
        with self._lock:
            value = self._found(key)
            if value is not MISSING:
                return value
            making = self._making.setdefault(key, threading.Lock())
        with making:
            value = self.find(key)
            if value is not MISSING:
                return value
            try:
                value = make()
                self.keep(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value

    def keep(self, key: Hashable, value: object) -> None:
        """Hold a value that was made elsewhere, unless the key has one."""
        size, taken = size_of(value), self._taken()
        part, taken = (self._large, taken) if size > LARGE_VALUE else (self._small, 0)
        bound = part.maxsize - taken
        with self._lock:
            if size > bound or key in self:
                return
            while part.currsize + size > bound:
                part.popitem()
            part[key] = value

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._large.clear()
            self._small.clear()

    def _found(self, key: Hashable) -> Any:
        for part in (self._small, self._large):
            if key in part:
                return part[key]
        return MISSING

"""One place for the large arrays of all visitors together, with a bound in bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar


class Sized(Protocol):
    """Anything that knows how many bytes it holds."""

    @property
    def nbytes(self) -> int: ...


Value = TypeVar("Value", bound=Sized)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A value that does not know how many bytes it holds, with what it counts for."""

    value: Any
    nbytes: int


class ByteBoundStore:
    """Results by key; the least recently used go first when the bytes run out.

    Two visitors who ask for the same missing key at once compute it once.

    Parameters
    ----------
    limit : int
        Bytes held at most. A single larger value is handed out but not kept.
    taken : Callable, optional
        Bytes of the limit that something else takes at the moment.
    """

    def __init__(self, limit: int, *, taken: Callable[[], int] = lambda: 0) -> None:
        self._limit = limit
        self._taken = taken
        self._held = 0
        self._values: OrderedDict[Hashable, Sized] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return self._held

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made if it is not there. What `make` raises is raised here."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]  # type: ignore[return-value]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]  # type: ignore[return-value]
            try:
                value = make()
                self.keep(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value

    def find(self, key: Hashable) -> Sized | None:
        """The value of a key, or None if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Hashable, value: Sized) -> None:
        """Hold a value that was made elsewhere."""
        limit = self._limit - self._taken()
        with self._lock:
            if value.nbytes > limit or key in self._values:
                return
            self._values[key] = value
            self._held += value.nbytes
            while self._held > limit:
                _, oldest = self._values.popitem(last=False)
                self._held -= oldest.nbytes

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._values.clear()
            self._held = 0

"""The one cache: results of functions, shared by all visitors and bounded in bytes."""

import inspect
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from types import FunctionType, NoneType
from typing import Any, Generic, ParamSpec, TypeVar

import streamlit as st

from kseg_core import RgbImage
from pages._ui.compute_queue import compute_place, holds_place
from pages._ui.photo import Photo
from pages._ui.store import MISSING, ByteBoundStore
from pages._ui.uploads import upload_store

LARGE_BYTES = 150_000_000
LEAST_LARGE_BYTES = 100_000_000
SMALL_BYTES = 40_000_000
UPLOADS_BESIDE = 150_000_000
"""Bytes of compressed photos above which the store gets smaller."""

_PLAIN_TYPES = (str, int, float, Enum, NoneType)
"""Values that are part of a key as they are."""

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource
def shared_store() -> ByteBoundStore:
    """The results of all visitors."""
    return ByteBoundStore(large=LARGE_BYTES, small=SMALL_BYTES, taken=_taken_by_uploads)


def _taken_by_uploads() -> int:
    excess = upload_store().nbytes - UPLOADS_BESIDE
    return min(max(0, excess), LARGE_BYTES - LEAST_LARGE_BYTES)


class _Remembered(Generic[P, R]):
    """A function whose results are kept by its arguments."""

    def __init__(
        self,
        function: Callable[P, Any],
        key: Callable[P, object] | None,
        pixels: Callable[P, int] | None,
    ) -> None:
        self.__doc__ = function.__doc__
        self._function = function
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._signature = inspect.signature(function)
        self._choose_key, self._choose_pixels = key, pixels

    def known(self, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The result if it is there, or else None; nothing is computed."""
        found = shared_store().find(self._key(*args, **kwargs))
        return None if found is MISSING else found

    def keep(self, value: R, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Store a result that was computed elsewhere."""
        shared_store().keep(self._key(*args, **kwargs), value)

    def _key(self, *args: P.args, **kwargs: P.kwargs) -> Hashable:
        if self._choose_key is None:
            return self._name, *_key_parts(self._arguments(*args, **kwargs))
        return self._name, _key_part(self._choose_key(*args, **kwargs))

    def _pixels(self, *args: P.args, **kwargs: P.kwargs) -> int:
        if self._choose_pixels is None:
            return max(_pixel_counts(self._arguments(*args, **kwargs)), default=0)
        return self._choose_pixels(*args, **kwargs)

    def _arguments(self, *args: P.args, **kwargs: P.kwargs) -> tuple[object, ...]:
        given = self._signature.bind(*args, **kwargs)
        given.apply_defaults()
        return tuple(given.arguments.values())


class Computed(_Remembered[P, R]):
    """A function whose result is computed once for all visitors."""

    def __init__(
        self,
        function: Callable[P, R],
        key: Callable[P, object] | None = None,
        pixels: Callable[P, int] | None = None,
        queued: bool = True,
    ) -> None:
        super().__init__(function, key, pixels)
        self._queued = queued

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        store, key = shared_store(), self._key(*args, **kwargs)
        found = store.find(key)
        if found is not MISSING:
            return found
        make: Callable[[], R] = partial(self._function, *args, **kwargs)
        if self._queued:  # The place comes first: a waiting visitor holds no lock of a key.
            with compute_place(self._pixels(*args, **kwargs)):
                return store.get(key, make)
        if holds_place():  # Another run may be computing this value and waiting for the place of this one.
            value = make()
            store.keep(key, value)
            return value
        return store.get(key, make)


class ComputedSteps(_Remembered[P, R]):
    """A generator whose last state is kept once it has finished."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Generator[R, None, None]:
        """Yield every state; the last one alone if it is known already."""
        store, key = shared_store(), self._key(*args, **kwargs)
        last = store.find(key)
        if last is MISSING:
            with compute_place(self._pixels(*args, **kwargs)):
                last = store.find(key)  # Another visitor may have computed it in the meantime.
                if last is MISSING:
                    for last in self._function(*args, **kwargs):
                        yield last
                    store.keep(key, last)
                    return
        yield last


def computed(
    *,
    key: Callable[..., object] | None = None,
    pixels: Callable[..., int] | None = None,
    queued: bool = True,
) -> Callable[[Callable[P, R]], Computed[P, R]]:
    """Keep what a function returns, for all visitors.

    All callers get the same object and must not change it. Visitors who ask for the same missing result
    at the same time share one computation. If the function raises an exception, nothing is kept. The
    function may call other computed functions.

    Parameters
    ----------
    key : Callable, optional
        Makes the key from the arguments. By default it holds all of them, a picture by its digest and a
        dataclass by the fields that are compared. The name of the function is always part of the key.
    pixels : Callable, optional
        Counts the pixels from the arguments, which decides the place in the line; by default those of the
        largest picture among the arguments.
    queued : bool
        False for what takes a few milliseconds, such as encoding a preview: it waits for no place.

    Raises
    ------
    TypeError
        If a call has an argument that cannot be part of a key.
    """

    def decorate(function: Callable[P, R]) -> Computed[P, R]:
        return Computed(function, key, pixels, queued)

    return decorate


def computed_steps(
    *, key: Callable[..., object] | None = None, pixels: Callable[..., int] | None = None
) -> Callable[[Callable[P, Iterator[R]]], ComputedSteps[P, R]]:
    """Keep the last state that a generator yields, for all visitors.

    While it runs it holds a place for computing. If it is closed early, nothing is kept. The
    parameters are those of `computed`.
    """

    def decorate(function: Callable[P, Iterator[R]]) -> ComputedSteps[P, R]:
        return ComputedSteps(function, key, pixels)

    return decorate


def _key_part(value: object) -> Hashable:
    """An argument as part of a key, without pictures and files, which the key would keep in memory."""
    if isinstance(value, RgbImage):
        return value.digest
    if isinstance(value, tuple):
        return _key_parts(value)
    if isinstance(value, FunctionType) and "<" not in value.__qualname__:
        return f"{value.__module__}.{value.__qualname__}"
    if value is not None and type(value).__hash__ is object.__hash__:
        raise TypeError(f"A {type(value).__name__} is compared by identity, so it cannot be part of a key.")
    if is_dataclass(value) and not isinstance(value, type):
        compared = [getattr(value, name) for name in _compared_fields(type(value))]
        return type(value).__qualname__, *_key_parts(compared)
    hash(value)
    return value


def _key_parts(values: Iterable[object]) -> tuple[Hashable, ...]:
    return tuple([value if isinstance(value, _PLAIN_TYPES) else _key_part(value) for value in values])


@cache
def _compared_fields(dataclass_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(dataclass_type) if field.compare)


def _pixel_counts(values: Iterable[object]) -> Iterator[int]:
    for value in values:
        if isinstance(value, RgbImage):
            yield value.height * value.width
        elif isinstance(value, Photo):
            yield value.n_pixels
        elif is_dataclass(value):
            yield from _pixel_counts(getattr(value, field.name) for field in fields(value))

"""Small results of all visitors together, encoded pictures above all, with one bound for all kinds."""

import inspect
import pickle
from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import streamlit as st

from pages._ui.process.store import ByteBoundStore, Kept

SMALL_BYTES = 40_000_000

_OVERHEAD = 500

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@st.cache_resource
def _store() -> ByteBoundStore:
    return ByteBoundStore(SMALL_BYTES)


def small_result(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Keep what a function returns, by its arguments; those whose names begin with ``_`` are not looked at.

    Unlike with `st.cache_data`, all functions share one bound, and the very object is handed out again:
    it must be one that nobody changes.
    """

    @wraps(function)
    def kept(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        def make() -> Kept:
            value = function(*args, **kwargs)
            return Kept(value=value, nbytes=len(pickle.dumps(value)) + _OVERHEAD)

        return cast(Result, _store().get(_key(function, args, kwargs), make).value)

    return kept


def has_small_result(function: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """Whether a `small_result` function would answer at once."""
    return _key(function, args, kwargs) in _store()


def _key(
    function: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]
) -> tuple[object, ...]:
    given = inspect.signature(function).bind(*args, **kwargs)
    given.apply_defaults()
    named = (value for each, value in given.arguments.items() if not each.startswith("_"))
    return (f"{function.__module__}.{function.__qualname__}", *named)

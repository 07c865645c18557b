"""Until the pages' own caches use `pages._ui.cache.computed`."""

import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pages._ui.cache import Computed

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def small_result(function: Callable[Parameters, Result]) -> Computed[Parameters, Result]:
    """Keep what a function returns, by the arguments whose names do not begin with ``_``."""
    signature = inspect.signature(function)

    def key(*args: Any, **kwargs: Any) -> object:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        return tuple(value for name, value in given.arguments.items() if not name.startswith("_"))

    return Computed(function, key=key, queued=False)


def has_small_result(function: Computed[Any, Any], *args: object, **kwargs: object) -> bool:
    """Whether a `small_result` function would answer at once."""
    return function.known(*args, **kwargs) is not None

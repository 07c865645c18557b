"""Until the pages' own caches use `pages._ui.cache.computed`."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A value that does not know how many bytes it holds, with what it counts for."""

    value: Any
    nbytes: int

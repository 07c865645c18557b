"""Numbers and texts formatted for people."""

import re
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

Column = list[str] | NDArray[np.int64] | NDArray[np.float64]
"""The values of one column of a table: texts, whole numbers, or numbers of which NaN is an empty cell."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def percent(share: float) -> str:
    """A share such as "28.5 %" or "< 0.1 %"; "0.0 %" and "100.0 %" only if exact."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    return f"{100 * share:,.1f} %"


def percent_range(share: float, low: float, high: float) -> str:
    """A share with the ends of its range: "41.3 % (39.8 to 43.0)"."""
    return f"{percent(share)} ({100 * low:.1f} to {100 * high:.1f})"


def short_percent(share: float) -> str:
    """A share without decimals, "79 %", where that does not make nothing or all of it."""
    return percent(share) if round(100 * share) in (0, 100) else f"{100 * share:.0f} %"


def round_percent(share: float) -> str:
    """A share that somebody chose, such as a threshold, without decimals: "30 %"."""
    return f"{100 * share:.0f} %"


def degrees(angle: float) -> str:
    """An angle on the circle in whole degrees, "0°" to "359°"."""
    return f"{round(angle) % 360}°"


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it needs one."""
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{ending}"


def decimals(value: float) -> int:
    """Decimals with which a number shows four digits, or more where it has more before the point."""
    return min(12, max(0, 3 - floor(log10(abs(value))))) if value else 0


def short_number(value: float) -> str:
    """A measured number, written out: "143,274", "108.4", "0.03052"."""
    return f"{value:,.{decimals(value)}f}"


def size_text(width: int, height: int) -> str:
    """The size of a picture: "4,000 × 3,000 pixels"."""
    return f"{width:,} × {height:,} pixels"


def printable(text: str) -> str:
    """A text for a line of a terminal: signs that move its cursor or turn text around are written out."""
    return _UNPRINTABLE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)

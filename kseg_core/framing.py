"""Which part of a picture is kept, and which way up: quarter turns first, then a crop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError

Crop = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the turned picture."""

Percents = tuple[tuple[int, int], tuple[int, int]]
"""First and last edge of a crop in percent of the width of the turned picture, and of its height."""

_CROP = re.compile(r"(\d{1,6})-(\d{1,6})-([1-9]\d{0,5})-([1-9]\d{0,5})", re.ASCII)
_DEGREES = {"90": 1, "180": 2, "270": 3}
_ROT90 = (0, -1, 2, 1)
"""What `np.rot90` is given for so many quarter turns to the right: it turns to the left."""

_TURNS = ("", "turned right by 90°", "turned by 180°", "turned left by 90°")


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Quarter turns, and the part of the turned picture that is kept; by default all of it as it is.

    Attributes
    ----------
    quarter_turns : int, 0 to 3
        To the right.
    crop : Crop or None
        None = all.

    Raises
    ------
    SettingsError
        If there are other quarter turns, or a crop without pixels.
    """

    quarter_turns: int = 0
    crop: Crop | None = None

    def __post_init__(self) -> None:
        if self.quarter_turns not in range(4):
            raise SettingsError("A picture is turned by 0 to 3 quarter turns.")
        if self.crop is not None and (min(self.crop) < 0 or min(self.crop[2:]) < 1):
            raise SettingsError("The crop must lie inside the picture and hold at least one pixel.")

    @classmethod
    def from_texts(cls, degrees: str, crop: str) -> "Framing":
        """What `texts` gives, read again; a text that it does not give is as an empty one."""
        named = _CROP.fullmatch(crop)
        left, top, width, height = map(int, named.groups()) if named else (0, 0, 0, 0)
        return cls(quarter_turns=_DEGREES.get(degrees, 0), crop=(left, top, width, height) if named else None)

    @property
    def texts(self) -> tuple[str, str]:
        """For an address: degrees to the right, and ``left-top-width-height``; empty for nothing."""
        degrees = str(90 * self.quarter_turns) if self.quarter_turns else ""
        return degrees, "" if self.crop is None else "-".join(map(str, self.crop))

    @property
    def notes(self) -> tuple[str, str]:
        """The turn and the crop in words, each empty if there is none."""
        cropped = "" if self.crop is None else "cropped to {2} × {3} pixels".format(*self.crop)
        return _TURNS[self.quarter_turns], cropped

    def turned_size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of a picture of this size when it has been turned."""
        return (height, width) if self.quarter_turns % 2 else (width, height)

    def cropped_to_percents(self, percents: Percents, width: int, height: int) -> "Framing":
        """The same turn and a crop in percent, of at least one pixel, for a picture of this size."""
        (left, right), (top, bottom) = (
            _edges(low, high, length)
            for (low, high), length in zip(percents, self.turned_size(width, height), strict=True)
        )
        return Framing(quarter_turns=self.quarter_turns, crop=(left, top, right - left, bottom - top))

    def fitted(self, width: int, height: int) -> "Framing":
        """The same with what lies in a picture of this size; without crop if that is nothing or all of it."""
        if self.crop is None:
            return self
        turned_width, turned_height = self.turned_size(width, height)
        left, top, crop_width, crop_height = self.crop
        crop_width = min(crop_width, turned_width - left)
        crop_height = min(crop_height, turned_height - top)
        kept = left, top, crop_width, crop_height
        keeps_part = min(kept[2:]) > 0 and kept != (0, 0, turned_width, turned_height)
        return Framing(quarter_turns=self.quarter_turns, crop=kept if keeps_part else None)

    def cut(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """What is kept of an array (H, W, …), as an array of its own if anything was done."""
        if self == WHOLE:
            return pixels
        turned = np.rot90(pixels, _ROT90[self.quarter_turns])
        if self.crop is not None:
            left, top, width, height = self.crop
            turned = turned[top : top + height, left : left + width]
        return turned.copy()

    def source(self, picture: str) -> str:
        """A line of Python with NumPy that does the same to a variable; empty if there is nothing to do."""
        if self == WHOLE:
            return ""
        turned = f"np.rot90({picture}, {_ROT90[self.quarter_turns]})" if self.quarter_turns else picture
        if self.crop is not None:
            left, top, width, height = self.crop
            turned += f"[{top}:{top + height}, {left}:{left + width}]"
        done = ", ".join(note for note in self.notes if note)
        return f"{picture} = np.ascontiguousarray({turned})  # {done}\n"


def parse_percents(texts: Sequence[str]) -> tuple[int, int]:
    """First and last edge of a crop, as old links have them; all without texts.

    Raises
    ------
    SettingsError
        If the texts are not two whole numbers from 0 to 100.
    """
    if not texts:
        return 0, 100
    if len(texts) != 2 or not all(text.isdecimal() and len(text) <= 3 and int(text) <= 100 for text in texts):
        raise SettingsError("The edges of a crop in percent are two whole numbers from 0 to 100.")
    low, high = sorted(map(int, texts))
    return low, high


def _edges(low: int, high: int, length: int) -> tuple[int, int]:
    first = min(length * low // 100, length - 1)
    return first, max(first + 1, length * high // 100)


WHOLE = Framing()
"""All of a picture, as it is."""

"""A palette as files hold it: colors with their names and shares."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.palette import hex_code
from kseg_core.wording import Column

NAME_MAX_BYTES = 60
"""Length of a name in UTF-8: Pillow and old GIMPs read lines of up to 100 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Swatches:
    """Colors to be written into a palette file.

    Attributes
    ----------
    title : str
        Name of the palette. Control characters become spaces, as in the names.
    names : tuple of str, length K
        One for each color; cut off at `NAME_MAX_BYTES`.
    colors : ndarray of uint8, shape (K, 3)
        sRGB, K from 1 to 255.
    shares : ndarray of float64, shape (K,)
        Fraction of the pixels that each color covers, 0 … 1.

    Raises
    ------
    SettingsError
        If the lengths differ, there is no color, or there are more than 255.
    """

    title: str
    names: tuple[str, ...]
    colors: NDArray[np.uint8]
    shares: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.colors.dtype != np.uint8 or self.colors.shape != (len(self.names), 3):
            raise SettingsError("A palette needs one name and three 8-bit channels a color.")
        if self.shares.shape != (len(self.names),):
            raise SettingsError("A palette needs one share a color.")
        if not 1 <= len(self.names) <= 255:
            raise SettingsError("A palette has 1 to 255 colors.")
        object.__setattr__(self, "title", _one_line(self.title))
        object.__setattr__(self, "names", tuple(_one_line(name) for name in self.names))

    @property
    def hexes(self) -> tuple[str, ...]:
        """The colors as ``#rrggbb``."""
        return tuple(hex_code(color) for color in self.colors)

    def columns(self) -> dict[str, Column]:
        """The colors as columns of a table: hex, red, green, blue and share (0 … 1)."""
        channels = zip(("red", "green", "blue"), self.colors.T.astype(np.int64), strict=True)
        return {"hex": list(self.hexes), **dict(channels), "share": np.round(self.shares, 6)}

    def rows(self) -> Iterator[tuple[str, str, list[int], float]]:
        """Name, ``#rrggbb``, red, green and blue, and share of each color."""
        return zip(self.names, self.hexes, self.colors.tolist(), self.shares.tolist(), strict=True)


def _one_line(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    words = " ".join(printable.split()).encode()[:NAME_MAX_BYTES]
    return words.decode(errors="ignore").rstrip()

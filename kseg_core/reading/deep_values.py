"""Pictures with more than 8 bits per channel: which of their values become 0 and 255."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.reading.rows import StoredRows

_BITS_IN_16 = (8, 10, 12)
_BITS_IN_32 = (8, 10, 12, 16)
_LARGEST_SMALL_FLOAT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRange:
    """The stored values that become black and white, for pictures deeper than 8 bits.

    Attributes
    ----------
    low, high : float
        The values that become 0 and 255; `low` is above `high` where white is zero.
    stated : bool
        Whether the file itself says so. If not, the visitor is told the two values.
    """

    low: float
    high: float
    stated: bool = False

    @property
    def stretched(self) -> tuple[float, float] | None:
        """The two values, or None if the file states them or they are 0 and 255."""
        return None if self.stated or (self.low, self.high) == (0, 255) else (self.low, self.high)

    def scale(self, values: NDArray[np.generic]) -> NDArray[np.uint8]:
        """Scale and round to 0–255. Values outside, infinities included, are clipped; NaN becomes 0."""
        if values.dtype == np.uint16:
            return _table(self)[values]
        return self._scale(values)

    def _scale(self, values: NDArray[np.generic]) -> NDArray[np.uint8]:
        scaled = (values.astype(np.float64) - self.low) * (255 / (self.high - self.low))
        return np.clip(np.rint(np.nan_to_num(scaled, nan=0.0)), 0, 255).astype(np.uint8)


@lru_cache(maxsize=4)
def _table(value_range: ValueRange) -> NDArray[np.uint8]:
    return value_range._scale(np.arange(2**16))


def stored_bits(image: ImageFile) -> int:
    """Bits per channel of an opened file whose pixels are not decoded yet; 8 if the decoder does not tell."""
    raw_modes = [tile.args[0] if isinstance(tile.args, tuple) else tile.args for tile in image.tile]
    if any("16" in str(raw_mode) for raw_mode in raw_modes):
        return 16
    if image.mode in ("I", "F"):
        return 32
    if "bit_depth" in image.info:
        return int(image.info["bit_depth"])
    return 12 if "I;12" in raw_modes else 8


def narrow_transparent_color(image: ImageFile, bits: int) -> None:
    """Reduce the transparent color of a 16-bit RGB picture to 8 bits, as Pillow does with its pixels."""
    color = image.info.get("transparency")
    if bits == 16 and isinstance(color, tuple):
        image.info["transparency"] = tuple(value >> 8 for value in color)


def find_value_range(rows: StoredRows, bits: int, *, white_is_zero: bool = False) -> ValueRange:
    """The values of a deep picture that become black and white, by one rule for gray and color.

    Black is 0. White is the largest value of the narrowest range that holds all values: 8, 10 or 12 bits,
    then 16 bits, and above that as many bits as the values need. So values are stretched by whole powers of
    two, and the largest value of n bits is white, as in a file that states n bits. Floats up to 16, or with
    negative values, take the next power of two instead. With negative values black is as far below 0 as white
    is above. Where white is zero the two are exchanged. A picture of one color, which shows no range, keeps
    that of its type, as does one whose file states fewer than 16 bits. Values that are not finite do not
    count.

    A picture that is all but black on purpose, below level 16 of 255, is brightened too: files of microscopes
    with 10 or 12 bits are much more frequent, in color as well, and the note tells. From 13 bits on a dark
    photo is as likely, so nothing is guessed.

    Parameters
    ----------
    rows : StoredRows
        Of one channel, or of RGB and perhaps alpha.
    bits : int
        Per channel in the file, as `stored_bits` gives.
    white_is_zero : bool
    """
    found = _find_white(rows, bits)
    if white_is_zero:
        return ValueRange(low=found.high, high=found.low, stated=found.stated)
    return found


def _find_white(rows: StoredRows, bits: int) -> ValueRange:
    if 8 < bits < 16:
        return ValueRange(low=0, high=2**bits - 1, stated=True)
    low, high, is_float = np.inf, -np.inf, False
    for top, bottom in rows.strips():
        values = np.asarray(rows.read(top, bottom))
        if values.ndim == 3:
            values = values[..., :3]
        is_float = values.dtype.kind == "f"
        finite = values[np.isfinite(values)] if is_float else values
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if bits == 16 and not is_float and low >= 0 and (low == high or high >= 2**12):
        return ValueRange(low=0, high=2**16 - 1, stated=True)
    if low > high:
        return ValueRange(low=0, high=255)
    largest = max(high, -low)
    if is_float and (low < 0 or high <= _LARGEST_SMALL_FLOAT):
        white = 2.0 ** np.ceil(np.log2(max(largest, 1)))
        return ValueRange(low=-white if low < 0 else 0, high=white)
    candidates = _BITS_IN_16 if bits == 16 and not is_float else _BITS_IN_32
    needed = next((n for n in candidates if largest < 2**n), None)
    if needed is None:
        needed = max(15 if bits == 16 else 17, int(np.ceil(np.log2(largest + 1))))
    white = 2.0**needed - 1
    stated = needed == bits and low >= 0 and not is_float
    return ValueRange(low=-white if low < 0 else 0, high=white, stated=stated)

"""Pictures with more than 8 bits per channel: which of their values become 0 and 255."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL.ImageFile import ImageFile

from kseg_core.reading.rows import StoredRows


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRange:
    """The stored values that become 0 and 255, for pictures deeper than 8 bits."""

    low: float
    high: float

    @property
    def stretched(self) -> tuple[float, float] | None:
        """The two values, or None if they are 0 and 255 already."""
        return None if (self.low, self.high) == (0, 255) else (self.low, self.high)

    def scale(self, values: NDArray[np.generic]) -> NDArray[np.uint8]:
        """Scale and round to 0–255. Values outside, infinities included, are clipped; NaN becomes 0."""
        scaled = (values.astype(np.float64) - self.low) * (255 / (self.high - self.low))
        return np.clip(np.rint(np.nan_to_num(scaled, nan=0.0)), 0, 255).astype(np.uint8)


def stored_bits(image: ImageFile) -> int:
    """Bits per channel of an opened file whose pixels are not decoded yet; 8 if the decoder does not tell."""
    if image.mode in ("I", "F"):
        return 32
    if "bit_depth" in image.info:
        return int(image.info["bit_depth"])
    raw_modes = [tile.args[0] if isinstance(tile.args, tuple) else tile.args for tile in image.tile]
    if "I;12" in raw_modes:
        return 12
    return 16 if any("16" in str(raw_mode) for raw_mode in raw_modes) else 8


def narrow_transparent_color(image: ImageFile, bits: int) -> None:
    """Reduce the transparent color of a 16-bit RGB picture to 8 bits, as Pillow does with its pixels."""
    color = image.info.get("transparency")
    if bits == 16 and isinstance(color, tuple):
        image.info["transparency"] = tuple(value >> 8 for value in color)


def find_value_range(rows: StoredRows) -> ValueRange:
    """The range of a 32-bit picture, whose file does not say which values are black and white.

    It is 0–1 (floats only) or 0–255 if all values lie within, else from the smallest to the largest finite
    value.
    """
    low, high, is_float = np.inf, -np.inf, False
    for top, bottom in rows.strips():
        values = np.asarray(rows.read(top, bottom))
        is_float = values.dtype.kind == "f"
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if is_float and low >= 0 and high <= 1:
        return ValueRange(low=0, high=1)
    if (low >= 0 and high <= 255) or low >= high:
        return ValueRange(low=0, high=255)
    return ValueRange(low=low, high=high)

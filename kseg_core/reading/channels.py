"""From stored pixels of any mode to 8-bit RGB and alpha, one strip of rows at a time.

So a conversion needs only a few megabytes beside the decoded picture.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile

from kseg_core.reading.color_profile import ProfileConversion, find_profile_conversion
from kseg_core.reading.deep_values import ValueRange, find_value_range
from kseg_core.reading.described_colors import DescribedColors
from kseg_core.reading.rows import GRAY_MODES, StoredRows, Strip, evenly_spaced, reduced_size, with_alpha

_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0
_OPACITY = ValueRange(low=0, high=65535)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConversion:
    """How the strips of one picture become RGB and alpha.

    Attributes
    ----------
    values : ValueRange or None
        For modes with more than 8 bits.
    profile_is_unusable : bool
        Whether there is a profile that is broken, too large or of another kind of picture.
    profile : ProfileConversion, DescribedColors or None
        For colors that are not sRGB.
    """

    values: ValueRange | None = None
    profile_is_unusable: bool = False
    profile: ProfileConversion | DescribedColors | None = None

    def convert(self, strip: Strip) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None, bool]:
        """RGB (h, W, 3), alpha (h, W) if the mode has transparency, and whether colors were clipped."""
        base, alpha = self._split_alpha(strip)
        if self.profile is None:
            return np.asarray(base.convert("RGB")), alpha, False
        rgb, clipped = self.profile.apply(base)
        return rgb, alpha, clipped

    def _split_alpha(self, strip: Strip) -> tuple[Image.Image, NDArray[np.uint8] | None]:
        if isinstance(strip, np.ndarray):
            assert self.values is not None
            alpha = _OPACITY.scale(strip[..., 3]) if strip.shape[2] == 4 else None
            return Image.fromarray(self.values.scale(strip[..., :3])), alpha
        if self.values is not None:
            values = np.asarray(strip)
            opaque = ~np.isnan(values)
            if "transparency" in strip.info:
                opaque &= values != strip.info["transparency"]
            alpha = None if opaque.all() else np.where(opaque, np.uint8(255), np.uint8(0))
            return Image.fromarray(self.values.scale(values)), alpha
        if not strip.has_transparency_data:
            return strip, None
        both = with_alpha(strip)
        return both.convert(both.mode[:-1]), np.asarray(both.getchannel("A"))


def find_conversion(
    image: ImageFile, rows: StoredRows, bits: int, colors: DescribedColors | None
) -> ChannelConversion:
    """The conversion for a decoded picture with `bits` bits per channel.

    `colors` are those that the file describes otherwise than by an ICC profile. They count only without one
    that can be used, and never for inks.
    """
    is_deep_gray = image.mode in ("I", "F") or image.mode.startswith("I;16")
    values = None
    if is_deep_gray or rows.is_deep_color:
        white_is_zero = getattr(image, "tag_v2", {}).get(_PHOTOMETRIC) == _WHITE_IS_ZERO
        values = find_value_range(rows, bits, white_is_zero=white_is_zero)
    gray = is_deep_gray or image.mode in GRAY_MODES
    mode = "L" if gray else "CMYK" if image.mode == "CMYK" else "RGB"
    profile_bytes = image.info.get("icc_profile")
    profile, usable = find_profile_conversion(profile_bytes, mode)
    if (not profile_bytes or not usable) and mode != "CMYK" and colors is not None:
        described = None if colors.is_srgb else colors
        return ChannelConversion(values=values, profile=described)
    return ChannelConversion(values=values, profile=profile, profile_is_unusable=not usable)


def assemble(
    rows: StoredRows, conversion: ChannelConversion, max_pixels: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None, bool]:
    """Pixels (H, W, 3), alpha (H, W) or None when every pixel is opaque, and whether colors were clipped.

    Both arrays are C-contiguous. A picture of more than `max_pixels` pixels is reduced to evenly spaced rows
    and columns.
    """
    width, height = reduced_size(rows.size, max_pixels)
    kept_rows = evenly_spaced(rows.size[1], height)
    kept_columns = None if width == rows.size[0] else evenly_spaced(rows.size[0], width)
    if rows.rgb is not None and conversion == ChannelConversion():
        return _select(rows.rgb, kept_rows, kept_columns), None, False
    pixels = np.empty((height, width, 3), np.uint8)
    alpha: NDArray[np.uint8] | None = None
    clipped = False
    for top, bottom in rows.strips():
        first, last = np.searchsorted(kept_rows, (top, bottom))
        if first == last:
            continue
        rgb, opacity, strip_is_clipped = conversion.convert(rows.read(top, bottom))
        clipped |= strip_is_clipped
        rows_of_strip = kept_rows[first:last] - top
        pixels[first:last] = _select(rgb, rows_of_strip, kept_columns)
        if opacity is not None:
            if alpha is None:
                alpha = np.full((height, width), 255, np.uint8)
            alpha[first:last] = _select(opacity, rows_of_strip, kept_columns)
    if alpha is not None and alpha.min() == 255:
        alpha = None
    return pixels, alpha, clipped


def _select(
    strip: NDArray[np.uint8], rows: NDArray[np.intp], columns: NDArray[np.intp] | None
) -> NDArray[np.uint8]:
    if columns is None:
        return strip if rows.size == strip.shape[0] else strip[rows]
    return strip[rows[:, None], columns]

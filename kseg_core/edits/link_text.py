"""Merges, replacements, locked colors and picks as short texts for a link, and back."""

import re
from collections.abc import Iterable

from kseg_core.edits.cut import PLACES_MAX
from kseg_core.errors import SettingsError
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import K_MAX
from kseg_core.palette import hex_code, rgb_of

_PLACES = re.compile(r"(\d{1,6}-\d{1,6}(\.\d{1,6}-\d{1,6})*)?", re.ASCII)
_TOO_LONG = 32 * K_MAX
"""Characters. The longest valid text about `K_MAX` clusters is far shorter."""


def numbers_text(numbers: Iterable[int]) -> str:
    """Cluster numbers as ``"0-3-5"``."""
    return "-".join(str(number) for number in sorted(set(numbers)))


def parse_numbers(text: str) -> tuple[int, ...]:
    """The cluster numbers of `numbers_text`.

    Raises
    ------
    SettingsError
        If the text is too long or is not such a list of clusters.
    """
    return tuple(_number(part) for part in _parts(text, "-"))


def places_text(places: Iterable[tuple[int, int]]) -> str:
    """Pixels as ``"12-30.40-5"``: column and row."""
    return ".".join(f"{x}-{y}" for x, y in places)


def parse_places(text: str) -> tuple[tuple[int, int], ...]:
    """The pixels of `places_text`.

    Raises
    ------
    SettingsError
        If the text is not such a list of at most `PLACES_MAX` pixels.
    """
    if not (_PLACES.fullmatch(text) and text.count(".") < PLACES_MAX):
        raise SettingsError(f"{text[:40]!r} is not a list of pixels.")
    pairs = [place.split("-") for place in text.split(".")] if text else []
    return tuple((int(x), int(y)) for x, y in pairs)


def merges_text(edits: PaletteEdits) -> str:
    """The merges as ``"0-3.1-2"``."""
    return ".".join(numbers_text(group) for group in edits.merges)


def replacements_text(edits: PaletteEdits) -> str:
    """The replacements as ``"4-ff0000.6-00ff00"``."""
    return ".".join(f"{number}-{colors_text([color])}" for number, color in edits.replacements)


def parse_edits(merges: str, replacements: str, specks: int = 0) -> PaletteEdits:
    """The edits of `merges_text`, `replacements_text` and the size of specks.

    Raises
    ------
    SettingsError
        If a text cannot be read, or `PaletteEdits` refuses what it says.
    """
    groups = tuple(parse_numbers(group) for group in _parts(merges, "."))
    pairs = [_parts(pair, "-") for pair in _parts(replacements, ".")]
    if any(len(pair) != 2 for pair in pairs):
        raise SettingsError(f"{replacements!r} gives no colors to clusters.")
    colors = tuple((_number(number), parse_color(color)) for number, color in pairs)
    return PaletteEdits(merges=groups, replacements=colors, specks=specks)


def colors_text(colors: Iterable[Rgb]) -> str:
    """Colors as ``"ff0000.00ff00"``."""
    return ".".join(hex_code(color)[1:] for color in colors)


def parse_colors(text: str) -> tuple[Rgb, ...]:
    """The colors of `colors_text`.

    Raises
    ------
    SettingsError
        If the text is too long or is not such a list of colors.
    """
    return tuple(parse_color(part) for part in _parts(text, "."))


def parse_color(text: str) -> Rgb:
    """The color of six hexadecimal digits.

    Raises
    ------
    SettingsError
        If the text is none.
    """
    if len(text) != 6 or not set(text) <= set("0123456789abcdefABCDEF"):
        raise SettingsError(f"{text!r} is not a color of six hexadecimal digits.")
    return rgb_of(text)


def _parts(text: str, separator: str) -> list[str]:
    if len(text) > _TOO_LONG:
        raise SettingsError("There are more clusters or colors than there can be.")
    return text.split(separator) if text else []


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < K_MAX):
        raise SettingsError(f"{text!r} is not a cluster; their numbers are 0 to {K_MAX - 1}.")
    return int(text)

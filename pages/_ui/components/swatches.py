"""Colors as small squares, in a line of their own or within text."""

from collections.abc import Iterable

import streamlit as st

from kseg_core.image import Rgb
from kseg_core.palette import hex_code

_SQUARE = (
    '<span title="{0}" style="display:inline-block;width:1.5em;height:1.5em;vertical-align:middle;'
    'border-radius:4px;box-shadow:inset 0 0 0 1px rgb(128 128 128 / .5);background:{0}"></span>'
)


def squares(codes: Iterable[str]) -> str:
    """HTML of colors given as ``#rrggbb``."""
    return " ".join(_SQUARE.format(code) for code in codes)


def swatch(color: Rgb) -> str:
    """HTML of a color within text."""
    return f'<i class="swatch" style="background: {hex_code(color)}"></i>'


def draw_merges(merges: Iterable[tuple[list[str], str]]) -> None:
    """Draw which colors become which, one line for each."""
    lines = "".join(f"<div>{squares(before)} → {squares([after])}</div>" for before, after in merges)
    st.html(f'<div style="display:grid;gap:6px" data-testid="merges">{lines}</div>')

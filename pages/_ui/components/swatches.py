"""Colors as small squares, in a line of their own or within text."""

from collections.abc import Iterable
from html import escape

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


def class_words(classes: Iterable[tuple[str, str]]) -> str:
    """HTML of colors given as ``#rrggbb``, each with its words, in lines that break between them."""
    parts = (
        f'<span style="white-space:nowrap">{_SQUARE.format(code)} {escape(words)}</span>'
        for code, words in classes
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:4px 16px">{"".join(parts)}</div>'


def swatch(color: Rgb) -> str:
    """HTML of a color within text."""
    return f'<i class="swatch" style="background: {hex_code(color)}"></i>'


def draw_merges(merges: Iterable[tuple[list[str], str]]) -> None:
    """Draw which colors become which, one line for each."""
    lines = "".join(f"<div>{squares(before)} → {squares([after])}</div>" for before, after in merges)
    st.html(f'<div style="display:grid;gap:6px" data-testid="merges">{lines}</div>')

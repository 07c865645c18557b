"""Colors as small squares in a line."""

from collections.abc import Iterable

import streamlit as st

_SQUARE = (
    '<span title="{0}" style="display:inline-block;width:1.5em;height:1.5em;vertical-align:middle;'
    'border-radius:4px;box-shadow:inset 0 0 0 1px rgb(128 128 128 / .5);background:{0}"></span>'
)


def squares(codes: Iterable[str]) -> str:
    """HTML of colors given as ``#rrggbb``."""
    return " ".join(_SQUARE.format(code) for code in codes)


def draw_merges(merges: Iterable[tuple[list[str], str]]) -> None:
    """Draw which colors become which, one line for each."""
    lines = "".join(f"<div>{squares(before)} → {squares([after])}</div>" for before, after in merges)
    st.html(f'<div style="display:grid;gap:6px" data-testid="merges">{lines}</div>')

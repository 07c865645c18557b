"""Which K is in sight, and whose: for a presentation, in which keys change it on every page."""

import streamlit as st

from pages._ui.state import DEFAULTS, is_presenting
from pages._ui.streamlit_internals import is_partial_run

_KEY = "k_in_sight"
_PRESENTED = "k_presented"


def note_k(key: str, least: int, most: int, shown: list[int]) -> None:
    """Remember which widget says what K is in sight: a number, or several of them."""
    st.session_state[_KEY] = (key, least, most, shown)


def forget_k() -> None:
    """Begin a part of a page in which no K is in sight yet."""
    st.session_state.pop(_KEY, None)


def shown_k() -> list[int]:
    """The values of K in sight, if there are any."""
    return list(st.session_state[_KEY][-1]) if _KEY in st.session_state else []


def presented_k() -> list[int]:
    """The same, for what stands outside of the part of the page that says so: see `present_anew`."""
    st.session_state[_PRESENTED] = shown_k()
    return shown_k()


def present_anew() -> None:
    """Run the whole page if only a part of it has run, and another K is in sight than is presented."""
    if is_partial_run() and is_presenting() and st.session_state.get(_PRESENTED) != shown_k():
        st.rerun()


def step_k(by: int) -> None:
    """Move all K in sight, or none if one would leave its range. For callbacks."""
    key, least, most, shown = st.session_state.get(_KEY, ("", 0, 0, ()))
    moved = [k + by for k in shown]
    if moved and least <= min(moved) and max(moved) <= most:
        st.session_state[key] = moved if isinstance(DEFAULTS[key], list) else moved[0]

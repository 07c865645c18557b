"""Scrolling to what a link shows: a section far down the page, or the top."""

import streamlit as st

from pages._ui.components.scripts import script

_FIRST, _ANEW = "first", "anew"

_component = st.components.v2.component("scroll_to", js=script("scroll_to"))


def expect_scroll(*, anew: bool) -> None:
    """Remember that a link is followed: in the first run of a session, and whenever `anew`."""
    if anew:
        st.session_state.scroll = _ANEW
    else:
        st.session_state.setdefault("scroll", _FIRST)


def scroll_to_view(section: str = "") -> None:
    """Scroll to the tabs with the key `section` if the link names it, or to the top of a new view.

    To be called after the section is drawn.
    """
    expected = st.session_state.get("scroll")
    if expected and section in st.query_params:
        _scroll_to(section)
    elif expected == _ANEW:
        _scroll_to("")
    st.session_state.scroll = ""


def _scroll_to(key: str) -> None:
    """Bring the widget with this key to the top of what is seen; "" is the beginning of the page."""
    _component(key="scroll_to", data=[key], height=0)

"""A link brings the visitor to what it shows: to a section far down its page, or to the top."""

import streamlit as st

from pages._ui.components.scripts import script

_FIRST, _ANEW = "first", "anew"

_component = st.components.v2.component("scroll_to", js=script("scroll_to"))


def expect_scroll(*, anew: bool) -> None:
    """Remember that a visitor comes by a link: with the first run, and whenever `anew`."""
    if anew:
        st.session_state.scroll = _ANEW
    else:
        st.session_state.setdefault("scroll", _FIRST)


def scroll_to_view(section: str = "") -> None:
    """Go to the tabs of a section if the link has named one, else up to where a new view begins.

    For after everything above and in the section, whose tabs have this key.
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

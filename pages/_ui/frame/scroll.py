"""Scrolling to the top of a view that a link sets up."""

import streamlit as st

from pages._ui.components.scripts import script

_component = st.components.v2.component("scroll_to_top", js=script("scroll_to_top"))


def expect_scroll() -> None:
    """Remember that such a link is followed."""
    st.session_state.scroll = True


def scroll_to_view() -> None:
    """Scroll if it is expected. To be called after the view is drawn."""
    if st.session_state.pop("scroll", False):
        _component(key="scroll_to_top", height=0)

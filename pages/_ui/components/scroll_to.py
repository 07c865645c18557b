"""Scrolls the page to one of its widgets or its top, once for each time that it comes onto the page."""

import streamlit as st

from pages._ui.components.scripts import script

_component = st.components.v2.component("scroll_to", js=script("scroll_to"))


def scroll_to(key: str = "") -> None:
    """Bring the widget with this key to the top of what is seen; without one, the beginning of the page."""
    _component(key="scroll_to", data=[key], height=0)

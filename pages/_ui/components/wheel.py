"""What the wheel does, alike on every page: it scrolls, and with Ctrl or ⌘ it zooms."""

import streamlit as st

from pages._ui.components.scripts import script

_component = st.components.v2.component("wheel", js=script("wheel"))


def share_the_wheel() -> None:
    """Listen on the whole page."""
    _component(key="wheel", height=0)

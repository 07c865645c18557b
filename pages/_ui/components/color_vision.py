"""Pictures and palettes on the page as another color vision sees them."""

from collections.abc import Sequence

import streamlit as st

from kseg_core.color_vision import MATRICES, ColorVision
from pages._ui.components.scripts import script

_component = st.components.v2.component("color_vision", js=script("color_vision"))


def see_with(vision: ColorVision, *, places: Sequence[str]) -> None:
    """Show what has these keys as it is seen. Files do not change."""
    _component(key="color_vision", data=[MATRICES.get(vision, ()), list(places)], height=0)

"""One click: no smoothing, or everything as in the tutorial; and the ways back from there."""

import streamlit as st

from kseg_core.canny.settings import CannySettings
from pages._ui.declarations.edges import EDGES
from pages._ui.presets import offer_presets


def offer_shortcuts(settings: CannySettings) -> None:
    """Draw the buttons beside what is set."""
    with st.container(gap=None, width="content", key="edge_shortcuts"):
        if settings.blur_sigma == 0:
            st.button(
                "Smooth automatically",
                icon=":material/blur_on:",
                type="tertiary",
                on_click=_smooth,
                args=(True,),
            )
        else:
            st.button(
                "No smoothing",
                icon=":material/blur_off:",
                type="tertiary",
                on_click=_smooth,
                args=(False,),
                help="As `cv2.Canny` itself, which leaves the smoothing to you.",
            )
        offer_presets(EDGES)


def _smooth(automatically: bool) -> None:
    st.session_state.edge_auto_sigma = automatically
    if not automatically:
        st.session_state.edge_sigma = 0.0

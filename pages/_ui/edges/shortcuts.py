"""One click: no smoothing, and Canny as it is called in a tutorial; and the way back from there."""

import streamlit as st

from kseg_core.canny.settings import CannySettings, EdgeChannels
from pages._ui.edges.thresholds import take_thresholds
from pages._ui.state import reset, value_of

TUTORIAL = CannySettings(100, 200, blur_sigma=0, channels=EdgeChannels.BLUE_FIRST)
"""``cv2.Canny(img, 100, 200)`` of a picture as `cv2.imread` gives it."""

_KEYS = (
    "edge_rule",
    "edge_hand",
    "edge_auto_sigma",
    "edge_sigma",
    "edge_aperture",
    "edge_norm",
    "edge_channels",
)
_BEFORE = "edge_before_tutorial"


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
        if settings == TUTORIAL:
            st.button(
                "Back from `cv2.Canny(img, 100, 200)`",
                icon=":material/undo:",
                type="tertiary",
                on_click=_go_back,
            )
        else:
            st.button(
                "As `cv2.Canny(img, 100, 200)`",
                icon=":material/school:",
                type="tertiary",
                on_click=_as_tutorial,
                help="As tutorials call it on a picture in color: thresholds 100 and 200, no smoothing, "
                "aperture 3, L1 norm, the strongest channel in BGR order. A tutorial that reads its picture "
                "in gray finds other edges; choose Gray in Settings for those.",
            )


def _smooth(automatically: bool) -> None:
    st.session_state.edge_auto_sigma = automatically
    if not automatically:
        st.session_state.edge_sigma = 0.0


def _as_tutorial() -> None:
    state = st.session_state
    state[_BEFORE] = {key: value_of(key) for key in _KEYS}
    take_thresholds(TUTORIAL.low, TUTORIAL.high)
    state.update(
        edge_auto_sigma=False,
        edge_sigma=0.0,
        edge_aperture=TUTORIAL.aperture,
        edge_norm="L1",
        edge_channels=str(TUTORIAL.channels),
    )


def _go_back() -> None:
    """To what was set before, or to the settings of a first visit."""
    state = st.session_state
    before = state.pop(_BEFORE, None)
    if before is None:
        reset(*_KEYS)
    else:
        state.update(before)

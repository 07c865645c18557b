"""The modes of the Cluster page, of which one is drawn at a time, and the ways between them."""

import streamlit as st

from kseg_core.address.names import Fit, Mode
from pages._ui import widgets
from pages._ui.state import DEFAULTS, reset


def choose_mode() -> Mode:
    """Draw the tabs and return the open one."""
    # Only what has been in the state for a run is written into the address with its first drawing.
    for key in ("closer_k", "several_k", "series_fit"):
        if key not in st.query_params:
            st.session_state.setdefault(key, DEFAULTS[key])
    return widgets.segmented_choice("Mode", Mode, key="mode", show_label=False)


def measure_series() -> None:
    """Measure a series with the classes of the photo in the sidebar. For callbacks."""
    st.session_state.update(mode=str(Mode.SEVERAL), series_fit=str(Fit.PHOTO))


def look_closer(k: int, color_space: str, position_weight: float = 0.0) -> None:
    """Look closer at one result, without what only that mode can add to it. For callbacks."""
    reset("smoothing", "specks")
    st.session_state.update(mode=str(Mode.CLOSER), closer_k=k, space=color_space, position=position_weight)

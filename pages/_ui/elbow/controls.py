"""What the Elbow page is asked: how far the curve goes, and which K is looked at."""

import streamlit as st

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.kmeans.settings import K_MAX
from pages._ui import widgets

_LEAST_RANGE = 3


def choose_range() -> int:
    """The largest K of the curve."""
    return widgets.slider(
        "Curve from K = 1 to",
        _LEAST_RANGE,
        K_MAX,
        key="elbow_max",
        help="Each K is fitted on all pixels of the photo.",
        width=320,
    )


def choose_k(curve: ElbowCurve, suggested: int) -> int:
    """The K that is shown large: what was chosen by a click or here, else what the verdict suggests."""
    if st.session_state.get("elbow_k") not in curve.k_values:
        st.session_state.elbow_k = None
    chosen = widgets.optional_choice("Look at K =", curve.k_values, key="elbow_k")
    if chosen is None:
        st.caption(f"K = {suggested} is shown below: no number is chosen, and the curve suggests this one.")
        return suggested
    return chosen

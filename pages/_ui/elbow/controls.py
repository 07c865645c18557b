"""What the Elbow page is asked: how far the curve goes, which K is looked at, and what is open below it."""

import streamlit as st

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.kmeans.settings import K_MAX
from pages._ui.declarations.elbow import ElbowSection
from pages._ui.segmented_choice import segmented_choice
from pages._ui.state import DEFAULTS

_LEAST_RANGE = 3


def choose_range() -> int:
    """The largest K of the curve."""
    return st.slider(
        "Curve from K = 1 to",
        _LEAST_RANGE,
        K_MAX,
        DEFAULTS["elbow_max"],
        key="elbow_max",
        bind="query-params",
        help="Each K is fitted on all pixels of the photo.",
        width=320,
    )


def choose_k(curve: ElbowCurve, suggested: int) -> int:
    """The K that is shown large: what was chosen by a click or here, else what the verdict suggests."""
    if st.session_state.get("elbow_k") not in curve.k_values:
        st.session_state.elbow_k = None
    chosen = st.segmented_control(
        "Look at K =",
        list(curve.k_values),
        key="elbow_k",
        bind="query-params",
    )
    if chosen is None:
        st.caption(f"K = {suggested} is shown below: no number is chosen, and the curve suggests this one.")
        return suggested
    return int(chosen)


def choose_section() -> ElbowSection:
    """Draw the tabs and return the open one."""
    options = [str(section) for section in ElbowSection]
    return ElbowSection(segmented_choice("Look closer", options, key="elbow_section", show_label=False))

"""The controls for both thresholds of the Edges page: by a rule, or by hand and kept in the address."""

import re
from dataclasses import replace

import streamlit as st

from kseg_core.canny.gradient import SLOPE_GAIN
from kseg_core.canny.settings import APERTURES, CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from pages._ui import address, widgets
from pages._ui.edges.results import EdgeSource, get_thresholds
from pages._ui.state import DEFAULTS
from pages._ui.unknown_values import note_unknown

BY_HAND = "By hand"
_TYPED_MAX = 999_999
"""The largest number that an address holds."""

_FIRST_RULE = DEFAULTS["edge_rule"]
_ADDRESS = "edge_thresholds"
_NUMBER = re.compile(r"[0-9]{1,6}")
_SCALE = {aperture: SLOPE_GAIN[aperture] // SLOPE_GAIN[3] for aperture in APERTURES}
_SLIDER_ENDS = (50, 75, 100, 150, 200, 300, 500)
"""Ends of the slider at aperture 3; smoothing makes gradients smaller."""


def choose_rule() -> str:
    """Draw the rules and return the chosen one, or `BY_HAND`.

    An address with thresholds and no rule means them to be by hand.
    """
    state = st.session_state
    if _from_address() and not state.get("edge_hand") and "edge_rule" not in st.query_params:
        state.edge_rule = BY_HAND
    return widgets.menu_choice(
        "Thresholds",
        [*ThresholdMethod, BY_HAND],
        key="edge_rule",
        help="A rule chooses both thresholds from the picture. Move the slider to choose by hand.\n\n"
        + "\n".join(f"- **{method}**: {method.about}" for method in ThresholdMethod),
    )


def choose_thresholds(source: EdgeSource, rule: str, settings: CannySettings) -> CannySettings:
    """Draw the slider with the thresholds of the rule, or those chosen by hand and kept in the address.

    The slider's end depends on the settings, and a bound widget whose end changes would start from the
    address again. So the slider is not bound: the address is read and written here.
    """
    state = st.session_state
    instead = _FIRST_RULE if rule == BY_HAND else rule
    note_unknown("Low and high threshold", _ADDRESS, lambda _: _from_address(), instead)
    if rule == BY_HAND:
        low, high = state.get("edge_hand") or _from_address() or _automatic(source, _FIRST_RULE, settings)
        state.edge_hand = (low, high)
        address.write(_ADDRESS, low, high)
    else:
        low, high = _automatic(source, rule, settings)
        state.edge_hand = None
        address.write(_ADDRESS)
    end = _slider_end(settings, settings.sigma_for(source.image), high)
    if state.get("edge_slider") != (low, high) or state.get("edge_slider_end") != end:
        state.edge_slider, state.edge_slider_end = (low, high), end
    st.slider(
        "Low and high threshold",
        0,
        end,
        key="edge_slider",
        on_change=_by_hand,
        help="A gradient above **high** is an edge. One between **low** and high is an edge if it is "
        "connected to one.",
    )
    for name, value in (("Low", low), ("High", high)):
        key = f"edge_{name.lower()}"
        if state.get(key) != value:
            state[key] = value
        st.number_input(name, 0, _TYPED_MAX, step=1, key=key, on_change=_typed, args=(key,), width=108)
    return replace(settings, low=float(low), high=float(high))


def take_thresholds(low: float, high: float) -> None:
    """Set the thresholds by hand. For callbacks."""
    st.session_state.edge_rule = BY_HAND
    st.session_state.edge_hand = (int(min(low, high)), int(max(low, high)))


def take_rule(method: ThresholdMethod) -> None:
    """Let a rule set the thresholds. For callbacks."""
    st.session_state.edge_rule = str(method)


def rescale() -> None:
    """Keep thresholds chosen by hand where they are on the scale of a new aperture. For callbacks."""
    state = st.session_state
    if state.get("edge_hand"):
        ratio = _SCALE[state.edge_aperture] / _SCALE[state.get("edge_last_aperture", 3)]
        low, high = (round(value * ratio) for value in state.edge_hand)
        take_thresholds(low, high)


def _automatic(source: EdgeSource, rule: str, settings: CannySettings) -> tuple[int, int]:
    low, high = get_thresholds(source, ThresholdMethod(rule), settings)
    return int(low), int(high)


def _from_address() -> tuple[int, int] | None:
    named = st.query_params.get_all(_ADDRESS)
    if len(named) != 2 or not all(_NUMBER.fullmatch(value) for value in named):
        return None
    low, high = sorted(int(value) for value in named)
    return low, high


def _slider_end(settings: CannySettings, sigma: float, high: int) -> int:
    """Where the slider ends: where gradients do at this smoothing, or beyond what is chosen."""
    wanted = _SLIDER_ENDS[-1] / max(1.0, sigma)
    end = next(end for end in _SLIDER_ENDS if end >= wanted) * _SCALE[settings.aperture]
    while end < high:
        end *= 2
    return end


def _typed(key: str) -> None:
    """Take a number as it was typed; the other threshold makes room for it."""
    state = st.session_state
    value = state[key]
    low, high = (
        (value, max(value, state.edge_high)) if key == "edge_low" else (min(value, state.edge_low), value)
    )
    take_thresholds(low, high)


def _by_hand() -> None:
    take_thresholds(*st.session_state.edge_slider)

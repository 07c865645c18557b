"""The controls for both thresholds of the Edges page: by a rule, or by hand and kept in the address."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kseg_core.address.names import BY_HAND, THRESHOLDS
from kseg_core.address.parameters import read_thresholds
from kseg_core.canny.gradient import SLOPE_GAIN
from kseg_core.canny.settings import APERTURES, CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from pages._ui import address, widgets
from pages._ui.edges.results import EdgeSource, get_thresholds
from pages._ui.renewed import is_former, renewed_key
from pages._ui.state import DEFAULTS
from pages._ui.unknown_values import note_unknown

_TYPED_MAX = 999_999
"""The largest number that an address holds."""

_FIRST_RULE = DEFAULTS["edge_rule"]
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
    note_unknown("Low and high threshold", THRESHOLDS, lambda _: _from_address(), instead)
    if rule == BY_HAND:
        low, high = state.get("edge_hand") or _from_address() or _automatic(source, _FIRST_RULE, settings)
        state.edge_hand = (low, high)
        address.write(THRESHOLDS, low, high)
    else:
        low, high = _automatic(source, rule, settings)
        state.edge_hand = None
        address.write(THRESHOLDS)
    end = _slider_end(settings, settings.sigma_for(source.image), high)
    key = renewed_key("edge_slider", end, lambda key: state.get(key) == (low, high))
    st.slider(
        "Low and high threshold",
        0,
        end,
        (low, high),
        key=key,
        on_change=_by_hand,
        args=(key,),
        help="A gradient above **high** is an edge. One between **low** and high is an edge if it is "
        "connected to one.",
    )
    _draw_number("Low", low, lambda typed: (typed, max(typed, high)))
    _draw_number("High", high, lambda typed: (min(typed, low), typed))
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
    state.edge_last_aperture = state.edge_aperture


def _automatic(source: EdgeSource, rule: str, settings: CannySettings) -> tuple[int, int]:
    low, high = get_thresholds(source, ThresholdMethod(rule), settings)
    return int(low), int(high)


def _from_address() -> tuple[int, int] | None:
    return read_thresholds(st.query_params.get_all(THRESHOLDS))


def _slider_end(settings: CannySettings, sigma: float, high: int) -> int:
    """Where the slider ends: where gradients do at this smoothing, or beyond what is chosen."""
    wanted = _SLIDER_ENDS[-1] / max(1.0, sigma)
    end = next(end for end in _SLIDER_ENDS if end >= wanted) * _SCALE[settings.aperture]
    while end < high:
        end *= 2
    return end


def _draw_number(name: str, value: int, both: Callable[[int], tuple[int, int]]) -> None:
    """Draw a threshold to type; `both` says both thresholds, of which the other makes room for it."""
    key = renewed_key(f"edge_{name.lower()}", name, lambda key: st.session_state.get(key) == value)

    def take() -> None:
        if not is_former(key):
            take_thresholds(*both(st.session_state[key]))

    st.number_input(name, 0, _TYPED_MAX, value, step=1, key=key, on_change=take, width=108)


def _by_hand(key: str) -> None:
    if not is_former(key):
        take_thresholds(*st.session_state[key])

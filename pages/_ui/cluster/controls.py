"""What is compared on the Cluster page: settings out of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from kseg_core import ColorSpace, Engine, KMeansSettings
from kseg_core.kmeans.settings import K_MAX
from pages._ui import widgets
from pages._ui.declarations.cluster import COMPARE_K, COMPARE_SPACES
from pages._ui.engine_controls import choose_engine
from pages._ui.state import DEFAULTS, coming_value
from pages._ui.widgets import LEAST_K

MOST_PANELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What stands side by side: one title for each of the settings."""

    titles: Sequence[str]
    settings: Sequence[KMeansSettings]
    by_space: bool


def choose_comparison() -> Comparison:
    """Draw the controls and return what they say."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        mode = widgets.segmented_choice(
            "Compare", [COMPARE_K, COMPARE_SPACES], key="compare", show_label=False
        )
        if mode == COMPARE_SPACES:
            k = widgets.k_slider("one_k", width=220)
            spaces = widgets.several_choices(
                "Color spaces", list(ColorSpace), key="spaces", most=MOST_PANELS, show_label=False
            )
            pairs = [(space, k) for space in spaces]
        else:
            ks = widgets.several_choices(
                "Values of K", range(LEAST_K, K_MAX + 1), key="k", most=MOST_PANELS, show_label=False
            )
            widgets.note_k("k", LEAST_K, K_MAX, sorted(ks))
            pairs = [(st.session_state.space, k) for k in sorted(ks)]
        base = _engine_in_popover()
    settings = [replace(base, k=k, color_space=space) for space, k in pairs]
    by_space = mode == COMPARE_SPACES
    return Comparison(
        titles=[str(each.color_space) if by_space else f"K = {each.k}" for each in settings],
        settings=settings,
        by_space=by_space,
    )


def _engine_in_popover() -> KMeansSettings:
    """The settings without K and color space, which the comparison brings."""
    named = coming_value("engine")
    engine = named if named in set(Engine) else DEFAULTS["engine"]
    with st.popover(f"Engine: {engine}", icon=":material/settings:", key="engine_settings"):
        return choose_engine()

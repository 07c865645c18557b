"""What is compared on the Cluster page: settings out of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from kseg_core import ColorSpace, Engine, KMeansSettings
from kseg_core.kmeans.settings import K_MAX
from pages._ui.declarations.cluster import COMPARE_K, COMPARE_SPACES
from pages._ui.engine_controls import choose_engine
from pages._ui.k_slider import K_HELP, LEAST_K, k_slider
from pages._ui.segmented_choice import segmented_choice
from pages._ui.state import DEFAULTS

MOST_PANELS = 4

Option = TypeVar("Option", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What stands side by side: one title for each of the settings."""

    titles: Sequence[str]
    settings: Sequence[KMeansSettings]
    by_space: bool


def choose_comparison() -> Comparison:
    """Draw the controls and return what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        mode = segmented_choice("Compare", [COMPARE_K, COMPARE_SPACES], key="compare")
        if mode == COMPARE_SPACES:
            k = k_slider("one_k", width=220)
            spaces = _choose_few("Color spaces", [str(space) for space in ColorSpace], "spaces")
            pairs = [(space, k) for space in spaces]
        else:
            ks = _choose_few("Values of K", list(range(LEAST_K, K_MAX + 1)), "k", help=K_HELP)
            pairs = [(st.session_state.space, k) for k in sorted(ks)]
        base = _engine_in_popover()
    settings = [replace(base, k=k, color_space=space) for space, k in pairs]
    by_space = mode == COMPARE_SPACES
    return Comparison(
        titles=[str(each.color_space) if by_space else f"K = {each.k}" for each in settings],
        settings=settings,
        by_space=by_space,
    )


def _choose_few(label: str, options: Sequence[Option], key: str, *, help: str | None = None) -> list[Option]:
    chosen = st.multiselect(
        label,
        options,
        default=DEFAULTS[key],
        max_selections=MOST_PANELS,
        filter_mode="prefix",
        select_all=False,
        placeholder=f"Choose up to {MOST_PANELS}; the last choice stays until then",
        key=key,
        bind="query-params",
        help=help,
        width=410,
    )
    shown = f"last_{key}"
    if not chosen:
        chosen = st.session_state.get(shown, DEFAULTS[key])
    st.session_state[shown] = chosen
    return list(chosen)


def _engine_in_popover() -> KMeansSettings:
    """The settings without K and color space, which the comparison brings."""
    # Before the first drawing of the choice only the address knows it.
    named = st.session_state.get("engine") or st.query_params.get("engine")
    engine = named if named in set(Engine) else DEFAULTS["engine"]
    with st.popover(f"Engine: {engine}", icon=":material/settings:", key="engine_settings"):
        return choose_engine()

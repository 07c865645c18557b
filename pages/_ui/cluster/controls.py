"""What is compared on the Cluster page: settings out of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kseg_core import ColorSpace, Engine, KMeansSettings
from kseg_core.address.names import COMPARE_K, COMPARE_METHODS, COMPARE_SPACES, LEAST_K
from kseg_core.address.values import segmentation_of
from kseg_core.kmeans.settings import K_MAX
from kseg_core.methods.method import Method
from pages._ui import widgets
from pages._ui.declarations.cluster import CLUSTER
from pages._ui.engine_controls import choose_engine, keeps_accents
from pages._ui.k_in_sight import note_k
from pages._ui.presets import offer_presets
from pages._ui.state import DEFAULTS, coming_value

MOST_PANELS = 4

_METHODS_WIDTH = 560
"""Room in pixels for the names of so many methods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One result of a comparison: its title, and what finds it."""

    title: str
    settings: KMeansSettings
    method: Method = Method.KMEANS


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What stands side by side, and what it differs in: `COMPARE_K`, or another of these."""

    results: Sequence[Compared]
    by: str

    @property
    def in_rgb(self) -> bool:
        """Whether only numbers in RGB can be compared."""
        return self.by != COMPARE_K


def choose_comparison() -> Comparison:
    """Draw the controls and return what they say."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        mode = widgets.segmented_choice(
            "Compare", [COMPARE_K, COMPARE_SPACES, COMPARE_METHODS], key="compare", show_label=False
        )
        space = st.session_state.space
        if mode == COMPARE_K:
            ks = widgets.several_choices("Values of K", range(LEAST_K, K_MAX + 1), key="k", most=MOST_PANELS)
            note_k("k", LEAST_K, K_MAX, sorted(ks))
            rows = [(f"K = {k}", k, space, Method.KMEANS) for k in sorted(ks)]
        elif mode == COMPARE_SPACES:
            k = widgets.k_slider("one_k", width=220)
            spaces = widgets.several_choices("Color spaces", list(ColorSpace), key="spaces", most=MOST_PANELS)
            rows = [(str(each), k, each, Method.KMEANS) for each in spaces]
        else:
            k = widgets.k_slider("one_k", width=220)
            methods = widgets.several_choices(
                "Methods",
                list(Method),
                key="methods",
                most=MOST_PANELS,
                width=_METHODS_WIDTH,
            )
            rows = [(str(each), k, space, each) for each in methods]
        base = _engine_in_popover(accents=keeps_accents())
    compared = [
        Compared(
            title=title, settings=method.settings(segmentation_of(base | {"space": space}, k)), method=method
        )
        for title, k, space, method in rows
    ]
    return Comparison(results=compared, by=mode)


def _engine_in_popover(*, accents: bool) -> dict[str, Any]:
    """The values without K, which the comparison brings."""
    named = coming_value("engine")
    engine = named if named in set(Engine) else DEFAULTS["engine"]
    with st.popover(f"Engine: {engine}", icon=":material/settings:", key="engine_settings"):
        offer_presets(CLUSTER)
        return choose_engine(accents=accents)

"""Presets: many settings by one click, and the way back from there."""

from collections.abc import Mapping, Set
from typing import Any

import streamlit as st

from pages._ui import address
from pages._ui.declarations.page import PageDeclaration
from pages._ui.declarations.presets import PRESETS, Preset
from pages._ui.state import BESIDE_EVERY_PAGE, DEFAULTS, has_value, value_of

_BEFORE = "before_presets"
"""Key of the state -> key of a preset -> what was set before it."""

_SAID = "preset_said"
"""Key of the state -> what is to be said of a button that was just pressed."""

_ICON = ":material/school:"


def offer_presets(page: PageDeclaration) -> None:
    """Draw a button for each preset of a page: it sets the preset, or undoes it while the page is set so."""
    if said := st.session_state.pop(_SAID, ""):
        st.toast(said, icon=_ICON)
    for preset in PRESETS:
        if preset.settings.keys() & page.defaults.keys():
            _offer(preset, BESIDE_EVERY_PAGE.keys() | page.defaults.keys())


def _offer(preset: Preset, of_page: Set[str]) -> None:
    if all(has_value(key, value) for key, value in preset.settings.items() if key in of_page):
        st.button(
            preset.back,
            icon=":material/undo:",
            type="tertiary",
            key=f"{preset.key}_back",
            on_click=_go_back,
            args=(preset,),
        )
    else:
        st.button(
            preset.name,
            icon=_ICON,
            type="tertiary",
            key=preset.key,
            on_click=_apply,
            args=(preset,),
            help=preset.help,
        )


def _apply(preset: Preset) -> None:
    before = st.session_state.setdefault(_BEFORE, {})
    before[preset.key] = {key: value_of(key) for key in preset.settings}
    st.session_state[_SAID] = preset.said
    set_widgets(preset.settings)


def _go_back(preset: Preset) -> None:
    """To what was set before, or to the settings of a first visit."""
    before = st.session_state.get(_BEFORE, {}).pop(preset.key, None)
    set_widgets(before or {key: DEFAULTS[key] for key in preset.settings})


def set_widgets(values: Mapping[str, Any]) -> None:
    """Set widgets of all pages, and run the whole page again: some may stand outside the part that runs now.

    Of those that were not drawn yet the address may say something, which would win over the state.
    """
    state = st.session_state
    for key in st.query_params.keys() & values.keys() - state.keys():
        address.agree(key, values[key], DEFAULTS[key])
    state.update(values)
    address.settle()
    st.rerun()

"""A selection of colors becomes a class, which is measured on the Cluster page."""

import streamlit as st

from kseg_core import SettingsError
from kseg_core.address.names import Mode
from kseg_core.cloud.selection import ColorSelection
from kseg_core.measure.classes import NAME_MAX
from pages._ui.frame.navigation import page_at
from pages._ui.photo import Photo
from pages._ui.text import plain
from pages._ui.user_edits import open_range, save_range

_NAME = "selection_class_name"
_MADE = "selection_class_made"
"""In the state: the photo, name and selection that were to be a class last, and why they are none."""


def offer_class(photo: Photo, selection: ColorSelection) -> None:
    """Draw a popover in which the selection gets a name and becomes a class, and the way to it."""
    with st.popover("Make it a class", icon=":material/straighten:", disabled=selection.is_everything):
        name = st.text_input(
            "Name of the class",
            open_range(photo.digest),
            key=_NAME,
            max_chars=NAME_MAX,
            placeholder="plant",
            help="A class that has this name already gets these colors in the place of its range.",
        )
        st.button(
            "Add to Measure",
            icon=":material/add:",
            key="selection_class_add",
            on_click=_make,
            args=(photo, selection),
            help="*Measure*, on the Cluster page, gives the area of each class.",
        )
        *made, problem = st.session_state.get(_MADE, (None,))
        if made != [photo.digest, name.strip(), selection]:
            return
        if problem:
            st.error(problem, icon=":material/error:")
            return
        st.success(f"**{plain(name.strip())}** is a class of this photo.", icon=":material/check:")
        st.page_link(
            page_at(""),
            label="Measure it",
            icon=":material/arrow_forward:",
            query_params={"mode": str(Mode.MEASURE)},
        )


def _make(photo: Photo, selection: ColorSelection) -> None:
    name, problem = st.session_state[_NAME].strip(), ""
    try:
        save_range(photo.digest, name, selection)
    except SettingsError as error:
        problem = plain(str(error))
    st.session_state[_MADE] = photo.digest, name, selection, problem

"""For a projector: the picture or chart of a page fills the screen, with what is chosen about it below."""

import streamlit as st

from pages._ui.components.scripts import script
from pages._ui.k_in_sight import presented_k, step_k
from pages._ui.state import PRESENT, is_presenting, text_scale

BUTTON = "present"
"""Key of the button that begins it."""

_LEAVE, _LESS, _MORE = "present_leave", "present_less", "present_more"

_component = st.components.v2.component("presentation", js=script("presentation"))


def listen_for_keys() -> None:
    """Let F begin and end the presentation, Escape end it, and arrow keys change K."""
    _component(key="presentation", data=[BUTTON, _LEAVE, _LESS, _MORE], height=0)


def offer_presentation() -> None:
    """Draw the button, on a page once."""
    if st.button(
        "Present",
        icon=":material/fullscreen:",
        type="tertiary",
        key=BUTTON,
        help="Fill the screen, for a projector: key F. Arrow keys then change K, and Escape leaves.",
    ):
        st.query_params[PRESENT] = "true"
        st.rerun()


def draw_presenter() -> None:
    """Draw what stands over a presentation. The style sheet knows by it that there is one."""
    if not is_presenting():
        return
    k = presented_k()
    st.html(f"<style>.stApp {{ --text-scale: {text_scale()} }}</style>")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="presenter"):
        if k:
            st.button("K − 1", key=_LESS, on_click=step_k, args=(-1,), help="Left arrow")
            st.markdown(f"**K = {', '.join(map(str, k))}**", width="content")
            st.button("K + 1", key=_MORE, on_click=step_k, args=(1,), help="Right arrow")
        st.button(
            "Leave",
            icon=":material/fullscreen_exit:",
            key=_LEAVE,
            on_click=_leave,
            help="Escape",
        )


def _leave() -> None:
    st.query_params.pop(PRESENT, None)

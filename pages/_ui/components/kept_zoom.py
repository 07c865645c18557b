"""Pictures that zoom together keep their zoom when the chart that they are in changes."""

import streamlit as st

from pages._ui.components.scripts import script

_component = st.components.v2.component("kept_zoom", js=script("kept_zoom"))


def keep_zoom(scene: str, *, width: int, height: int, place: str, has_photo: bool = False) -> None:
    """Keep the zoom of the chart in the container with the key `place`.

    Parameters
    ----------
    scene : str
        What the pictures are of. When another comes, all of it is shown.
    width, height : int
        Of the scene, on the axes.
    place : str
    has_photo : bool
        The first picture is the photo: a finger held on another shows it there.
    """
    _component(key=f"kept_zoom_{place}", data=[scene, width, height, f".st-key-{place}", has_photo], height=0)

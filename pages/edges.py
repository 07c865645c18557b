"""Edges by Canny: the map itself, its five stages, its thresholds, and what clusters have to do with it."""

import streamlit as st

from kseg_core import RgbImage
from pages._ui import navigation
from pages._ui.cache import get_image
from pages._ui.edge_cache import get_edges
from pages._ui.edge_controls import choose_edges
from pages._ui.edge_picture import draw_edges
from pages._ui.errors import guarded
from pages._ui.photo import Photo, current_photo

navigation.require_app()


@st.fragment
def explore(photo: Photo, image: RgbImage) -> None:
    with guarded():
        choice = choose_edges(image)
        work = get_edges(choice.source, choice.settings)
        draw_edges(choice, work)


photo = current_photo()
st.markdown("### Edges, stage by stage")
st.caption(
    "Canny finds the lines along which the picture changes most. Drag the handle to compare them with the photo."
)
explore(photo, get_image(photo))

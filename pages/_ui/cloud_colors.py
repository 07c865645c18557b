"""The cloud beside the picture, joined: what is chosen in one lights up in the other."""

import streamlit as st

from kseg_core import RgbImage
from kseg_core.cloud.points import describe
from pages._ui.cache import get_histogram
from pages._ui.explorer_cache import CloudSource
from pages._ui.explorer_controls import choose_clusters, choose_kind, choose_shape
from pages._ui.photo import Photo


def draw_colors(photo: Photo, image: RgbImage) -> None:
    """Draw the section."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choose_clusters()
        kind = choose_kind()
        choose_shape()
    source = CloudSource(image=image, kind=kind)
    st.caption(describe(source.cloud, get_histogram(image)))

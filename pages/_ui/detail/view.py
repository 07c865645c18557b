"""The mode "Look closer": one result, large, with its palette, its picks and its table."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import RgbImage, Segmentation
from pages._ui.cache import get_image, get_segmentation
from pages._ui.compute_queue import photo_place
from pages._ui.detail import user_edits as closer_work
from pages._ui.detail.cache import get_edited, has_edited
from pages._ui.detail.changes import active, change_text
from pages._ui.detail.controls import choose_rest, choose_segmenting, choose_view
from pages._ui.detail.edits import draw_edits
from pages._ui.detail.files import wanted_of
from pages._ui.detail.numbers import draw_numbers
from pages._ui.detail.palette import draw_palette
from pages._ui.detail.picks import offer_picks, take_picks
from pages._ui.detail.picture import draw_picture
from pages._ui.detail.settings import Closer
from pages._ui.detail.table import draw_table
from pages._ui.detail.take_away import take_away
from pages._ui.detail.user_edits import Work
from pages._ui.errors import guarded
from pages._ui.k_slider import k_slider
from pages._ui.photo import Photo

_NARROW = 320
"""Width in pixels of what opens, so that it covers the palette and not the picture."""

_PANORAMA = 2.4
_PALETTE_WIDTH = 520


@st.fragment
def look_closer(photo: Photo) -> None:
    """Draw the mode."""
    with guarded(), photo_place(photo):
        _draw(photo)


def _draw(photo: Photo) -> None:
    image = get_image(photo)
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="closer_controls"
    ):
        k = k_slider("closer_k", width=260)
        with st.container(horizontal=True, width="content", gap="small"):
            pick_popover = st.popover("Pick", icon=":material/ads_click:", key="closer_pick")
            with pick_popover:
                pick_buttons = st.container(horizontal=True, gap="small")
                rest = choose_rest()
            with st.popover("View", icon=":material/visibility:", key="closer_view"):
                view = choose_view(rest)
            with (
                st.popover("Segmentation", icon=":material/settings:", key="closer_segmentation"),
                st.container(width=_NARROW),
            ):
                segmenting = choose_segmenting(k)
            take = st.button("Take away", icon=":material/download:", key="closer_take")
    notice = st.empty()
    left, right = _places(image)
    closer = Closer(
        photo=photo,
        image=image,
        settings=segmenting.settings,
        work=Work(),
        specks=segmenting.specks,
        view=view,
    )
    with notice:
        closer, result = _compute(closer)
    closer = take_picks(closer, result)
    closer_work.write_address(closer.work)
    with left:
        draw_picture(closer, result)
        draw_numbers(closer, result)
    with pick_buttons:
        offer_picks(closer, result)
    with right:
        draw_palette(closer, result)
        draw_edits(closer, result)
    draw_table(closer, result)
    for setting in active(closer):
        segmenting.said[setting].caption(change_text(closer, setting))
    if take:
        take_away(wanted_of(closer, result))


def _places(image: RgbImage) -> Sequence[DeltaGenerator]:
    """Where picture and palette go: side by side, or one above the other for a panorama."""
    if image.width > _PANORAMA * image.height:
        return st.container(), st.container(width=_PALETTE_WIDTH)
    return st.columns([62, 38], gap="medium")


def _compute(closer: Closer) -> tuple[Closer, Segmentation]:
    """The result, and the same with what was done to it before."""
    image, settings = closer.image, closer.settings
    if get_segmentation.known(image, settings) is None:
        with st.spinner(f"Computing K = {settings.k} …"):
            get_segmentation(image, settings)
    n_clusters = get_segmentation(image, settings).n_clusters
    closer = replace(closer, work=closer_work.work_on(closer.fit, n_clusters))
    if closer.specks and not has_edited(closer):
        with st.spinner("Removing specks …"):
            get_edited(closer)
    return closer, get_edited(closer)

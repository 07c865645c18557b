"""The mode "Look closer": one result, large, with its palette, its picks and its table."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import RgbImage
from kseg_core.rendering.picks import Rest
from pages._ui import widgets
from pages._ui.detail.changes import change_texts
from pages._ui.detail.computing import compute_detail
from pages._ui.detail.controls import choose_segmentation, choose_view
from pages._ui.detail.edits import draw_edits
from pages._ui.detail.export_dialog import export_dialog
from pages._ui.detail.export_files import request_maker
from pages._ui.detail.palette import draw_palette
from pages._ui.detail.picks import choose_cut, offer_picks, take_picks
from pages._ui.detail.picture import draw_picture
from pages._ui.detail.table import draw_numbers, draw_table
from pages._ui.detail.vision import draw_vision
from pages._ui.errors import photo_part
from pages._ui.linked_edits import write_address
from pages._ui.photo import Photo
from pages._ui.user_edits import pieces_on

SETTINGS_WIDTH = 320
"""Width in pixels of what opens, so that it covers the palette and not the picture."""

_PANORAMA = 2.4
_PALETTE_WIDTH = 520


@st.fragment
@photo_part
def draw_detail(photo: Photo, image: RgbImage) -> None:
    """Draw the mode."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="detail_controls"
    ):
        k = widgets.k_slider("closer_k", width=260)
        with st.container(horizontal=True, width="content", gap="small"):
            pick_popover = st.popover("Pick", icon=":material/ads_click:", key="detail_pick")
            with pick_popover:
                pick_buttons = st.container(horizontal=True, gap="small")
                cut = choose_cut()
                rest = widgets.segmented_choice("The rest becomes", Rest, key="rest")
            with st.popover("View", icon=":material/visibility:", key="detail_view"):
                view = choose_view(rest)
            with (
                st.popover("Segmentation", icon=":material/settings:", key="detail_segmentation"),
                st.container(width=SETTINGS_WIDTH),
            ):
                settings, specks, below = choose_segmentation(k)
            take = st.button("Take away", icon=":material/download:", key="detail_take")
    notice = st.empty()
    left, right = places(image)
    with notice:
        detail = compute_detail(photo, image, settings, specks, view)
        detail = replace(detail, cut=replace(cut, places=pieces_on(photo)))
    detail = take_picks(detail)
    write_address(photo, detail.user_edits)
    with left:
        draw_picture(detail)
        draw_numbers(detail)
    with pick_buttons:
        offer_picks(detail)
    with right:
        draw_palette(detail)
        draw_vision(detail)
        draw_edits(detail)
    draw_table(detail)
    for setting, text in change_texts(detail).items():
        below[setting].caption(text)
    if take:
        export_dialog(photo, request_maker(detail))


def places(image: RgbImage) -> Sequence[DeltaGenerator]:
    """Where picture and palette go: side by side, or one above the other for a panorama."""
    if image.width > _PANORAMA * image.height:
        return st.container(), st.container(width=_PALETTE_WIDTH)
    return st.columns([62, 38], gap="medium")

"""Segment a photo: compare results, look closer at one of them, measure it, or take a series."""

from kseg_core.address.names import COMPARE_METHODS, COMPARE_SPACES, Mode
from pages._ui.frame import entrance

entrance.require_app()

import streamlit as st

from kseg_core.kmeans.settings import Weighting
from pages._ui import linked_edits
from pages._ui.cluster.comparison import draw_comparison
from pages._ui.cluster.controls import choose_comparison
from pages._ui.cluster_modes import choose_mode
from pages._ui.declarations.cluster import CLUSTER, COLOR_SPACES, OTHER_METHODS
from pages._ui.detail.view import draw_detail
from pages._ui.engine_controls import ACCENTS_KEPT
from pages._ui.frame.explanations import ask, draw_title, title_row
from pages._ui.frame.own_photo import offer_photos
from pages._ui.frame.scroll import scroll_to_view
from pages._ui.measure.view import draw_measure
from pages._ui.photo import Photo, current_photo
from pages._ui.results import get_image
from pages._ui.several.view import draw_several


def compare(photo: Photo) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="first_words"):
        offer_photos()
        st.caption("K-means sorts the pixels into K clusters of similar color and paints each with its mean.")
    place = st.container(key="comparison").container(key="row")
    with place.container(key="comparison_controls"):
        comparison = choose_comparison()
    with place:
        draw_comparison(photo, get_image(photo), comparison)
    if any(each.settings.weighting is Weighting.ACCENTS for each in comparison.results):
        st.caption(f":material/info: {ACCENTS_KEPT}")
    if comparison.by == COMPARE_SPACES:
        st.caption(
            "WCSS of two color spaces cannot be compared: each is in squared units of its own space. The "
            "WCSS per pixel in RGB and the PSNR can be compared across all of them."
        )
        ask(COLOR_SPACES)
    elif comparison.by == COMPARE_METHODS:
        st.caption(
            "The WCSS per pixel in RGB and the PSNR can be compared across all of them. Plain K-means in RGB "
            "wins on these numbers because it minimizes just that. They measure how close the colors are, "
            "not whether the segments make sense. A method that names no color space works in that of the "
            "sidebar. *Look closer* is for K-means, with and without position."
        )
        ask(OTHER_METHODS)


photo = current_photo()
heading, tabs = title_row()
with heading:
    draw_title("One photo, a few colors", CLUSTER.topics)
with tabs:
    mode = choose_mode()
linked_edits.read_address()
if mode is Mode.COMPARE:
    linked_edits.leave_address(with_locks=False)
match mode:
    case Mode.COMPARE:
        compare(photo)
    case Mode.CLOSER:
        draw_detail(photo)
    case Mode.MEASURE:
        draw_measure(photo)
    case Mode.SEVERAL:
        draw_several()
scroll_to_view()

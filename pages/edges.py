"""Edges by Canny: the map itself, its five stages, its thresholds, and what clusters have to do with it."""

from pages._ui.frame import entrance

entrance.require_app()

import streamlit as st

from kseg_core import RgbImage
from pages._ui import widgets
from pages._ui.declarations.edges import EDGES, EdgeSection
from pages._ui.edges.agreement_view import draw_agreement
from pages._ui.edges.controls import choose_edges, choose_pixel
from pages._ui.edges.downloads import offer_downloads
from pages._ui.edges.picture import draw_edges
from pages._ui.edges.results import get_edges
from pages._ui.edges.stage_views import draw_pixel, draw_stages
from pages._ui.edges.threshold_views import draw_thresholds
from pages._ui.errors import photo_part
from pages._ui.frame.explanations import draw_title, title_row, words_row
from pages._ui.frame.scroll import scroll_to_view
from pages._ui.photo import Photo, current_photo


@st.fragment
@photo_part
def explore(photo: Photo, image: RgbImage) -> None:
    heading, tabs = title_row()
    with heading:
        draw_title("Edges", EDGES.topics)
    with tabs:
        section = widgets.segmented_choice("Look closer", EdgeSection, key="edge_section", show_label=False)
    downloads = words_row(
        "Canny finds the lines along which the picture changes most. Drag the handle to compare."
    )
    with st.container(key="edge_controls"):
        choice = choose_edges(image)
    picture = st.container(key="edge_picture")
    edge_map = get_edges(choice.source, choice.settings)
    with downloads:
        offer_downloads(photo, choice)
    if section is EdgeSection.MAP:
        with picture:
            draw_edges(choice, edge_map, None)
        return
    with st.container(key="edge_below"):
        pixel = choose_pixel(image) if section is EdgeSection.PIXEL else None
        with picture:
            seen = draw_edges(choice, edge_map, pixel)
        match section:
            case EdgeSection.STAGES:
                draw_stages(choice, edge_map, seen)
            case EdgeSection.PIXEL:
                draw_pixel(choice, edge_map, pixel)
            case EdgeSection.THRESHOLDS:
                draw_thresholds(choice, edge_map)
            case EdgeSection.CLUSTERS:
                draw_agreement(choice, edge_map)


explore(current_photo())
scroll_to_view()

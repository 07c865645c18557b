"""The photo as a cloud of colors, and K-means at work in it."""

from pages._ui.frame import entrance

entrance.require_app()

import streamlit as st

from kseg_core import RgbImage
from pages._ui import widgets
from pages._ui.declarations.explorer import EXPLORER, ExplorerSection
from pages._ui.errors import photo_part
from pages._ui.explorer.color_section import draw_colors
from pages._ui.explorer.selection_section import draw_selection
from pages._ui.explorer.step_sections import draw_steps
from pages._ui.frame.explanations import draw_title, title_row, words_row
from pages._ui.frame.scroll import scroll_to_view
from pages._ui.photo import Photo, current_photo


@st.fragment
@photo_part
def explore(photo: Photo, image: RgbImage) -> None:
    heading, tabs = title_row()
    with tabs:
        section = widgets.segmented_choice(
            "Explore", ExplorerSection, key="explore_section", show_label=False
        )
    with heading:
        draw_title(section.heading, EXPLORER.topics)
    tools = words_row(section.about)
    match section:
        case ExplorerSection.COLORS:
            draw_colors(photo, image, tools)
        case ExplorerSection.SELECTION:
            draw_selection(photo, image, tools)
        case ExplorerSection.STEPS:
            draw_steps(photo, tools)


explore(current_photo())
scroll_to_view()

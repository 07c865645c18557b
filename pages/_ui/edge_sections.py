"""What is open below the edge map, and the pixel that is followed; nothing else is computed."""

from enum import StrEnum

import streamlit as st

from kseg_core import RgbImage
from pages._ui.one_of import one_of


class Section(StrEnum):
    """The sections in the order of their tabs."""

    STAGES = "Five stages"
    PIXEL = "One pixel"
    THRESHOLDS = "Thresholds"
    CLUSTERS = "Clusters and edges"


def choose_section() -> Section:
    """Draw the tabs and return the open one."""
    options = [str(section) for section in Section]
    return Section(one_of("Look closer", options, key="edge_section", show_label=False))


def choose_pixel(image: RgbImage) -> tuple[int, int] | None:
    """Draw the inputs for a pixel and return its column and row, once both are there."""
    chosen = []
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for key, label, length in (("edge_x", "Column x", image.width), ("edge_y", "Row y", image.height)):
            if (st.session_state.get(key) or 0) >= length:
                st.session_state[key] = None
            chosen.append(
                st.number_input(
                    label,
                    0,
                    length - 1,
                    None,
                    key=key,
                    bind="query-params",
                    placeholder="click or type",
                    width=170,
                )
            )
    x, y = chosen
    return None if x is None or y is None else (x, y)

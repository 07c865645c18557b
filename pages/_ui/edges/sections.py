"""What is open below the edge map, and the pixel that is followed; nothing else is computed."""

import streamlit as st

from kseg_core import RgbImage
from pages._ui import address
from pages._ui.declarations.edges import EdgeSection
from pages._ui.segmented_choice import segmented_choice


def choose_section() -> EdgeSection:
    """Draw the tabs and return the open one."""
    options = [str(section) for section in EdgeSection]
    return EdgeSection(segmented_choice("Look closer", options, key="edge_section", show_label=False))


def choose_pixel(image: RgbImage) -> tuple[int, int] | None:
    """Draw the inputs for a pixel and return its column and row, once both are there.

    They are set by a click before they are drawn for the first time, which a bound widget would not
    write into the address; so it is read and written here.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        x = _choose_place("edge_x", "Column x", image.width)
        y = _choose_place("edge_y", "Row y", image.height)
    return None if x is None or y is None else (x, y)


def _choose_place(key: str, label: str, length: int) -> int | None:
    state = st.session_state
    if key not in state:
        state[key] = address.whole_number(key)
    if state[key] is not None and state[key] >= length:
        state[key] = None
    place = st.number_input(
        label, 0, length - 1, None, step=1, key=key, placeholder="click or type", width=170
    )
    address.write(key, *([] if place is None else [str(place)]))
    return place

"""What is open below the curve; nothing else is computed."""

from enum import StrEnum

import streamlit as st

from pages._ui.state import DEFAULTS


class Section(StrEnum):
    """The sections in the order of their tabs."""

    JUDGES = "Judges"
    STARTS = "Random starts"
    SEEDS = "Seeds"
    SPACES = "Color spaces"
    SIZE = "File size"
    TABLE = "Table"
    HOW = "How it works"


def choose_section() -> Section:
    """Draw the tabs and return the open one."""
    return Section(
        st.segmented_control(
            "Look closer",
            [str(section) for section in Section],
            default=DEFAULTS["elbow_section"],
            required=True,
            key="elbow_section",
            bind="query-params",
            label_visibility="collapsed",
        )
    )

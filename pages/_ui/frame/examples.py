"""Views worth seeing: links that set up a sample and every setting."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from pages._ui.frame.navigation import page_at
from pages._ui.state import EVERYTHING, FRESH, LESSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A view of one page.

    Attributes
    ----------
    path : str
        Of the page, as `navigation.page_at` takes it.
    view : mapping
        Address parameters that are not at their defaults; the sample always.
    """

    path: str
    view: Mapping[str, str | list[str]]

    @property
    def address(self) -> str:
        """Its path and query, for a link from outside."""
        return f"/{self.path}?{urlencode(self.view, doseq=True)}"

    def draw_link(self, label: str) -> None:
        """Draw a link to it inside the app."""
        st.page_link(
            page_at(self.path),
            label=label,
            icon=":material/play_circle:",
            query_params={**self.view, FRESH: EVERYTHING},
        )


RANDOM_STARTS = Example(path="elbow", view={"sample": "Discs", "elbow_section": "Random starts", LESSON: "1"})
NO_CLUSTERS = Example(path="elbow", view={"sample": "Gradient", LESSON: "2"})
NO_SMOOTHING = Example(
    path="edges",
    view={
        "sample": "Coffee",
        "edge_auto_sigma": "false",
        "edge_sigma": "0",
        "edge_rule": "By hand",
        "edge_thresholds": ["25", "49"],
        LESSON: "5",
    },
)
STEP_BY_STEP = Example(path="explorer", view={"sample": "Coffee", "explore_section": "K-means step by step"})
BAD_START = Example(
    path="explorer",
    view={
        "sample": "Discs",
        "explore_section": "K-means step by step",
        "explore_k": "6",
        "explore_start": "Leftmost points",
        "explore_beside": "k-means++",
        LESSON: "6",
    },
)

"""Views worth seeing, each a trap or an insight: links that set up a sample and every setting."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from pages._ui.frame.navigation import page_at
from pages._ui.state import EVERYTHING, FRESH


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An example for a class: what it is called, and what is to be seen in it."""

    title: str
    insight: str
    example: Example


RANDOM_STARTS = Example(path="elbow", view={"sample": "Discs", "elbow_section": "Random starts"})
NO_CLUSTERS = Example(path="elbow", view={"sample": "Gradient"})
NO_SMOOTHING = Example(
    path="edges",
    view={
        "sample": "Coffee",
        "edge_auto_sigma": "false",
        "edge_sigma": "0",
        "edge_rule": "By hand",
        "edge_thresholds": ["25", "49"],
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
    },
)

LESSONS = (
    Lesson(
        title="Random starts are a trap",
        insight="Raw cv2.kmeans with random centers and one attempt: more colors, and the error rises. "
        "k-means++ or ten attempts mend it.",
        example=RANDOM_STARTS,
    ),
    Lesson(
        title="A curve bends, and there is nothing there",
        insight="A smooth gradient has no clusters. Its curve falls like any other, and some judges "
        "name a K.",
        example=NO_CLUSTERS,
    ),
    Lesson(
        title="HSV is not always better",
        insight="Red sits at both ends of the hue scale. Plain HSV sorts one red fruit to the leaves; "
        "RGB and hue on a circle do not.",
        example=Example(
            path="",
            view={
                "sample": "Two reds",
                "compare": "Color spaces",
                "one_k": "2",
                "spaces": ["RGB", "HSV", "HSV (circular hue)"],
            },
        ),
    ),
    Lesson(
        title="K-means counts pixels",
        insight="Black sky wins, and the rare bright colors come last, however striking they are.",
        example=Example(path="", view={"sample": "Galaxies", "k": ["3", "7", "16"]}),
    ),
    Lesson(
        title="Without smoothing, noise becomes edges",
        insight="cv2.Canny does not smooth. Take the Gaussian away, and every grain of the wood is an edge.",
        example=NO_SMOOTHING,
    ),
    Lesson(
        title="Started badly, K-means stops badly",
        insight="The same points, started from the left and by k-means++, step by step until nothing moves.",
        example=BAD_START,
    ),
)
"""In the order of a class."""


@st.dialog("Six lessons", width="medium", icon=":material/school:")
def show_lessons() -> None:
    """Offer the lessons; each replaces the present view."""
    st.caption("Each opens a sample with every setting in place. Your own photo stays within reach.")
    for lesson in LESSONS:
        with st.container(border=True, gap="xsmall"):
            lesson.example.draw_link(f"**{lesson.title}**")
            st.caption(lesson.insight)

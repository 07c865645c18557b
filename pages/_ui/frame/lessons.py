"""Six views for a class, each a trap or an insight."""

from dataclasses import dataclass

import streamlit as st

from pages._ui.frame.examples import BAD_START, NO_CLUSTERS, NO_SMOOTHING, RANDOM_STARTS, Example
from pages._ui.frame.navigation import page_at
from pages._ui.photo import current_photo
from pages._ui.state import LESSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An example for a class: what it is called, and what is to be seen in it."""

    title: str
    insight: str
    example: Example


LESSONS = (
    Lesson(
        title="Random starts are a trap",
        insight="Raw cv2.kmeans with random centers and one attempt: more colors, and the error rises. "
        "k-means++ or ten attempts nearly always mend it.",
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
                LESSON: "3",
            },
        ),
    ),
    Lesson(
        title="K-means counts pixels",
        insight="Black sky wins, and the rare bright colors come last, however striking they are.",
        example=Example(path="", view={"sample": "Galaxies", "k": ["3", "7", "16"], LESSON: "4"}),
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
"""In the order of a class, and of the numbers in their addresses."""


@st.dialog("Six lessons", width="medium", icon=":material/school:")
def show_lessons() -> None:
    """Offer the lessons; each replaces the present view."""
    st.caption("Each opens a sample with every setting in place. Your own photo stays within reach.")
    for lesson in LESSONS:
        with st.container(border=True, gap="xsmall"):
            lesson.example.draw_link(f"**{lesson.title}**")
            st.caption(lesson.insight)


def draw_insight(page: st.Page) -> None:
    """Say over a page what is to be seen in the lesson it was opened with."""
    lesson = _open_lesson(page)
    if lesson is None:
        st.query_params.pop(LESSON, None)
        return
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key="lesson",
    ):
        st.markdown(f":material/school: **{lesson.title}.** {lesson.insight}", width="content")
        st.button("Close", icon=":material/close:", type="tertiary", on_click=_close)


def _open_lesson(page: st.Page) -> Lesson | None:
    number = st.query_params.get(LESSON, "")
    if number not in {str(each) for each in range(1, len(LESSONS) + 1)}:
        return None
    lesson = LESSONS[int(number) - 1]
    here = page_at(lesson.example.path).url_path == page.url_path
    return lesson if here and current_photo().name == lesson.example.view["sample"] else None


def _close() -> None:
    st.query_params.pop(LESSON, None)

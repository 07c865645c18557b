"""The dialog "How it works": all questions of a page, or one of them, each with a short answer."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui.declarations.page import Topic
from pages._ui.frame.navigation import draw_link
from pages._ui.frame.presentation import offer_presentation

_ICON = ":material/lightbulb:"
_ABREAST = 2


def title_row() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The first row of a page: where its title goes, and where its tabs go."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="title_row"):
        return st.container(width="content"), st.container(width="content")


def words_row(text: str) -> DeltaGenerator:
    """Draw what a page shows in one sentence, and return the room beside it, for what is taken away."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="words_row"
    ):
        st.caption(text, width="content")
        return st.container(horizontal=True, width="content", gap="xsmall")


def draw_title(title: str, topics: Sequence[Topic]) -> None:
    """Draw the title of a page, with a button beside it that answers its questions."""
    with st.container(horizontal=True, gap="small", width="content", key="page_title"):
        st.markdown(f"### {title}", width="content")
        if st.button("How it works", icon=_ICON, type="tertiary", key="how_it_works"):
            _explain_all(topics)
        offer_presentation()


def ask(topic: Topic) -> None:
    """Draw a button that answers one question, beside what it is about."""
    if st.button(topic.title, icon=_ICON, type="tertiary", key=f"ask_{topic.name}"):
        _explain(topic)


@st.dialog("How it works", width="large", icon=_ICON)
def _explain_all(topics: Sequence[Topic]) -> None:
    for start in range(0, len(topics), _ABREAST):
        columns = st.columns(_ABREAST, gap="large")
        for column, topic in zip(columns, topics[start : start + _ABREAST], strict=False):
            with column:
                st.markdown(f"## {topic.title}")
                _answer(topic)


@st.dialog("How it works", width="medium", icon=_ICON)
def _explain(topic: Topic) -> None:
    st.markdown(f"## {topic.title}")
    _answer(topic)


def _answer(topic: Topic) -> None:
    st.markdown(topic.answer)
    draw_link(topic.example, topic.label, name=topic.name)

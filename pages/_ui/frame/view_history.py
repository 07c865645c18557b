"""Back and forward: an entry of the browser's history is a view, and who returns to it has that view back."""

import streamlit as st

from kseg_core.address.names import Mode
from pages._ui import photo as photos
from pages._ui.components.scripts import script
from pages._ui.declarations import PAGES
from pages._ui.declarations.lessons import LESSON
from pages._ui.frame import left_views
from pages._ui.state import forget_linked_work, forget_work, read_anew, reset_unnamed
from pages._ui.streamlit_internals import answers_history, query_of_run

_component = st.components.v2.component("view_history", js=script("view_history"))
_ANSWER = "history_answer"
"""Key of the state -> the last entry that was brought back: how many there were, its path and its query."""

_OF_A_VIEW = [LESSON, *(key for page in PAGES for key in page.sections)]


def keep_views() -> None:
    """Let the browser keep one entry for each page, tab, photo and lesson."""
    _component(key="view_history", data=[_OF_A_VIEW, st.session_state.get(_ANSWER, (0, "", ""))], height=0)


def has_returned() -> bool:
    """Whether this run answers Back or Forward, after a first one."""
    return "address" in st.session_state and answers_history()


def bring_back(page: st.Page) -> None:
    """Take from the address what no widget binds: photo, work, clicks, and whether this is a lesson."""
    state, named = st.session_state, st.query_params
    number, *_ = state.get(_ANSWER, (0,))
    state[_ANSWER] = (number + 1, page.url_path, query_of_run())
    left_views.undo_start_over_of(named.get("photo", ""))
    if LESSON in named:
        left_views.begin_visit(page.title)
        reset_unnamed()
        forget_work()
    elif left_views.is_visiting():
        left_views.end_visit(asked=set(named))
    photos.return_to_named()
    read_anew(*next(each.unbound for each in PAGES if each.title == page.title))
    if named.get("mode") in (Mode.CLOSER, Mode.MEASURE):
        forget_linked_work()

"""Views that a visitor has left and can have back: from before a lesson, and from before starting over."""

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from kseg_core.samples.gallery import DEFAULT_SAMPLE
from pages._ui.state import BESIDE_EVERY_PAGE, DEFAULTS, SEVERAL, WORK, forget_work, has_value, reset

LeftView = dict[str, Any]
"""Key of the state -> what it held. An own photo is in it as its compressed file."""

_PHOTO = ("own", "sample", "show_own", "turn", "crop", "framing_of")
_OF_THE_HOST = ("embed", "embed_options")
_VISIT = "visit"
_STARTED_OVER = "view_started_over"


def present_view() -> LeftView:
    """Photo, settings, edits and the photos taken at once, as they are now."""
    state = st.session_state
    return {key: state[key] for key in (*DEFAULTS, *WORK, *SEVERAL, *_PHOTO) if key in state}


def begin_visit(page: str) -> None:
    """Keep the view from before a lesson or an example on a page, by its title. Others may follow."""
    state = st.session_state
    if "address" not in state:  # it opened the app, so nothing was there before
        return
    before, _ = state.get(_VISIT) or (present_view(), "")
    state[_VISIT] = (before, page)


def is_visiting() -> bool:
    """Whether a lesson or an example is open that was not the first thing that its visitor saw."""
    return bool(st.session_state.get(_VISIT))


def end_visit_elsewhere(page: str) -> None:
    """Bring back what was before a visit if its page was left. Before anything is drawn."""
    visit = st.session_state.get(_VISIT)
    if visit and visit[1] != page:
        # Streamlit carries the settings of the sidebar from page to page: those of the visit.
        end_visit(asked=set(st.query_params) - set(BESIDE_EVERY_PAGE))


def end_visit(*, without: Collection[str] = (), asked: Collection[str] = ()) -> None:
    """Bring back what was before a visit, except for what the address asks for. For callbacks."""
    before, _ = st.session_state.pop(_VISIT)
    bring_back({key: value for key, value in before.items() if key not in without}, asked)


def end_visit_with_new_photo() -> None:
    """Bring back the settings from before a visit, which a new photo ends."""
    if is_visiting():
        end_visit(without=_PHOTO)


def start_over(empty: Callable[[], None]) -> None:
    """Empty everything, and keep what was there until the visitor does something else. For callbacks."""
    view = present_view()
    empty()
    st.session_state.pop(_VISIT, None)
    st.session_state[_STARTED_OVER] = view


def can_undo_start_over() -> bool:
    """Whether the view from before starting over is still there; it goes with the first change."""
    state = st.session_state
    if _STARTED_OVER not in state:
        return False
    is_untouched = state.sample == DEFAULT_SAMPLE and not state.own and "several" not in state
    if not is_untouched or not all(has_value(key, default) for key, default in DEFAULTS.items()):
        del state[_STARTED_OVER]
        return False
    return True


def undo_start_over() -> None:
    """Bring back the view from before starting over. For callbacks."""
    bring_back(st.session_state.pop(_STARTED_OVER))


def undo_start_over_of(photo: str) -> None:
    """The same when the visitor returns to the own photo whose digest begins so."""
    own = st.session_state.get(_STARTED_OVER, {}).get("own")
    if photo and own is not None and own.digest.startswith(photo):
        bring_back(st.session_state.pop(_STARTED_OVER), asked=set(st.query_params))


def bring_back(view: LeftView, asked: Collection[str] = ()) -> None:
    """Put a view in the place of the present one, except for what the address asks for. For callbacks."""
    state = st.session_state
    for key in set(st.query_params) - {*asked, *DEFAULTS, *_OF_THE_HOST}:
        st.query_params.pop(key, None)
    reset(*(key for key in DEFAULTS if key not in asked))
    forget_work()
    state.update({key: value for key, value in view.items() if key not in asked})
    state.update(awaited="", photo_error="")

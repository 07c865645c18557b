"""Who may compute now: large photos one after another, small ones two at a time; and who may draw."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages._ui.process.allocator import give_back
from pages._ui.text import count
from pages._ui.waiting_line import WaitingLine

HEAVY_PIXELS = 2_000_000
"""Pictures above are worked on one at a time, from decoding until the page is drawn."""

_LIGHT_PLACES = 2
_DRAWING_PLACES = 3
_DRAWING_SECONDS = 0.5
"""A run that takes longer to draw is computing or waits to compute, and counts no more."""
_ICON = ":material/hourglass_top:"
_inside = threading.local()


@st.cache_resource
def _lines() -> tuple[WaitingLine, WaitingLine]:
    return WaitingLine(1), WaitingLine(_LIGHT_PLACES)


@st.cache_resource
def _drawing() -> WaitingLine:
    """Few runs begin at once, so that Python gets to send what is drawn while many come."""
    return WaitingLine(_DRAWING_PLACES, longest=_DRAWING_SECONDS)


class Pictured(Protocol):
    """What says how large its picture is: a photo."""

    @property
    def n_pixels(self) -> int: ...


@contextmanager
def admitted(photo: Pictured | None) -> Iterator[None]:
    """Hold the place for large photos during all that follows, if this is one.

    Who waits for it holds the compressed photo alone. Each look at the line goes through Streamlit, so
    that a visitor who has moved on leaves it. On a page it always draws one slot, for the words about
    waiting, so that what follows keeps its place. With a small photo a run only waits for its turn to
    begin drawing.
    """
    on_page = get_script_run_ctx(suppress_warning=True) is not None
    nested = holds_place()
    slot = st.empty() if on_page else None
    if photo is None or photo.n_pixels <= HEAVY_PIXELS:
        with _begun(slot):
            yield
        return

    def wait(ahead: int) -> None:
        if slot is not None:
            slot.info(_words(ahead), icon=_ICON)

    def end() -> None:
        if slot is not None:
            slot.empty()

    with _place(photo.n_pixels, wait, end), ExitStack() as until_done:
        if slot is not None and not nested:
            with slot.container():  # the spinner stands here, and what follows does not
                until_done.enter_context(st.spinner("Working on the photo …"))
        yield


@contextmanager
def _begun(slot: DeltaGenerator | None) -> Iterator[None]:
    context = get_script_run_ctx(suppress_warning=True)
    if slot is None or context is None or getattr(_inside, "begun", False):
        yield
        return
    looks = 0

    def wait(ahead: int) -> None:
        nonlocal looks
        looks += 1
        if looks > 1 or ahead >= _DRAWING_PLACES:  # the others are done in a moment
            slot.info(f"{_place_in_line(ahead)} Many have come at once; your place is kept.", icon=_ICON)

    with _drawing().place(context.session_id, wait):
        _inside.begun = True
        try:
            if looks:
                slot.empty()
            yield
        finally:
            _inside.begun = False


@contextmanager
def turn(pixels: int) -> Iterator[None]:
    """Hold one of the process's few places for computing; wait in line for it if need be.

    Within `admitted` and within another turn the place is there already.
    """
    notices: list[DeltaGenerator] = []

    def wait(ahead: int) -> None:
        if get_script_run_ctx(suppress_warning=True) is None:  # a download, which has no page to say it on
            return
        if not notices:
            notices.append(st.empty())
        notices[0].caption(f"{_ICON} {_words(ahead)}")

    def end() -> None:
        for notice in notices:
            notice.empty()

    with _place(pixels, wait, end):
        yield


def holds_place() -> bool:
    """Whether what runs now has a place for computing already."""
    return getattr(_inside, "held", False)


@contextmanager
def _place(pixels: int, wait: Callable[[int], None], end: Callable[[], object]) -> Iterator[None]:
    if holds_place():
        yield
        return
    heavy, light = _lines()
    is_heavy = pixels > HEAVY_PIXELS
    waited = False

    def on_wait(ahead: int) -> None:
        nonlocal waited
        waited = True
        wait(ahead)

    context = get_script_run_ctx(suppress_warning=True)
    who = object() if context is None else context.session_id
    with (heavy if is_heavy else light).place(who, on_wait):
        _inside.held = True
        try:
            if waited:
                end()
            yield
        finally:
            _inside.held = False
            if is_heavy:
                give_back()


def _words(ahead: int) -> str:
    return f"{_place_in_line(ahead)} Large photos are worked on one at a time; your place is kept."


def _place_in_line(ahead: int) -> str:
    before = f"{count(ahead, 'visitor')} before you" if ahead else "you are next"
    return f"Waiting in line: {before}."

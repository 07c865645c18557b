"""The compute queue: who may compute, and what waiting visitors read.

Photos are worked on two at a time, large ones only as far as memory allows, and three runs may begin to draw
at once. Everybody else waits in line and reads how many visitors come first. The first results of a large
photo go before everything else that large photos need.
"""

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core.wording import count
from pages._ui.process import release_memory
from pages._ui.streamlit_internals import session_id
from pages._ui.waiting_line import WaitingLine

HEAVY_PIXELS = 2_000_000
"""Pictures above wait in a line of their own, and are worked on from decoding until the page is drawn."""

_PLACES = 2
_ROOM = 25_000_000
"""Pixels of the large photos that are worked on: two of a phone, 4032 × 3024 each, or one of the largest."""
_DRAWING_PLACES = 3
_DRAWING_SECONDS = 0.5
"""A run that takes longer is computing or waits to compute, and no longer counts as drawing."""
_ICON = ":material/hourglass_top:"


class _Held(threading.local):
    """The places that the run in this thread holds."""

    compute = False
    drawing = False

    def __init__(self) -> None:
        self.notices = itertools.count()


_held = _Held()


@st.cache_resource
def _heavy_line() -> WaitingLine:
    return WaitingLine(_PLACES, room=_ROOM)


@st.cache_resource
def _light_line() -> WaitingLine:
    return WaitingLine(_PLACES)


@st.cache_resource
def _drawing_line() -> WaitingLine:
    """Few runs begin at once, so that Python gets to send what is drawn while many come."""
    return WaitingLine(_DRAWING_PLACES, longest=_DRAWING_SECONDS)


class HasPixels(Protocol):
    """A photo, whose size is known before it is decoded."""

    @property
    def n_pixels(self) -> int: ...


def holds_place() -> bool:
    """Whether this run has a place for computing already."""
    return _held.compute


@contextmanager
def photo_place(photo: HasPixels | None, *, is_new: bool = False) -> Iterator[None]:
    """Hold a place for large photos while the block runs, if this is one; else a place to begin drawing.

    A new photo, of which its visitor has seen nothing yet, goes first.

    A waiting run holds the compressed photo only. Each check of the line goes through Streamlit, which
    stops the run if its visitor has moved on. On a page this always draws one empty element, for the
    message about waiting, so that the elements after it keep their positions.
    """
    slot = None if session_id() is None else st.empty()
    if photo is None or photo.n_pixels <= HEAVY_PIXELS:
        with _drawing_place(slot):
            yield
        return
    is_first = not _held.compute

    def tell(ahead: int) -> None:
        if slot is not None:
            _notice(slot).info(_large_photos(ahead), icon=_ICON)

    slots = [] if slot is None else [slot]
    with _place(photo.n_pixels, tell, slots, early=is_new), ExitStack() as until_done:
        if slot is not None and is_first:
            with _notice(slot):  # the spinner stands here, and what follows does not
                until_done.enter_context(st.spinner("Working on the photo …"))
        yield


@contextmanager
def compute_place(pixels: int) -> Iterator[None]:
    """Hold one of the few places for computing while the block runs, after waiting for it if need be.

    A run that has a place already, from this or from `photo_place`, keeps it.
    """
    slots: list[DeltaGenerator] = []

    def tell(ahead: int) -> None:
        if session_id() is None:  # a download, which has no page to say it on
            return
        if not slots:
            slots.append(st.empty())
        _notice(slots[0]).info(_large_photos(ahead), icon=_ICON)

    with _place(pixels, tell, slots):
        yield


@contextmanager
def _place(
    pixels: int, tell: Callable[[int], None], slots: list[DeltaGenerator], *, early: bool = False
) -> Iterator[None]:
    """Hold a place for computing; `tell` writes into the slots while waiting, and they are emptied after."""
    if _held.compute:
        yield
        return
    is_heavy = pixels > HEAVY_PIXELS
    line = _heavy_line() if is_heavy else _light_line()
    with line.place(session_id() or object(), tell, early=early, size=pixels) as has_waited:
        _held.compute = True
        try:
            for slot in slots if has_waited else ():
                slot.empty()
            yield
        finally:
            _held.compute = False
            if is_heavy:
                release_memory()


@contextmanager
def _drawing_place(slot: DeltaGenerator | None) -> Iterator[None]:
    if slot is None or _held.drawing:
        yield
        return
    looks = 0

    def tell(ahead: int) -> None:
        nonlocal looks
        looks += 1
        if looks > 1 or ahead >= _DRAWING_PLACES:  # the others are done in a moment
            _notice(slot).info(
                f"{_place_in_line(ahead)} Many have come at once; your place is kept.", icon=_ICON
            )

    with _drawing_line().place(session_id(), tell) as has_waited:
        _held.drawing = True
        try:
            if has_waited:
                slot.empty()
            yield
        finally:
            _held.drawing = False


def _notice(slot: DeltaGenerator) -> DeltaGenerator:
    """Room for a message over the page, which the style sheet gives no place within it: nothing jumps."""
    return slot.container(key=f"notice_{next(_held.notices)}")


def _large_photos(ahead: int) -> str:
    return f"{_place_in_line(ahead)} New photos go first; your place is kept."


def _place_in_line(ahead: int) -> str:
    before = f"{count(ahead, 'visitor')} before you" if ahead else "you are next"
    return f"Waiting in line: {before}."

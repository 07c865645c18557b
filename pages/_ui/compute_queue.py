"""The compute queue: who may compute, and what waiting visitors read.

Photos are worked on two at a time, large ones only as far as memory allows, and three runs may begin to draw
at once. Everybody else waits in line and reads how many visitors come first. The first results of a large
photo go before everything else that large photos need.
"""

import itertools
import threading
from collections.abc import Iterator
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
_OTHERS_FIRST = "New photos go first; your place is kept."


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
    notice = None if session_id() is None else _Notice(st.empty())
    if photo is None or photo.n_pixels <= HEAVY_PIXELS:
        with _drawing_place(notice):
            yield
        return
    is_first = not _held.compute
    why = "Your place is kept." if is_new else _OTHERS_FIRST
    with _place(photo.n_pixels, notice, early=is_new, why=why), ExitStack() as until_done:
        if notice is not None and is_first:
            with notice.room:  # the spinner stands here, and what follows does not
                until_done.enter_context(st.spinner("Working on the photo …"))
        yield


@contextmanager
def compute_place(pixels: int) -> Iterator[None]:
    """Hold one of the few places for computing while the block runs, after waiting for it if need be.

    A run that has a place already, from this or from `photo_place`, keeps it.
    """
    # A download has no page to say it on.
    with _place(pixels, None if session_id() is None else _Notice(), why=_OTHERS_FIRST):
        yield


@contextmanager
def _place(pixels: int, notice: "_Notice | None", *, early: bool = False, why: str) -> Iterator[None]:
    """Hold a place for computing; the notice tells how many come first, and what the visitor should know."""
    if _held.compute:
        yield
        return
    is_heavy = pixels > HEAVY_PIXELS
    line = _heavy_line() if is_heavy else _light_line()

    def tell(ahead: int) -> None:
        if notice is not None:
            notice.say(ahead, why)

    with line.place(session_id() or object(), tell, early=early, size=pixels):
        _held.compute = True
        try:
            if notice is not None:
                notice.clear()
            yield
        finally:
            _held.compute = False
            if is_heavy:
                release_memory()


@contextmanager
def _drawing_place(notice: "_Notice | None") -> Iterator[None]:
    if notice is None or _held.drawing:
        yield
        return
    looks = 0

    def tell(ahead: int) -> None:
        nonlocal looks
        looks += 1
        if looks > 1 or ahead >= _DRAWING_PLACES:  # the others are done in a moment
            notice.say(ahead, "Many have come at once; your place is kept.")

    with _drawing_line().place(session_id(), tell):
        _held.drawing = True
        try:
            notice.clear()
            yield
        finally:
            _held.drawing = False


class _Notice:
    """A message over the page, which the style sheet gives no place within it: nothing jumps.

    Its room is drawn once, when it is first needed, and stays. Streamlit lets a container that is drawn anew
    in the same run keep what the former one held.

    Parameters
    ----------
    slot : DeltaGenerator, optional
        What holds its place on the page; without it that is where the page has come to.
    """

    def __init__(self, slot: DeltaGenerator | None = None) -> None:
        self._slot = slot
        self._parts: tuple[DeltaGenerator, DeltaGenerator] | None = None

    @property
    def room(self) -> DeltaGenerator:
        """Where the message stands."""
        return self._drawn()[0]

    def say(self, ahead: int, why: str) -> None:
        """Say how many come first, and a word on it."""
        before = f"{count(ahead, 'visitor')} before you" if ahead else "you are next"
        self._drawn()[1].info(f"Waiting in line: {before}. {why}", icon=_ICON)

    def clear(self) -> None:
        """Take the message away."""
        if self._parts is not None:
            self._parts[1].empty()

    def _drawn(self) -> tuple[DeltaGenerator, DeltaGenerator]:
        """The room and its line, which takes the place of that of a run that was stopped."""
        if self._parts is None:
            room = (self._slot or st.empty()).container(key=f"notice_{next(_held.notices)}")
            self._parts = room, room.empty()
        return self._parts

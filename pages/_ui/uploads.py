"""The compressed photos of all visitors together, with a bound in bytes."""

import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kseg_core.errors import ImageError
from pages._ui.streamlit_internals import UploadedFile, has_open_page, session_id

UPLOAD_BYTES = 260_000_000
FULL = (
    "So many photos are open here at the moment that there is no room for another. Try again in a few "
    "minutes, use a smaller file, or look at a sample until then."
)

GONE = "The server dropped this photo to make room while you were away. Choose it again."


@dataclass(slots=True, eq=False, weakref_slot=True)
class HeldFile:
    """A visitor's file; `data` is None once it was dropped to make room after the visitor had left."""

    data: bytes | None


class UploadStore:
    """The files of every session. A file counts as long as anything refers to it.

    Parameters
    ----------
    limit : int
        Bytes held at most.
    is_here : Callable
        From a session to whether its page is still open.
    """

    def __init__(self, limit: int, *, is_here: Callable[[str], bool]) -> None:
        self._limit = limit
        self._is_here = is_here
        self._files: dict[str, weakref.WeakSet[HeldFile]] = {}
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        with self._lock:
            return self._count()

    def hold(self, session: str, data: bytes) -> HeldFile:
        """Hold a file for a session. Files of visitors who have left are dropped if need be, oldest first.

        Raises
        ------
        ImageError
            If the files of the visitors who are still here leave no room.
        """
        with self._lock:
            for other in list(self._files):
                if self._count() + len(data) <= self._limit:
                    break
                if not self._is_here(other):
                    for file in self._files.pop(other):
                        file.data = None
            if self._count() + len(data) > self._limit:
                raise ImageError(FULL)
            held = HeldFile(data)
            self._files.setdefault(session, weakref.WeakSet()).add(held)
            return held

    def _count(self) -> int:
        self._files = {session: files for session, files in self._files.items() if len(files)}
        held = {
            id(file.data): len(file.data) for files in self._files.values() for file in files if file.data
        }
        return sum(held.values())


def given_name(file: UploadedFile) -> str:
    """The name of a file as its visitor knows it: browsers escape three characters on the way.

    They are those of "multipart/form-data encoding algorithm" in the HTML standard.
    """
    return file.name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


def hold_file(data: bytes) -> HeldFile:
    """Hold a file for the visitor whose page is being run. Raises `ImageError`."""
    return upload_store().hold(session_id() or "", data)


@st.cache_resource
def upload_store() -> UploadStore:
    """The files of all visitors."""
    return UploadStore(UPLOAD_BYTES, is_here=has_open_page)

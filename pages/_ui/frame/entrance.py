"""The way in: what a visitor reads while the first run of a process imports the app, on any page.

Imports nothing that takes time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages._ui.frame.layout import set_up_page
from pages._ui.streamlit_internals import disregard_folder_of_pages

_imported = threading.Event()
_run = threading.local()


@contextmanager
def imports() -> Iterator[bool]:
    """Around what app.py imports: the first time, say that the app is starting.

    Yields whether it says so. Then app.py has to run anew as soon as it has declared the pages: before that,
    Streamlit would forget which one was asked for.
    """
    if _imported.is_set():
        set_up_page()
        yield False
        return
    disregard_folder_of_pages()
    with st.empty().container(), st.spinner("Starting …"):
        set_up_page()
        yield True
    _imported.set()


def run(page: st.Page) -> None:
    """Run a page from app.py."""
    _run.inside = True
    try:
        page.run()
    finally:
        _run.inside = False


def require_app() -> None:
    """First line of every page: hand over to app.py when the page was not reached through it.

    Until someone has called `st.navigation`, Streamlit takes the files in pages/ for pages of
    its own and runs them without app.py. That happens to the first visitor after a restart
    whose link is not the front page.
    """
    if not getattr(_run, "inside", False):
        disregard_folder_of_pages()
        st.rerun()

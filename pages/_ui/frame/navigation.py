"""The pages, declared once, and the way into them when a visitor starts at one of them."""

import threading
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages._ui.frame.layout import set_up_page

_FOLDER = Path(__file__).parents[2]
_run = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    file: str
    title: str
    icon: str
    help: str


_ENTRIES = {
    "": _Entry(
        file="cluster.py",
        title="Cluster",
        icon=":material/palette:",
        help="Split the photo into K colors and compare several K side by side.",
    ),
    "elbow": _Entry(
        file="elbow.py",
        title="Elbow",
        icon=":material/show_chart:",
        help="Plot the error against K and ask which K the photo speaks for.",
    ),
    "edges": _Entry(
        file="edges.py",
        title="Edges",
        icon=":material/border_outer:",
        help="Find edges by Canny, see every stage, and choose the thresholds.",
    ),
    "explorer": _Entry(
        file="explorer.py",
        title="3D Explorer",
        icon=":material/view_in_ar:",
        help="Walk through the colors of the photo and watch K-means at work among them.",
    ),
}
"""Path in the address -> page, "" being the front page."""


def declare() -> st.Page:
    """Declare the pages to Streamlit and return the one that was asked for."""
    also_at_cluster = st.Page(
        _FOLDER / _ENTRIES[""].file, title="Cluster", url_path="cluster", visibility="hidden"
    )
    return st.navigation([*(page_at(path) for path in _ENTRIES), also_at_cluster])


def page_at(path: str) -> st.Page:
    """The page at a path of the address, for links to it; "" is the front page."""
    entry = _ENTRIES[path]
    return st.Page(
        _FOLDER / entry.file,
        title=entry.title,
        icon=entry.icon,
        url_path=path or "compare",
        default=not path,
        help=entry.help,
    )


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
        set_up_page()
        declare()
        st.rerun()

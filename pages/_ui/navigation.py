"""The pages, declared once, and the way into them when a visitor starts at one of them."""

import threading
from pathlib import Path

import streamlit as st

from pages._ui.layout import set_up_page

_PAGES = Path(__file__).parents[1]
_CLUSTER = _PAGES / "cluster.py"
_run = threading.local()


def declare() -> st.Page:
    """Declare the pages to Streamlit and return the one that was asked for."""
    return st.navigation(
        [
            cluster_page(),
            st.Page(_CLUSTER, title="Cluster", url_path="cluster", visibility="hidden"),
            elbow_page(),
            edges_page(),
            explorer_page(),
        ]
    )


def cluster_page() -> st.Page:
    """The front page, for links to it."""
    return st.Page(
        _CLUSTER,
        title="Cluster",
        icon=":material/palette:",
        url_path="compare",
        default=True,
        help="Split the photo into K colors and compare several K side by side.",
    )


def elbow_page() -> st.Page:
    """The page of the elbow curve, for links to it."""
    return st.Page(
        _PAGES / "elbow.py",
        title="Elbow",
        icon=":material/show_chart:",
        url_path="elbow",
        help="Plot the error against K and ask which K the photo speaks for.",
    )


def edges_page() -> st.Page:
    """The page of edges, for links to it."""
    return st.Page(
        _PAGES / "edges.py",
        title="Edges",
        icon=":material/border_outer:",
        url_path="edges",
        help="Find edges by Canny, see every stage, and choose the thresholds.",
    )


def explorer_page() -> st.Page:
    """The page of the color cloud, for links to it."""
    return st.Page(
        _PAGES / "explorer.py",
        title="3D Explorer",
        icon=":material/view_in_ar:",
        url_path="explorer",
        help="Walk through the colors of the photo and watch K-means at work among them.",
    )


def page_at(path: str) -> st.Page:
    """The page at a path of the address, "" being the front page."""
    pages = {"": cluster_page, "elbow": elbow_page, "edges": edges_page, "explorer": explorer_page}
    return pages[path]()


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

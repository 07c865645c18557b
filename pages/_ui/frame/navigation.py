"""The pages as Streamlit knows them, and links to them."""

from pathlib import Path

import streamlit as st

from pages._ui.declarations import PAGES
from pages._ui.declarations.lessons import LESSON
from pages._ui.declarations.page import Example, PageDeclaration
from pages._ui.state import DEFAULTS, EVERYTHING, FRESH

_FOLDER = Path(__file__).parents[2]


def declare() -> st.Page:
    """Declare the pages to Streamlit and return the one that was asked for."""
    front = PAGES[0]
    also_by_name = st.Page(
        _FOLDER / front.file, title=front.title, url_path=front.title.lower(), visibility="hidden"
    )
    return st.navigation([*map(_page, PAGES), also_by_name])


def page_at(path: str) -> st.Page:
    """The page at a path of the address, for links to it; "" is the front page."""
    return next(_page(each) for each in PAGES if each.path == path)


def draw_link(
    example: Example,
    label: str,
    *,
    name: str = "",
    icon: str = ":material/play_circle:",
    help: str | None = None,
) -> None:
    """Draw a link to an example, which replaces the present view. One that is no lesson has a name."""
    # Streamlit carries the color space of the present view along, in front of what the link says.
    view = {"space": DEFAULTS["space"], LESSON: name, **example.view}
    st.page_link(
        page_at(example.path),
        label=label,
        icon=icon,
        help=help,
        query_params={**view, FRESH: EVERYTHING},
    )


def _page(declared: PageDeclaration) -> st.Page:
    return st.Page(
        _FOLDER / declared.file,
        title=declared.title,
        icon=declared.icon,
        url_path=declared.path or "compare",
        default=not declared.path,
        help=declared.help,
    )

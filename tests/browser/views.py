"""A walk through every page and every mode of it, as a visitor would click through them."""

from collections.abc import Iterator, Mapping, Sequence

from playwright.sync_api import Locator, Page

from pages._ui.declarations import PAGES
from pages._ui.declarations.page import PageDeclaration
from tests.browser.idle import settled

HOW = "How it works"
PATIENCE = 90
"""Seconds until a view must stand; a curve in every color space takes its time on a busy machine."""

_WITHIN = {
    "": ["Engine: fast", "Samples", "Camera", "Crop and turn", "Share", "Lessons"],
    "edges": ["Settings"],
    "Look closer": ["Pick", "View", "Segmentation", "Edit palette", "Take away"],
    "Measure": ["Segmentation", "Region", "Scale", "Objects", "How sure", "Each color a class", "Take away"],
    "Series": ["Try it with three samples"],
}
"""Path of a page, or name of one of its sections -> names of what else to press there."""


def _stops(page: PageDeclaration) -> list[str]:
    names = [HOW, *_WITHIN.get(page.path, [])]
    for key, choices in reversed(page.sections.items()):
        for choice in choices:
            if choice != page.defaults[key]:
                names += [choice, *_WITHIN.get(choice, [])]
    return names


STOPS = {page.path: _stops(page) for page in PAGES}
"""Page -> names of what to press there, one after the other."""

OVER_THE_PAGE = "[role=dialog], [data-testid=stPopoverBody]"
_UNFOLD = "[data-testid=stExpandSidebarButton]"
_FOLD = "[data-testid=stSidebarCollapseButton] button"
_SIDEBAR_COVERS = 768


def walk(
    page: Page, url: str, query: str, *, stops: Mapping[str, Sequence[str]] = STOPS, quiet: float = 0.4
) -> Iterator[str]:
    """Go through the pages, each opened with this query, and yield the name of each view while it is open."""
    for path, names in stops.items():
        here = path or "cluster"
        page.goto(f"{url}/{path}?{query}")
        settled(page, timeout=PATIENCE, quiet=quiet)
        _slide(page, _FOLD)
        yield here
        for name in names:
            press(page, name)
            settled(page, timeout=PATIENCE, quiet=quiet)
            yield f"{here}-{name.lower().replace(' ', '-').replace(':', '')}"
            if page.locator(OVER_THE_PAGE).count():
                page.keyboard.press("Escape")
                page.locator(OVER_THE_PAGE).first.wait_for(state="detached")


def press(page: Page, name: str) -> None:
    """Press what has this name; on a phone the sidebar is unfolded or folded away for that."""
    target = _named(page, name)
    in_sidebar = target.locator("xpath=ancestor::*[@data-testid='stSidebar']").count() > 0
    _slide(page, _UNFOLD if in_sidebar else _FOLD)
    target.click()


def _slide(page: Page, handle: str) -> None:
    """Bring the sidebar or put it away, where it covers the page."""
    narrow = page.viewport_size is not None and page.viewport_size["width"] < _SIDEBAR_COVERS
    if narrow and page.locator(handle).is_visible():
        page.locator(handle).click()
        page.wait_for_timeout(500)


def _named(page: Page, name: str) -> Locator:
    found = page.get_by_role("button", name=name, exact=True)
    for role in ("radio", "tab"):
        found = found.or_(page.get_by_role(role, name=name, exact=True))
    return found.or_(page.locator("summary", has_text=name)).first

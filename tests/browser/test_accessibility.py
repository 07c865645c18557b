"""The pages and their modes: axe finds nothing serious, nothing scrolls sideways, every picture is described.

The same for every view there is, with pictures of all: ``python -m tests.browser.screenshots FOLDER``.
"""

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, Windows
from tests.browser.inspection import CONTRAST, axe_findings, nameless_pictures, scrolls_sideways
from tests.browser.views import HOW, OVER_THE_PAGE, walk
from tests.browser.views import STOPS as ALL_STOPS
from tests.conftest import AppServer

_CHOSEN = {
    "": [HOW, "Look closer"],
    "elbow": [],
    "edges": ["One pixel"],
    "explorer": ["K-means step by step"],
}
STOPS = {path: _CHOSEN.get(path, stops) for path, stops in ALL_STOPS.items()}
"""Of the pages that have many views, those that look least alike."""
SMALL = "sample=Two+reds&elbow_max=3&elbow_starts=false&elbow_runs=5&edge_x=90&edge_y=90"
NARROW = {"width": 360, "height": DESKTOP["height"]}
PATIENCE = 1000


@dataclass(slots=True)
class Findings:
    """What is wrong, each with the name of its view."""

    serious: list[tuple[str, ...]] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    nameless: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def findings(windows: Windows, app_server: AppServer) -> Findings:
    """One walk through the app with all instruments."""
    page = windows.take().new_page()
    page.add_init_script(AXE_SCRIPT)
    found = Findings()
    for number, view in enumerate(walk(page, app_server.url, SMALL, stops=STOPS, quiet=0.2)):
        found.nameless += [(view, html) for html in nameless_pictures(page)]
        found.serious += [(view, "light", *each) for each in axe_findings(page, whole=number == 0)]
        if "-" not in view:  # colors are the theme's, so the first view of a page is enough
            found.serious += [(view, "dark", *each) for each in _in_the_dark(page)]
        if not page.locator(OVER_THE_PAGE).count():
            page.set_viewport_size(NARROW)
            if scrolls_sideways(page):
                found.sideways.append(view)
            page.set_viewport_size(DESKTOP)
    windows.clean()
    return found


def _in_the_dark(page: Page) -> list[tuple[str, str, str]]:
    page.emulate_media(color_scheme="dark")
    seen = axe_findings(page, CONTRAST, whole=False)
    if seen:  # in the midst of the change, maybe
        page.wait_for_timeout(PATIENCE)
        seen = axe_findings(page, CONTRAST, whole=False)
    page.emulate_media(color_scheme="light")
    return seen


def test_axe_finds_nothing_serious(findings: Findings):
    assert findings.serious == []


def test_nothing_scrolls_sideways_on_a_phone(findings: Findings):
    assert findings.sideways == []


def test_every_picture_has_a_name(findings: Findings):
    assert findings.nameless == []

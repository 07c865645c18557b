"""Links: the address is the view, for everyone and also right after a restart."""

from collections.abc import Callable

from playwright.sync_api import Page

from kseg_core import KMeansSettings, segment
from kseg_core.samples.gallery import load_sample
from pages._ui.declarations import PAGES
from tests.app.visit import hexes
from tests.browser.idle import settled
from tests.browser.journey import add_k, address, facts, no_exception, palettes, state, titles, visit
from tests.conftest import AppServer

WATCH_NAMES = """window.names = new Set();
const look = () => document.querySelectorAll('[data-testid=stSidebarNavLink]')
  .forEach(link => window.names.add(link.innerText.trim()));
new MutationObserver(look).observe(document, {childList: true, subtree: true});"""


def test_a_link_is_answered_as_the_first_visit_after_a_restart(
    page: Page, fresh_app: Callable[..., AppServer]
):
    page.add_init_script(WATCH_NAMES)
    visit(page, f"{fresh_app().url}/cluster?sample=Shoreline&k=2&k=4&seed=7")
    no_exception(page)
    names = page.evaluate("[...window.names].map(name => name.split('\\n').pop())")
    assert set(names) == {declared.title for declared in PAGES}
    assert titles(page) == ["Original", "K = 2", "K = 4"]
    assert "Shoreline" in facts(page)
    image = load_sample("Shoreline")
    assert palettes(page) == [hexes(segment(image, KMeansSettings(k=k, seed=7))) for k in (2, 4)]
    add_k(page, 5)
    assert titles(page) == ["Original", "K = 2", "K = 4", "K = 5"]
    assert palettes(page)[2] == hexes(segment(image, KMeansSettings(k=5, seed=7)))
    assert address(page) == {"sample": ["Shoreline"], "k": ["2", "4", "5"], "seed": ["7"]}
    before = state(page)
    page.reload()
    settled(page)
    assert state(page) == before

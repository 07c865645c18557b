"""Pictures of the app as it is.

    python -m tests.browser.screenshots

writes those in the README into docs/. With a folder, for example

    python -m tests.browser.screenshots /tmp/pictures

every page and every mode goes there as PNG, as long as it is, on a phone, two laptops and a projector, light
and dark: the name says which. What `tests.browser.inspection` finds in them is printed.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kseg_core.samples.gallery import DEFAULT_SAMPLE
from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.inspection import axe_findings, nameless_pictures, scrolls_sideways
from tests.browser.install import MISSING, find_chromium
from tests.browser.journey import visit
from tests.browser.views import OVER_THE_PAGE, walk
from tests.conftest import ROOT, AppServer

README_VIEWS = {
    "cluster": "/",
    "closer": "/?mode=Look+closer&sample=Cat&closer_k=6",
    "measure": "/?sample=Plants&mode=Measure&closer_k=6&classes=leaves.2e9e3c.2-4&region=r.60.80.899.559"
    "&scale=12_cm_given",
    "elbow": "/elbow?sample=Discs",
    "edges": "/edges?sample=Astronaut",
    "explorer": "/explorer?explore_paint=Cluster",
    "steps": "/explorer?sample=Discs&explore_section=K-means+step+by+step&explore_k=6"
    "&explore_start=Leftmost+points&explore_beside=k-means%2B%2B",
}
"""File in docs/ -> address."""

LAST_STEP = "To the end"
QUALITY = 88
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SCREENS = {
    "390": PHONE,
    "1366": {"viewport": {"width": 1366, "height": 768}},
    "1440": {"viewport": DESKTOP},
    "1920": {"viewport": {"width": 1920, "height": 1080}},
}
"""Width in the name of a picture -> options of the browser's context."""

_HEADER = 64
_SCROLL = """top => {
  const main = document.querySelector('[data-testid=stMain]')
  main.scrollTop = top
  return [main.scrollTop, main.scrollHeight]
}"""


@contextmanager
def studio() -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of an app of its own."""
    path = find_chromium()
    if path is None:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer("app.py", Path(folder) / "server.log")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser, server.url
        finally:
            browser.close()
            server.stop()


def photograph_for_readme() -> None:
    """Take the pictures in docs/ anew."""
    with studio() as (browser, url):
        for name, address in README_VIEWS.items():
            page = browser.new_page(viewport=DESKTOP, color_scheme="light", device_scale_factor=1.5)
            visit(page, url + address)
            page.wait_for_timeout(1500)
            if name == "steps":
                page.get_by_role("button", name=LAST_STEP).click()
                page.wait_for_timeout(1000)
            picture = _seen(page).convert("RGB")
            picture.save(ROOT / "docs" / f"{name}.webp", quality=QUALITY, method=6)
            page.close()


def photograph_everything(folder: Path) -> None:
    """Take every view on every screen in both themes."""
    folder.mkdir(parents=True, exist_ok=True)
    with studio() as (browser, url):
        for screen, options in SCREENS.items():
            for theme in ("light", "dark"):
                context = browser.new_context(**options, color_scheme=theme)
                page = context.new_page()
                page.add_init_script(AXE_SCRIPT)
                for name in walk(page, url, f"sample={DEFAULT_SAMPLE}"):
                    page.wait_for_timeout(700)
                    picture = _seen(page) if page.locator(OVER_THE_PAGE).count() else _whole(page)
                    picture.save(folder / f"{name}-{screen}-{theme}.png")
                    print(f"{name}-{screen}-{theme}", *_faults(page), sep="\n  ", flush=True)
                context.close()


def _faults(page: Page) -> list[str]:
    found = [" ".join(each) for each in axe_findings(page)]
    found += [f"nameless {html}" for html in nameless_pictures(page)]
    return found + ["scrolls sideways"] * scrolls_sideways(page)


def _seen(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot()))


def _whole(page: Page) -> Image.Image:
    """The page from top to bottom, a screen at a time: on one tall screen it would be another page."""
    top, length = page.evaluate(_SCROLL, 0)
    page.wait_for_timeout(150)
    first = _seen(page)
    whole = Image.new("RGB", (first.width, max(length, first.height)))
    whole.paste(first)
    while top + first.height < length:
        top, length = page.evaluate(_SCROLL, top + first.height - _HEADER)
        page.wait_for_timeout(150)
        below = _seen(page).crop((0, _HEADER, first.width, first.height))
        whole.paste(below, (0, top + _HEADER))
    page.evaluate(_SCROLL, 0)
    return whole


if __name__ == "__main__":
    if len(sys.argv) > 1:
        photograph_everything(Path(sys.argv[1]))
    else:
        photograph_for_readme()

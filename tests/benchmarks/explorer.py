"""The 3D Explorer as a visitor meets it: the first cloud, a new K, another coloring, and what is sent.

    python -m tests.benchmarks.explorer [--repeats 5]

In Chromium, with WebGL in software, on a sample and on a photo of 12 megapixels. The first cloud counts from
the click on the page's name until it is drawn; a new K from the key until the legend has it; a coloring from
the click until its scale stands below the cloud. Beside them the same moments of a page that does nothing:
its heading after a click, and its text after a key. A new K is asked for that was not looked at before.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from tests.benchmarks.photos import made_photo
from tests.benchmarks.server import serve
from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.idle import settled
from tests.browser.install import MISSING, find_chromium

KS = (6, 8, 10, 12)
_BINARY = 2
_EMPTY = """import streamlit as st


def first():
    st.header("First")


def second():
    st.header("Second")
    with st.container(key="explore_k"):
        k = st.slider("K", 2, 32, 5)
    st.html(f'<div class="legend">{"<span></span>" * k}</div>')


st.navigation([st.Page(first, title="Cluster"), st.Page(second, title="3D Explorer")]).run()
"""
_WATCH = """([event, done]) => {
  delete window.ksegTook
  const inside = (selector) => [...document.querySelectorAll('.st-key-cloud_viewer *, body')]
    .map((host) => (host.shadowRoot ?? host).querySelector(selector)).find(Boolean)
  let from
  addEventListener(event, () => { from = performance.now() }, { capture: true, once: true })
  const look = () => {
    if (from !== undefined && eval(done)) window.ksegTook = (performance.now() - from) / 1000
    else setTimeout(look, 5)
  }
  look()
}"""
_HEADING = "document.querySelector('[data-testid=stMain] h2')?.innerText === 'Second'"
_DRAWN = "inside('.stage')?.dataset.camera && inside('.wait')?.hidden"
_KNOWS = "inside('.legend')?.children.length === {k}"
_SCALED = "inside('.heat')?.hidden === false"
_PATIENCE = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.explorer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    photos = {"a sample": None, "12 megapixels": made_photo(noisy=False, quick=False).data}
    rows: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for _ in range(options.repeats):
            with serve(empty) as server:
                rows.setdefault("a page that does nothing", []).append(_nothing(browser, server.url))
            for name, photo in photos.items():
                with serve() as server:
                    rows.setdefault(name, []).append(_explored(browser, server.url, photo))
        browser.close()
    sights = list(rows["12 megapixels"][0])
    print(f"\n| median of {options.repeats} | " + " | ".join(sights) + " |")
    print("|---|" + "---|" * len(sights))
    for name, seen in rows.items():
        medians = (
            statistics.median(each[sight] for each in seen) if sight in seen[0] else None for sight in sights
        )
        print(f"| {name} | " + " | ".join("" if each is None else f"{each:.3g}" for each in medians) + " |")


@contextmanager
def _visited(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(url)
    settled(page)
    yield page
    context.close()


def _nothing(browser: Browser, url: str) -> dict[str, float]:
    with _visited(browser, url) as page:
        seen = {"first cloud, s": _go_to_explorer(page, _HEADING)}
        return seen | {f"K = {k}, s": _another_k(page, k) for k in KS}


def _explored(browser: Browser, url: str, photo: bytes | None) -> dict[str, float]:
    with _visited(browser, url) as page:
        if photo is not None:
            file = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=photo)
            page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
            page.get_by_text("4,000 × 3,000 pixels").wait_for()
            settled(page)
        with _received(page) as sizes:
            seen = {"first cloud, s": _go_to_explorer(page, _DRAWN)}
        sent = {"cloud, kB": sum(sizes) / 1000}
        seen |= {f"K = {k}, s": _another_k(page, k) for k in KS}
        with _received(page) as sizes:
            seen["distance, s"] = _took(
                page, "click", _SCALED, page.get_by_role("radio", name="Distance").click
            )
        return seen | sent | {"distance, kB": sum(sizes) / 1000}


def _go_to_explorer(page: Page, done: str) -> float:
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="3D Explorer")
    return _took(page, "click", done, link.click)


def _another_k(page: Page, k: int) -> float:
    """Seconds from the key that asks for K to its legend; the slider is brought to K - 1 before."""
    slider = page.locator(".st-key-explore_k").get_by_role("slider")
    slider.focus()
    while int(slider.input_value()) < k - 1:
        page.keyboard.press("ArrowRight")
        settled(page)
    return _took(page, "keydown", _KNOWS.format(k=k), lambda: page.keyboard.press("ArrowRight"))


def _took(page: Page, event: str, done: str, act: Callable[[], None]) -> float:
    """Seconds from an event in the page until something holds there."""
    page.evaluate(_WATCH, [event, done])
    act()
    page.wait_for_function("window.ksegTook", polling=50, timeout=_PATIENCE)
    settled(page)
    took: float = page.evaluate("window.ksegTook")
    return took


@contextmanager
def _received(page: Page) -> Iterator[list[float]]:
    """The bytes that come meanwhile, by WebSocket and by HTTP."""
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.on("Network.webSocketFrameReceived", lambda event: sizes.append(_bytes_of(event["response"])))
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    yield sizes
    session.detach()


def _bytes_of(frame: Mapping[str, Any]) -> float:
    return len(frame["payloadData"]) * (0.75 if frame["opcode"] == _BINARY else 1)


if __name__ == "__main__":
    main()

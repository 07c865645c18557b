"""Chromium and its pages. A console error fails the test that it happened in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.install import MISSING, find_chromium
from tests.conftest import AppServer

expect.set_options(timeout=30_000)  # milliseconds: a busy machine is slow, not wrong

DESKTOP = {"width": 1440, "height": 900}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile",
}
"""One for all tests: each further kind of context compiles the scripts of the app anew."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # WebGL without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Pages of one context share a process, which has compiled the app's scripts already.
    "--process-per-site",
    # Visits are short: what an optimizing compiler makes would hardly run.
    "--js-flags=--no-opt --no-maglev",
]


HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


class Windows:
    """Browser contexts for one visitor after another.

    What a visitor leaves behind goes. A page that stays open keeps what the browser has compiled of the
    app's scripts, which is half the work of a first visit.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._free: dict[str, list[BrowserContext]] = {}
        self._taken: list[tuple[str, BrowserContext]] = []

    def take(self, **options: object) -> BrowserContext:
        """A context that nobody else uses, with the options of ``new_context``; by default a desktop."""
        whole = {"viewport": DESKTOP, "color_scheme": "light"} | options
        kind = repr(whole)
        free = self._free.setdefault(kind, [])
        context = free.pop() if free else self._open(whole)
        self._taken.append((kind, context))
        return context

    def clean(self) -> None:
        """Take all of them back."""
        while self._taken:
            kind, context = self._taken.pop()
            stays, *visited = context.pages
            for page in visited:
                page.close()
            stays.evaluate("localStorage.clear()")
            context.clear_cookies()
            context.clear_permissions()
            self._free[kind].append(context)

    def _open(self, options: dict[str, object]) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.new_page().goto(f"{self._url}/_stcore/health")
        return context


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str, playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, app_server: AppServer) -> Windows:
    return Windows(browser, app_server.url)


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """The errors in the consoles of the test's pages. A test that expects some clears the list."""
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def new_page(windows: Windows, console_errors: list[str]) -> Iterator[Callable[..., Page]]:
    """A function that opens the page of a new visitor; it takes the options of a context, such as `PHONE`."""

    def on_console(message: ConsoleMessage) -> None:
        # Below a page's path Streamlit first asks for <page>/_stcore/..., which is not there.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            console_errors.append(message.text)

    def open_page(**options: object) -> Page:
        page = windows.take(**options).new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        return page

    yield open_page
    windows.clean()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A new visitor at a desktop, nothing opened yet: ``page.goto(app_url)``, then ``settled(page)``."""
    return new_page()

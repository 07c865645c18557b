"""Chromium and its pages. A console error fails the test that it happened in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.browser.install import MISSING, find_chromium

expect.set_options(timeout=30_000)  # milliseconds: a busy machine is slow, not wrong

DESKTOP = {"width": 1440, "height": 900}
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
]


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


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """The errors in the consoles of the test's pages. A test that expects some clears the list."""
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def new_page(browser: Browser, console_errors: list[str]) -> Iterator[Callable[..., Page]]:
    """A function that opens the page of a new visitor; it takes the options of ``new_context``.

    For example ``new_page(viewport={"width": 390, "height": 844}, has_touch=True)``.
    """
    contexts = []

    def on_console(message: ConsoleMessage) -> None:
        # Below a page's path Streamlit first asks for <page>/_stcore/..., which is not there.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            console_errors.append(message.text)

    def open_page(**options: object) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "color_scheme": "light"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A new visitor at a desktop, nothing opened yet: ``page.goto(app_url)``, then ``settled(page)``."""
    return new_page()

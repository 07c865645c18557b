"""A phone, and the dark theme."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.journey import (
    PICTURES,
    UPLOADER,
    YOUR_PHOTO,
    boxes,
    no_exception,
    sizes,
    tall,
    titles,
    upload,
    visit,
)

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8"))
_OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const page = document.scrollingElement;
  return [main.scrollWidth - main.clientWidth, page.scrollWidth - window.innerWidth];
}"""


FOLDED = "[data-testid=stExpandSidebarButton]"
_SOURCES = "images => images.map(image => image.getAttribute('href'))"
_WIDE = "least => document.querySelector('.js-plotly-plot image').getBoundingClientRect().width > least"


def offered(page: Page) -> str:
    """What the uploader asks the system for when it is opened."""
    return page.locator(UPLOADER).evaluate("input => { input.click(); return input.accept }")


def swipe(page: Page, selector: str, distance: int) -> None:
    """Draw a finger over the middle of something, to the left."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = 300, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for step in range(11):
        point = {"x": x - distance * step / 10, "y": y}
        session.send(
            "Input.dispatchTouchEvent",
            {"type": "touchMove" if step else "touchStart", "touchPoints": [point]},
        )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_on_a_phone_two_pictures_stand_abreast_and_the_rest_is_swiped(
    new_page: Callable[..., Page], app_url: str
):
    page = new_page(**PHONE)
    visit(page, f"{app_url}/?sample=Two+reds&k=2&k=3")
    no_exception(page)
    assert offered(page) == "image/*", "Android then has its photo picker"
    assert page.evaluate(_OVERFLOW) == [0, 0]
    assert len(sizes(page)) == 3
    page.wait_for_function(_WIDE, arg=150)
    row = page.locator(".st-key-row")
    first, second = (page.locator(".js-plotly-plot image").nth(n).bounding_box() for n in (0, 1))
    assert first is not None
    assert second is not None
    assert second["x"] > first["x"] + first["width"]
    assert second["width"] == pytest.approx(first["width"], abs=1)
    assert second["x"] + second["width"] <= 390
    assert row.evaluate("row => row.scrollWidth - row.clientWidth") > 140
    assert row.evaluate("row => row.scrollLeft") == 0
    swipe(page, ".js-plotly-plot", 250)
    page.wait_for_function("document.querySelector('.st-key-row').scrollLeft > 100")
    assert page.evaluate(_OVERFLOW) == [0, 0]


def test_the_dark_theme_is_dark_and_whole(page: Page, app_url: str):
    page.emulate_media(color_scheme="dark")
    visit(page, f"{app_url}/?sample=Two+reds&k=2")
    no_exception(page)
    assert titles(page) == ["Original", "K = 2"]
    assert offered(page) == ""
    background = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    color = CONFIG["theme"]["dark"]["backgroundColor"]
    assert background == "rgb({}, {}, {})".format(*bytes.fromhex(color[1:]))


def test_on_a_phone_the_pictures_come_first_and_the_photo_is_under_the_finger(
    new_page: Callable[..., Page], app_url: str
):
    page = new_page(**PHONE)
    visit(page, app_url)
    wide = boxes(page.locator(PICTURES))
    assert len(wide) == 4
    assert min(box["y"] for box in wide) <= 300
    assert max(box["x"] + box["width"] for box in wide) <= 390
    page.locator(FOLDED).tap()
    page.locator(FOLDED).wait_for(state="detached")
    upload(page, "tall.png", tall())
    page.locator(FOLDED).wait_for()
    assert sizes(page) == [[200, 300]] * 4
    photo, result, *_ = boxes(page.locator(PICTURES))
    assert photo["y"] <= 300
    assert result["x"] + result["width"] <= 390
    before = page.locator(PICTURES).evaluate_all(_SOURCES)
    finger = {"x": result["x"] + result["width"] / 2, "y": result["y"] + result["height"] / 2}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    page.wait_for_timeout(300)
    assert page.locator(PICTURES).evaluate_all(_SOURCES) == [before[0], before[0], *before[2:]]
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.locator(PICTURES).evaluate_all(_SOURCES) == before
    with page.expect_file_chooser():
        page.locator(YOUR_PHOTO).tap()

"""A phone, and the dark theme."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.journey import UPLOADER, no_exception, sizes, titles, visit

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8"))
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/140.0 Mobile",
}
_OVERFLOW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const page = document.scrollingElement;
  return [main.scrollWidth - main.clientWidth, page.scrollWidth - window.innerWidth];
}"""


_WIDE = "least => document.querySelector('.js-plotly-plot image').getBoundingClientRect().width > least"


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


def test_on_a_phone_wide_pictures_are_all_in_sight(new_page: Callable[..., Page], app_url: str):
    page = new_page(**PHONE)
    visit(page, f"{app_url}/?sample=Two+reds&k=2&k=3&k=4")
    no_exception(page)
    assert page.evaluate(_OVERFLOW) == [0, 0]
    boxes = [image.bounding_box() for image in page.locator(".js-plotly-plot image").all()]
    assert len(boxes) == 4
    for box in boxes:
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["viewport"]["width"]


def test_on_a_phone_the_uploader_opens_the_photo_picker(new_page: Callable[..., Page], app_url: str):
    for device, offered in ((PHONE, "image/*"), ({}, "")):
        page = new_page(**device)
        visit(page, f"{app_url}/?sample=Two+reds&k=2")
        assert page.locator(UPLOADER).evaluate("input => { input.click(); return input.accept }") == offered


def test_on_a_phone_two_pictures_stand_abreast_and_the_rest_is_swiped(
    new_page: Callable[..., Page], app_url: str
):
    page = new_page(**PHONE)
    visit(page, f"{app_url}/?sample=Two+reds&k=2&k=3")
    no_exception(page)
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


def test_the_dark_theme_is_dark_and_whole(new_page: Callable[..., Page], app_url: str):
    page = new_page(color_scheme="dark")
    visit(page, f"{app_url}/?sample=Two+reds&k=2")
    no_exception(page)
    assert titles(page) == ["Original", "K = 2"]
    background = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    color = CONFIG["theme"]["dark"]["backgroundColor"]
    assert background == "rgb({}, {}, {})".format(*bytes.fromhex(color[1:]))

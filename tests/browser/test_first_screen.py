"""What is in sight without scrolling on the screens people use, and what fills the screen of a projector."""

import pytest
from playwright.sync_api import Page

from kseg_core import KMeansSettings, segment
from kseg_core.samples.gallery import load_sample
from tests.app.visit import hexes
from tests.browser.idle import settled
from tests.browser.journey import (
    PICTURES,
    YOUR_PHOTO,
    address,
    boxes,
    no_exception,
    palettes,
    sizes,
    tall,
    titles,
    upload,
    visit,
)

SCREENS = ((1366, 768), (1920, 1080))
SAMPLES = "[class*=st-key-quick_] button:visible"


def test_photo_results_and_palettes_are_in_sight(page: Page, app_url: str):
    visit(page, app_url)
    no_exception(page)
    assert titles(page) == ["Original", "K = 3", "K = 5", "K = 7"]
    assert palettes(page) == [hexes(segment(load_sample("Coffee"), KMeansSettings(k=k))) for k in (3, 5, 7)]
    assert address(page) == {"sample": ["Coffee"]}
    everything_is_in_sight(page)
    page.locator(".st-key-quick_Astronaut button:visible").click()
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot image').length === 4")
    settled(page)
    assert sizes(page) == [[512, 512]] * 4
    everything_is_in_sight(page)
    upload(page, "tall.png", tall())
    assert sizes(page) == [[200, 300]] * 4
    everything_is_in_sight(page)

    lines = page.locator(".card summary")
    assert lines.nth(0).inner_text().endswith(" a pixel")
    assert page.locator(".card dl:visible").count() == 0
    lines.nth(1).click()
    page.locator(".card details[open]").nth(2).wait_for()
    assert [numbers.is_visible() for numbers in page.locator(".card dl").all()] == [True] * 3


def everything_is_in_sight(page: Page) -> None:
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        settled(page, quiet=0.2)
        pictures, swatches = boxes(page.locator(PICTURES)), boxes(page.locator(".swatches button"))
        assert len(pictures) == 4
        assert len(swatches) == 3 + 5 + 7
        assert min(box["y"] for box in pictures) <= 180
        for box in [*pictures, *swatches]:
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        before = boxes(page.locator(f"{YOUR_PHOTO}, {SAMPLES}"))
        assert len(before) == 1 + 4
        assert max(box["y"] + box["height"] for box in before) < min(box["y"] for box in pictures)
    assert all(text.startswith("#") for text in page.locator(".swatches button").all_inner_texts())


@pytest.mark.parametrize(
    ("path", "stage", "k"),
    [
        ("/", PICTURES, "k=4&k=6&k=8"),
        ("/explorer", "canvas", "explore_k=6"),
    ],
    ids=["Cluster", "3D Explorer"],
)
def test_a_presentation_fills_the_screen(page: Page, app_url: str, path: str, stage: str, k: str):
    visit(page, f"{app_url}{path}?sample=Coffee")
    before = max(box["height"] for box in boxes(page.locator(stage)))
    page.keyboard.press("f")
    page.locator(".st-key-presenter").wait_for()
    settled(page)
    assert not page.get_by_test_id("stSidebar").is_visible()
    assert not page.get_by_role("heading", name="One photo").is_visible()
    assert max(box["height"] for box in boxes(page.locator(stage))) > 1.05 * before
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{k}*")
    settled(page)
    page.keyboard.press("Escape")
    page.locator(".st-key-presenter").wait_for(state="detached")
    settled(page)
    assert page.get_by_test_id("stSidebar").is_visible()
    assert "present" not in address(page)
    no_exception(page)

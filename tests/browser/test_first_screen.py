"""What is in sight without scrolling on the screens people use, and what fills the screen of a projector."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import FloatRect, Locator, Page

from tests.app.visit import png
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, sizes, upload, visit

SCREENS = ((1366, 768), (1440, 900), (1920, 1080))
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PICTURES = ".js-plotly-plot image"
YOUR_PHOTO = ".st-key-your_photo button:visible"
SAMPLES = "[class*=st-key-quick_] button:visible"
FOLDED = "[data-testid=stExpandSidebarButton]"
_SOURCES = "images => images.map(image => image.getAttribute('href'))"


def boxes(things: Locator) -> list[FloatRect]:
    found = [thing.bounding_box() for thing in things.all()]
    return [box for box in found if box is not None]


def tall() -> bytes:
    """A portrait of a few hundred colors."""
    rows, columns = np.mgrid[0:300, 0:200]
    return png(
        np.stack([rows // 20 * 17, columns // 25 * 30, (rows + columns) // 40 * 20], axis=2).astype(np.uint8)
    )


@pytest.mark.parametrize("sample", ["Coffee", "Astronaut", ""], ids=["landscape", "square", "portrait"])
def test_photo_results_and_palettes_are_in_sight(page: Page, app_url: str, sample: str):
    visit(page, f"{app_url}/?sample={sample or 'Coffee'}")
    if not sample:
        upload(page, "tall.png", tall())
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
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
    texts = page.locator(".swatches button").all_inner_texts()
    assert all(text.startswith("#") for text in texts)


def test_a_line_of_numbers_opens_on_all_cards_at_once(page: Page, app_url: str):
    visit(page, app_url)
    lines = page.locator(".card summary")
    assert lines.nth(0).inner_text() == "79 % of the variance, WCSS 2,185 a pixel"
    assert page.locator(".card dl:visible").count() == 0
    lines.nth(1).click()
    page.wait_for_function("document.querySelectorAll('.st-key-result_2').length")
    assert [numbers.is_visible() for numbers in page.locator(".card dl").all()] == [True] * 3


def test_on_a_phone_the_pictures_come_first_and_the_photo_is_under_the_finger(
    new_page: Callable[..., Page], app_url: str
):
    page = new_page(**PHONE)
    visit(page, app_url)
    assert min(box["y"] for box in boxes(page.locator(PICTURES))) <= 300
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


@pytest.mark.parametrize(
    ("path", "stage", "k"),
    [
        ("/", PICTURES, "k=4&k=6&k=8"),
        ("/elbow", ".js-plotly-plot .main-svg", "elbow_k=4"),
        ("/explorer", "canvas", "explore_k=6"),
    ],
    ids=["Cluster", "Elbow", "3D Explorer"],
)
def test_a_presentation_fills_the_screen(page: Page, app_url: str, path: str, stage: str, k: str):
    visit(page, f"{app_url}{path}?sample=Coffee&elbow_max=4&elbow_k=3")
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

"""Ways of giving a photo of one's own, and what happens to it."""

import base64

from playwright.sync_api import Locator, Page, Position, expect

from kseg_core import decode_image
from tests.app.visit import noise, png
from tests.browser.idle import settled
from tests.browser.journey import UPLOADER, address, facts, palettes, sizes, titles, upload, visit

MINE = png(noise(30, 50))
START = "?sample=Two+reds&k=2"
TRANSFERS = "**/upload_file/**"
_DROP = """(content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carrier = new DataTransfer();
  carrier.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
  return carrier;
}"""
_COPY = """async (content) => {
  const blob = await (await fetch('data:image/png;base64,' + content)).blob();
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}"""


def named(data: bytes) -> list[str]:
    return [decode_image(data).digest[:12]]


def test_photos_are_uploaded_pasted_and_dropped_and_what_fails_changes_nothing(
    page: Page, app_url: str, console_errors: list[str]
):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app_url)
    visit(page, f"{app_url}/{START}")
    upload(page, "mine.png", MINE)
    good = palettes(page)
    upload(page, "broken.png", MINE[:200])
    sentence = page.get_by_test_id("stAlert").inner_text()
    assert "broken.png: This file is cut short" in sentence
    assert "mine.png" in facts(page)
    assert palettes(page) == good
    assert sizes(page) == [[50, 30]] * 2
    assert address(page) == {"k": ["2"], "photo": named(MINE)}

    page.evaluate(_COPY, base64.b64encode(png(noise(40, 60))).decode())
    page.keyboard.press("Control+V")
    page.get_by_text("60 × 40 pixels").wait_for()
    settled(page)
    assert page.get_by_test_id("stAlert").count() == 0
    assert sizes(page) == [[60, 40]] * 2
    carrier = page.evaluate_handle(_DROP, base64.b64encode(png(noise(20, 40))).decode())
    for event in ("dragover", "drop"):
        page.get_by_test_id("stMain").dispatch_event(event, {"dataTransfer": carrier})
    page.get_by_text("40 × 20 pixels").wait_for()
    settled(page)
    assert "dropped.png" in facts(page)
    assert sizes(page) == [[40, 20]] * 2

    page.route(TRANSFERS, lambda route: route.fulfill(status=502), times=1)
    upload(page, "mine", MINE, mime="")
    page.get_by_text("50 × 30 pixels").wait_for()
    assert page.get_by_text("No connection").count() == 0
    assert any("502" in error for error in console_errors), "a transfer that breaks is tried again"
    console_errors.clear()


def crop_by_dragging(page: Page) -> None:
    """From a fifth of the picture's width and height to seven tenths of them; then the keyboard alone."""
    page.get_by_role("button", name="Crop and turn").first.click()
    settled(page)
    stage = page.locator(".crop .stage")
    stage.hover(position=part_of(stage, 0.2))
    page.mouse.down()
    stage.hover(position=part_of(stage, 0.7))
    page.mouse.up()
    apply = page.get_by_role("button", name="Apply")
    for _ in range(5):  # four numbers lie between
        page.keyboard.press("Tab")
    expect(apply).to_be_focused()
    page.keyboard.press("Enter")
    apply.wait_for(state="detached")
    settled(page)


def part_of(stage: Locator, part: float) -> Position:
    box = stage.bounding_box()
    return {"x": part * box["width"], "y": part * box["height"]}


def test_after_a_reload_the_same_file_restores_the_view_and_start_over_leaves_it(page: Page, app_url: str):
    visit(page, f"{app_url}/{START}")
    upload(page, "mine.png", MINE)
    page.get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option", name="OKLab").click()
    settled(page)
    before = palettes(page)
    view = {"k": ["2"], "space": ["OKLab"], "photo": named(MINE)}
    assert address(page) == view
    page.reload()
    settled(page)
    assert address(page) == view
    question = page.get_by_text("Choose the same file again")
    assert question.count() == 1
    assert palettes(page) != before
    upload(page, "mine.png", MINE)
    assert question.count() == 0
    assert palettes(page) == before
    assert address(page) == view

    crop_by_dragging(page)
    assert sizes(page) == [[25, 15]] * 2
    assert address(page)["crop"] == ["10-6-25-15"]
    page.get_by_role("button", name="Start over").click()
    settled(page)
    assert titles(page) == ["Original", "K = 3", "K = 5", "K = 7"]
    assert sizes(page) == [[600, 400]] * 4
    assert address(page) == {"sample": ["Coffee"]}
    assert page.locator(UPLOADER).input_value() == ""

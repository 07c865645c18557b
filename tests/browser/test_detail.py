"""Look closer and several photos in a browser: a click picks wherever it is made, and the link has it all."""

import zipfile
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page

from tests.app.visit import noise, png
from tests.browser.conftest import PHONE
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit


def pressed(page: Page) -> list[bool]:
    """Which rows of the palette are picked."""
    rows = page.locator(".st-key-detail_palette .pick").all()
    return [row.get_attribute("aria-pressed") == "true" for row in rows]


def test_a_result_is_looked_at_picked_wiped_and_shared(
    page: Page, new_page: Callable[..., Page], app_url: str
):
    visit(page, f"{app_url}/?sample=Discs&k=4")
    page.get_by_role("button", name="Look closer").first.click()
    settled(page)
    stage = page.locator(".st-key-detail_viewer .stage")
    box = stage.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900
    stage.click(position={"x": 20, "y": 20})
    settled(page)
    assert pressed(page) == [True, False, False, False]
    page.locator(".st-key-detail_palette .pick").nth(2).click()
    settled(page)
    assert pressed(page) == [True, False, True, False]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy all").click()
    page.locator(".said", has_text="4 colors copied").wait_for(state="attached")
    hexes = page.locator(".st-key-detail_palette .hex").all_inner_texts()
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == hexes
    page.locator(".st-key-closer_table summary").click()
    table = page.get_by_test_id("stDataFrame")
    table.click(position={"x": 16, "y": 2 * 35 + 16})
    settled(page)
    assert pressed(page) == [True, True, True, False]
    page.get_by_role("slider", name="Wipe").press("Home")
    assert stage.locator(".handle").get_attribute("aria-valuenow") == "0"
    assert address(page) == {
        "sample": ["Discs"],
        "mode": ["Look closer"],
        "closer_k": ["4"],
        "closer_table": ["true"],
        "picked": ["0-1-2"],
    }
    no_exception(page)
    other = new_page(**PHONE)
    visit(other, page.url)
    no_exception(other)
    assert pressed(other) == [True, True, True, False]
    other_stage = other.locator(".st-key-detail_viewer .stage")
    assert other_stage.get_attribute("data-after") == stage.get_attribute("data-after")
    other_stage.tap(position={"x": 10, "y": 10})
    settled(other)
    assert pressed(other) == [False, True, True, False]


def test_several_photos_are_taken_away(page: Page, app_url: str):
    visit(page, f"{app_url}/?mode=Several+photos")
    files = [(name, png(noise(20, 30, seed=len(name)))) for name in ("one.png", "other.png")]
    page.locator(".st-key-several_drop input[type=file]").set_input_files(
        [
            FilePayload(name=name, mimeType="image/png", buffer=data)
            for name, data in [*files, ("bad.txt", b"x")]
        ]
    )
    page.locator(".st-key-several_zip button").first.wait_for()
    settled(page)
    assert "bad.txt: This file is not a picture" in page.get_by_test_id("stAlert").inner_text()
    with page.expect_download() as started:
        page.locator(".st-key-several_zip button").first.click()
    assert started.value.suggested_filename == "2-photos-k5.zip"
    with zipfile.ZipFile(started.value.path()) as archive:
        assert {"one-k5.png", "other-k5.png", "palettes.csv", "not-read.txt"} <= set(archive.namelist())

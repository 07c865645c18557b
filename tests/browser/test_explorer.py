"""The 3D Explorer in a browser: the cloud turns, answers clicks and fingers, and goes with the picture."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from kseg_core.samples.gallery import load_sample
from tests.browser.conftest import PHONE
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit
from tests.browser.player import COLORS, player, press, story
from tests.browser.webgl import WITHOUT_WEBGL

# Shares of the picture's canvas that are clearly not the page's near-white.
DARK = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) dark += data[at] + data[at + 1] + data[at + 2] < 600;
  return dark / (width * height);
}"""


def viewer(page: Page) -> Locator:
    return page.locator(".st-key-cloud_viewer .viewer")


def stage(page: Page) -> Locator:
    return viewer(page).locator(".stage")


def camera(page: Page) -> dict[str, float]:
    return json.loads(stage(page).get_attribute("data-camera") or "")


def facts(page: Page) -> dict[str, str]:
    said = viewer(page).locator(".said")
    return dict(zip(said.locator("dt").all_inner_texts(), said.locator("dd").all_inner_texts(), strict=True))


def dark(page: Page) -> float:
    return viewer(page).locator(".picture canvas").evaluate(DARK)


def test_the_cloud_and_the_picture_light_each_other_up(page: Page, app_url: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, f"{app_url}/explorer?sample=Coffee")
    no_exception(page)
    box = stage(page).bounding_box()
    picture = viewer(page).locator(".picture").bounding_box()
    assert box is not None
    assert picture is not None
    assert box["width"] > 1.4 * picture["width"] > 500
    assert max(box["y"] + box["height"], picture["y"] + picture["height"]) < 900
    whole = dark(page)

    tip = viewer(page).locator(".tip")
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    expect(tip).to_be_hidden()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    expect(tip).to_contain_text("#")
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.4 * box["height"], steps=3)
    page.mouse.up()
    page.wait_for_timeout(150)
    turned = camera(page)
    assert abs(turned["yaw"] + 0.96) > 0.3

    chips = viewer(page).locator(".legend .light")
    assert chips.count() == 5
    chips.first.click()
    assert facts(page)["Cluster"] == chips.first.inner_text().split()[0]
    assert dark(page) < 0.6 * whole
    chips.first.click()
    assert facts(page) == {}
    assert dark(page) == whole

    page.mouse.click(
        picture["x"] + picture["width"] * 300.5 / 600, picture["y"] + picture["height"] * 139.5 / 400
    )
    settled(page)
    x, y = (int(address(page)[key][0]) for key in ("explore_x", "explore_y"))
    assert abs(x - 300) <= 1
    assert abs(y - 139) <= 1
    assert facts(page)["Color"] == f"#{bytes(load_sample('Coffee').pixels[y, x]).hex()}"
    assert facts(page)["Nearest"].startswith("centroid #")
    viewer(page).get_by_role("button", name="Copy #").nth(1).click()
    assert page.evaluate("navigator.clipboard.readText()") == facts(page)["Nearest"].split()[1].rstrip(",")

    page.locator(".st-key-explore_k").get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    settled(page, quiet=1)
    expect(chips).to_have_count(6)
    page.get_by_role("radio", name="Distance").click()
    page.get_by_role("radio", name="Sampled pixels").click()
    settled(page)
    assert viewer(page).locator(".heat").is_visible()
    page.locator(".st-key-space").get_by_role("combobox").click()
    page.get_by_role("option", name="CIELAB", exact=True).click()
    settled(page)
    assert address(page) | {"explore_kind": ["Sampled pixels"], "space": ["CIELAB"]} == address(page)
    expect(viewer(page).locator(".views")).to_contain_text("L*")
    expect(viewer(page).locator(".heat")).to_contain_text("CIELAB")
    assert camera(page) == turned

    viewer(page).get_by_role("button", name="Hide").first.click()
    settled(page)
    assert address(page)["explore_hide"] == ["0"]


def test_a_point_is_found_by_its_place_and_a_picture_is_saved(page: Page, app_url: str, tmp_path: Path):
    visit(page, f"{app_url}/explorer?sample=Discs&explore_centroids=false&explore_k=3")
    stage(page).focus()
    page.keyboard.press("ArrowLeft")
    viewer(page).get_by_role("button", name="Come so near").click()
    page.wait_for_timeout(600)
    with page.expect_download() as waiting:
        viewer(page).get_by_role("button", name="PNG").click()
    assert waiting.value.suggested_filename == "Discs-cloud.png"
    waiting.value.save_as(tmp_path / "cloud.png")
    saved = np.asarray(Image.open(tmp_path / "cloud.png").convert("RGB")).astype(int)
    box = stage(page).bounding_box()
    assert box is not None
    assert saved.shape[1] == 2 * round(box["width"] - 2)
    pixels = saved[::2, ::2]
    # The reddest point of the picture is a point of the cloud.
    redness = pixels[..., 0] - pixels[..., 1:].max(axis=2)
    middle = redness[40:-40, 70:-70]
    row, column = np.unravel_index(middle.argmax(), middle.shape)
    page.mouse.click(box["x"] + 71 + int(column), box["y"] + 41 + int(row))
    found = facts(page)["Point"]
    assert np.abs(np.array(list(bytes.fromhex(found[1:]))) - pixels[row + 40, column + 70]).max() < 40


def test_one_finger_turns_two_zoom_and_the_page_still_scrolls(new_page: Callable[..., Page], app_url: str):
    page = new_page(**PHONE)
    visit(page, f"{app_url}/explorer?sample=Cat")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = stage(page).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def swipe(*fingers: tuple[float, float, float, float]) -> None:
        """Fingers from (x, y), each moving by (dx, dy)."""
        for step in range(9):
            points = [
                {"x": left + across * step / 8, "y": top + down * step / 8, "id": number}
                for number, (left, top, across, down) in enumerate(fingers)
            ]
            kind = "touchMove" if step else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            page.wait_for_timeout(16)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(250)

    first = camera(page)
    swipe((x - 60, y, 120, 20))
    turned = camera(page)
    assert turned["yaw"] != first["yaw"]
    swipe((x - 40, y, -60, 0), (x + 40, y, 60, 0))
    assert camera(page)["zoom"] > 1.5 * turned["zoom"]
    near = camera(page)
    swipe((x, y, 0, -160))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 50
    assert camera(page) == near


def test_without_webgl_there_are_flat_projections_and_the_steps_go_on(page: Page, app_url: str):
    page.add_init_script(f"({WITHOUT_WEBGL})()")
    visit(page, f"{app_url}/explorer?sample=Discs&explore_k=6")
    expect(stage(page)).to_contain_text("WebGL 2 is missing")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    viewer(page).locator(".legend .light").first.click()
    assert facts(page)["Cluster"].startswith("#")
    page.get_by_test_id("stButtonGroup").get_by_text("K-means step by step", exact=True).first.click()
    assert "WebGL 2 is missing" in player(page).locator(".run-0 .cloud").inner_text()
    press(page, "One step on")
    assert story(page).startswith("Round 1, assign.")
    assert player(page).locator(".run-0 .photo").evaluate(COLORS) == 6

"""The Edges page in a browser: the viewer, the thresholds, and links."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.recipe import parse_recipe
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit

TRANSFORM = "image => new DOMMatrix(getComputedStyle(image).transform).a"
SHOWN = "stage => stage.dataset.after"
CLIP = "after => after.style.clipPath"


def stage(page: Page) -> Locator:
    return page.locator(".st-key-edge_viewer .stage")


def wipe(page: Page) -> Locator:
    return page.get_by_role("slider", name="Wipe between the two pictures")


def scale(page: Page) -> float:
    return stage(page).locator(".after img").first.evaluate(TRANSFORM)


def test_first_visit_shows_the_edges_large_and_wipes_zooms_and_picks(page: Page, app_url: str):
    visit(page, f"{app_url}/edges")
    no_exception(page)
    box = stage(page).bounding_box()
    assert box is not None
    assert box["width"] > 700
    assert box["y"] + box["height"] < 900

    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.34 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], middle, steps=4)
    page.mouse.up()
    assert wipe(page).get_attribute("aria-valuenow") == "60"
    wipe(page).focus()
    page.keyboard.press("ArrowLeft")
    assert wipe(page).get_attribute("aria-valuenow") == "58"
    page.keyboard.press("Home")
    assert wipe(page).get_attribute("aria-valuenow") == "0"

    whole = scale(page)
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    assert scale(page) > 1.5 * whole
    page.get_by_role("button", name="Fit", exact=True).first.click()
    assert abs(scale(page) - whole) < 1e-6

    box = stage(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 300.5 / 600, box["y"] + box["height"] * 96.5 / 400)
    settled(page)
    assert address(page)["edge_x"] == ["300"]
    assert address(page)["edge_y"] == ["96"]
    assert page.get_by_role("heading", name="Not a maximum").is_visible()
    assert stage(page).locator(".marker").inner_text() == "Not a maximum · see why ↓"


def test_thresholds_by_slider_and_by_map_go_into_the_link(page: Page, app_url: str):
    visit(page, f"{app_url}/edges?sample=Cat&edge_section=Thresholds")
    first = stage(page).evaluate(SHOWN)
    page.get_by_role("slider", name="Low and high threshold").nth(1).focus()
    page.keyboard.press("ArrowRight")
    settled(page, quiet=1)
    second = stage(page).evaluate(SHOWN)
    assert second != first
    assert address(page)["edge_rule"] == ["By hand"]
    assert address(page)["edge_thresholds"] == ["30", "60"]

    cells = page.locator(".st-key-edge_threshold_map .scatterlayer .point")
    cells.nth(70).scroll_into_view_if_needed()
    where = cells.nth(70).bounding_box()
    assert where is not None
    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    settled(page, quiet=1)
    low, high = address(page)["edge_thresholds"]
    assert (low, high) != ("30", "60")
    assert stage(page).evaluate(SHOWN) not in (first, second)


def test_files_are_taken_away_and_the_script_makes_the_same_map(page: Page, app_url: str, tmp_path: Path):
    visit(page, f"{app_url}/edges?sample=Cat&edge_of=Clusters&edge_k=3")
    page.get_by_role("button", name="Take away").click()
    files = {}
    for label in (
        "1-bit PNG",
        "transparent PNG",
        "SVG paths",
        "Contours",
        "Recipe",
        "Script that",
        "Picture for the script",
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        files[label] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[label])
    names = {path.name for path in files.values()}
    assert names == {
        "Cat-k3-edges.png",
        "Cat-k3-edges-transparent.png",
        "Cat-k3-edges.svg",
        "Cat-k3-contours.json",
        "Cat-k3-recipe.json",
        "Cat-k3-edges.py",
        "Cat-k3.png",
    }
    edges = np.asarray(Image.open(files["1-bit PNG"]).convert("L"))
    clear = np.asarray(Image.open(files["transparent PNG"]).convert("RGBA"))
    np.testing.assert_array_equal(clear[..., 3], edges)
    assert files["SVG paths"].read_text().count("<path ") > 10
    drawn = np.zeros_like(edges)
    for contour in json.loads(files["Contours"].read_text())["contours"]:
        x, y = np.array(contour["points"]).T
        drawn[y, x] = 255
    np.testing.assert_array_equal(drawn, edges)
    recipe = parse_recipe(files["Recipe"].read_bytes())
    assert recipe.settings.k == 3
    assert recipe.edges is not None
    assert recipe.edges.rule is ThresholdMethod.MEAN
    assert recipe.edges.of_clusters
    subprocess.run([sys.executable, "-I", files["Script that"].name], cwd=tmp_path, check=True, timeout=60)
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "edges.png").convert("L")), edges)

"""Colors selected in a browser: a lasso in a projection, a range, the mask to take away."""

import io
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from kseg_core import color_histogram
from kseg_core.cloud.outline import outline_from_text
from kseg_core.cloud.selection import ColorSelection, Ranges, select, selection_map
from kseg_core.cloud.shapes import CLOUD_SHAPES, coordinates
from kseg_core.samples.gallery import load_sample
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit

CHART = ".st-key-selection_projection"


def said(page: Page) -> Locator:
    return page.get_by_text("selected").first


def drag(page: Page, corners: list[tuple[float, float]]) -> None:
    """Draw through places given as fractions of the chart's width and height."""
    box = page.locator(f"{CHART} .nsewdrag").first.bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()
    settled(page)


def test_lasso_and_range_make_the_mask_that_is_taken_away(page: Page, app_url: str):
    visit(page, f"{app_url}/explorer?sample=Coffee&space=CIELAB&explore_section=Selection")
    no_exception(page)
    expect(said(page)).to_contain_text("All 240,000 pixels are selected")
    drag(page, [(0.3, 0.2), (0.8, 0.2), (0.8, 0.7), (0.5, 0.75), (0.3, 0.2)])
    expect(page.locator(f"{CHART} .shapelayer path")).to_have_count(1)
    page.locator(".st-key-explore_cielab_1 input").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    settled(page)
    link = address(page)
    assert link["explore_cielab_1"] == ["4", "100"]

    image = load_sample("Coffee")
    histogram = color_histogram(image)
    shape = CLOUD_SHAPES["CIELAB"]
    selection = ColorSelection(
        shape=shape,
        ranges=Ranges(low=(4, -90, -110), high=(100, 100, 100)),
        outline=outline_from_text(link["explore_lasso"][0], shape),
    )
    selected = select(coordinates(histogram.colors, shape), selection)
    pixels = int(histogram.counts[selected].sum())
    assert 1000 < pixels < 239_000
    expect(said(page)).to_contain_text(f"{pixels:,} pixels selected")

    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Mask").click()
    with Image.open(io.BytesIO(Path(download.value.path()).read_bytes())) as file:
        np.testing.assert_array_equal(
            np.array(file.convert("L")) == 255, (selection_map(image, histogram, selected) == 1)
        )

"""A first visit, and what can be done with the pictures and cards of a comparison."""

import pytest
from playwright.sync_api import Page

from kseg_core import KMeansSettings, segment
from kseg_core.samples.gallery import load_sample
from tests.app.visit import hexes
from tests.browser.idle import settled
from tests.browser.journey import (
    add_k,
    address,
    palettes,
    ranges,
    remove_k,
    titles,
    visit,
)


def test_zooming_one_picture_zooms_the_others_and_k_can_change_meanwhile(page: Page, app_url: str):
    visit(page, f"{app_url}/?sample=Two+reds&k=2&k=3")
    whole = ranges(page)
    assert len(whole) == 6
    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(100)
    assert ranges(page) == whole, "without Ctrl the wheel is for the page"
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function(
        "wide => { const r = document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range;"
        " return r[1] - r[0] < 0.8 * wide }",
        arg=whole["xaxis"][1],
    )
    settled(page)
    zoomed = ranges(page)
    for axis in ("xaxis", "yaxis"):
        assert zoomed[axis] != whole[axis]
        assert zoomed[f"{axis}2"] == pytest.approx(zoomed[axis])
        assert zoomed[f"{axis}3"] == pytest.approx(zoomed[axis])
    page.mouse.down()
    page.mouse.move(x - 40, y - 25, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "old => document.querySelector('.js-plotly-plot')._fullLayout.xaxis3.range[0] > old",
        arg=zoomed["xaxis"][0],
    )
    panned = ranges(page)
    for axis in ("xaxis", "yaxis"):
        assert panned[f"{axis}2"] == pytest.approx(panned[axis])
        assert panned[f"{axis}3"] == pytest.approx(panned[axis])
    add_k(page, 5)
    kept = ranges(page)
    for axis in ("xaxis", "yaxis", "xaxis4", "yaxis4"):
        assert kept[axis] == pytest.approx(panned[axis.removesuffix("4")], abs=3), "a new K keeps the zoom"
    assert titles(page) == ["Original", "K = 2", "K = 3", "K = 5"]
    remove_k(page, 3)
    assert titles(page) == ["Original", "K = 2", "K = 5"]
    image = load_sample("Two reds")
    assert palettes(page) == [hexes(segment(image, KMeansSettings(k=k))) for k in (2, 5)]
    assert address(page) == {"sample": ["Two reds"], "k": ["2", "5"]}

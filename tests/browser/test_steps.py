"""K-means step by step in a browser: the buttons, clicks that place centroids, two runs at once."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.browser.conftest import PHONE
from tests.browser.idle import settled
from tests.browser.journey import address, no_exception, visit
from tests.browser.player import COLORS, last_step, play_fast_to, player, press, story, wait_for_step

STEPS = "explore_section=K-means+step+by+step"


def color_of(place: Locator) -> np.ndarray:
    """The color behind an element: R, G, B."""
    code = place.evaluate("element => getComputedStyle(element).backgroundColor")
    return np.array([float(value) for value in re.findall(r"[\d.]+", code)[:3]])


def test_steps_go_forward_and_back_and_end_when_nothing_changes(page: Page, app_url: str):
    visit(page, f"{app_url}/explorer?{STEPS}&sample=Discs&explore_k=6")
    no_exception(page)
    box = player(page).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 900
    photo = player(page).locator(".run-0 .photo")
    assert story(page) == "6 centroids are placed by k-means++."
    assert photo.evaluate(COLORS) > 1000

    press(page, "One step on")
    assert story(page).startswith("Round 1, assign. Every one of the colors goes to its nearest centroid.")
    assert photo.evaluate(COLORS) == 6
    press(page, "One step on")
    assert story(page).startswith("Round 1, move. Every centroid goes to the mean of its colors")
    press(page, "One step back")
    wait_for_step(page, 1)

    press(page, "To the end")
    assert story(page).startswith("Nothing changes any more: K-means has converged after ")
    assert player(page).locator(".phases .now").inner_text() == "4 · Nothing changes: done"
    last = last_step(page)
    assert player(page).locator(".count").inner_text() == f"step {last} of {last}"

    play_fast_to(page, last)
    player(page).focus()
    page.keyboard.press("Home")
    wait_for_step(page, 0)
    page.keyboard.press("ArrowRight")
    wait_for_step(page, 1)

    for section in ("Selection", "K-means step by step"):
        page.get_by_test_id("stButtonGroup").get_by_text(section, exact=True).first.click()
        settled(page)
    wait_for_step(page, 1)
    page.wait_for_url(re.compile("explore_step=1(&|$)"))
    visit(page, page.url)
    wait_for_step(page, 1)


def test_clicks_in_picture_and_cloud_place_centroids_that_the_link_keeps(page: Page, app_url: str):
    visit(page, f"{app_url}/explorer?{STEPS}&sample=Two+reds&explore_start=Points+you+click")
    assert story(page).startswith("Click a point in the cloud or a place in the picture")
    photo = player(page).locator(".run-0 .photo")
    size = photo.bounding_box()
    assert size is not None
    photo.click(position={"x": size["width"] * 0.5, "y": size["height"] * 0.5})
    settled(page)
    assert story(page) == "1 centroid is placed where you clicked."
    cloud = player(page).locator(".run-0 .cloud")
    pixels = np.asarray(Image.open(io.BytesIO(cloud.screenshot())).convert("HSV")).astype(int)
    green = np.argwhere((abs(pixels[..., 0] - 75) < 15) & (pixels[..., 1] > 90))
    y, x = green[len(green) // 2].tolist()
    cloud.click(position={"x": x, "y": y})
    settled(page)
    assert story(page) == "2 centroids are placed where you clicked."
    (seeds,) = address(page)["explore_seeds"]
    red, green_value, _ = bytes.fromhex(seeds.split("-")[1])
    assert green_value > red
    visit(page, page.url)
    assert story(page) == "2 centroids are placed where you clicked."
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(rf"explore_seeds={seeds[:6]}(&|$)"))


def test_two_starts_play_together_on_a_phone_and_a_step_is_saved(
    new_page: Callable[..., Page], app_url: str, tmp_path: Path
):
    page = new_page(**PHONE)
    visit(page, f"{app_url}/explorer?explore_section=Customers&explore_beside=Leftmost+points")
    no_exception(page)
    press(page, "One step on")
    assert story(page, 0) != story(page, 1)
    seek = player(page).get_by_role("slider", name="Step")
    seek.focus()
    page.keyboard.press("End")
    assert "converged after 12 rounds" in story(page, 0)
    assert "converged after 7 rounds" in story(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as waiting:
        player(page).get_by_role("button", name="PNG").click()
    assert waiting.value.suggested_filename == "customers-step-23.png"
    waiting.value.save_as(tmp_path / "step.png")
    with Image.open(tmp_path / "step.png") as picture:
        assert picture.width > 2 * 350
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 100


def test_an_assignment_leaves_what_stays_in_sight_and_all_is_taken_away_as_a_film(
    page: Page, app_url: str, tmp_path: Path
):
    visit(
        page,
        f"{app_url}/explorer?explore_section=Customers&explore_start=Leftmost+points&explore_shop_step=5",
    )
    wait_for_step(page, 5)
    stays = player(page).locator(".run-0 .shares i").nth(1)
    ground = color_of(player(page).locator(".run-0 .cloud"))
    faded = ground + 0.35 * (color_of(stays) - ground)
    with page.expect_download() as waiting:
        player(page).get_by_role("button", name="PNG").click()
    waiting.value.save_as(tmp_path / "step.png")
    with Image.open(tmp_path / "step.png") as picture:
        pixels = np.asarray(picture.convert("RGB"), float)
    assert np.sum(np.abs(pixels - faded).max(axis=2) < 3) > 2000

    last = last_step(page)
    speed = player(page).locator(".speed")
    while speed.inner_text() != "8 ×":
        speed.click()
    with page.expect_download() as waiting:
        player(page).get_by_role("button", name="Film").click()
    wait_for_step(page, last)
    assert waiting.value.suggested_filename == "customers-steps.webm"
    waiting.value.save_as(tmp_path / "film.webm")
    film = (tmp_path / "film.webm").read_bytes()
    assert film.startswith(b"\x1a\x45\xdf\xa3")
    assert len(film) > 20_000

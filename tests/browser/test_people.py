"""Four people, each with a purpose that leads over several pages: student, designer, teacher, engineer."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from kseg_core import KMeansSettings, RgbImage, decode_image, segment
from kseg_core.samples.gallery import load_sample
from pages._ui.declarations.lessons import BAD_START, RANDOM_STARTS
from tests.app.visit import hexes, noise, png, turned_jpeg
from tests.browser.conftest import PHONE
from tests.browser.idle import settled
from tests.browser.journey import address, chips, facts, no_exception, palettes, sizes, titles, upload, visit
from tests.browser.player import last_step, story, wait_for_step
from tests.core.export.palettes.readers import read_ase

CLIPBOARD = "navigator.clipboard.readText()"
PROJECTOR = {"width": 1920, "height": 1080}


def go_to(page: Page, name: str) -> None:
    """Go to another page by the sidebar."""
    before = page.url
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    page.wait_for_function("was => location.href !== was", arg=before)
    settled(page)


def give(page: Page, name: str, data: bytes, mime: str = "image/png") -> RgbImage:
    """Upload a photo, wait until the sidebar tells of it, and return what it is."""
    photo = decode_image(data)
    upload(page, name, data, mime)
    page.get_by_text(f"{photo.width:,} × {photo.height:,} pixels").wait_for()
    settled(page)
    return photo


def press(place: Page | Locator, name: str) -> None:
    """Press a button and wait until it has had its effect."""
    place.get_by_role("button", name=name, exact=True).first.click()
    settled(place if isinstance(place, Page) else place.page)


def download(page: Page, place: Locator, name: str, folder: Path) -> Path:
    """Press a button that gives a file, and keep the file under its own name."""
    with page.expect_download() as started:
        place.get_by_role("button", name=name, exact=True).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_a_student_asks_how_it_works_and_finds_k(page: Page, app_url: str):
    visit(page, app_url)
    press(page, "How it works")
    answers = page.get_by_role("dialog")
    assert "gives every pixel a label" in answers.inner_text()
    answers.get_by_role("link", name="See three regions found").click()
    page.wait_for_url(re.compile("Shoreline"))
    settled(page)
    assert titles(page) == ["Original", "K = 2", "K = 3", "K = 4"]
    assert address(page) == {"sample": ["Shoreline"], "k": ["2", "3", "4"], "lesson": ["segmentation"]}

    visit(page, f"{app_url}/elbow?sample=Shoreline&elbow_starts=false&elbow_max=5")
    page.get_by_text("Clear elbow at K = 3.").wait_for()
    press(page, "What is on the curve?")
    assert answers.locator(".katex-display, .katex").count() >= 3
    page.keyboard.press("Escape")
    curve = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace").first
    curve.locator(".point").nth(3).click(force=True)
    settled(page)
    assert address(page)["elbow_k"] == ["4"]
    curve.locator(".point").nth(2).click(force=True)
    settled(page)
    page.get_by_role("link", name="Use K = 3 on the Cluster page").click()
    page.get_by_text("One photo, a few colors").wait_for()
    settled(page)
    no_exception(page)
    assert address(page) == {"sample": ["Shoreline"], "k": ["3"]}
    assert titles(page) == ["Original", "K = 3"]
    assert palettes(page) == [hexes(segment(load_sample("Shoreline"), KMeansSettings(k=3)))]


def test_a_designer_takes_the_palette_of_a_phone_photo(page: Page, app_url: str, tmp_path: Path):
    data = turned_jpeg(np.tile(load_sample("Coffee").pixels, (3, 3, 1)))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app_url)
    visit(page, f"{app_url}/?k=5")
    photo = give(page, "IMG_0815.jpg", data, "image/jpeg")
    expected = segment(photo, KMeansSettings(k=5))
    assert "rotated by its EXIF tag" in facts(page)
    assert [height > width for width, height in sizes(page)] == [True, True]
    assert palettes(page) == [hexes(expected)]
    chips(page, 0).nth(1).click()
    page.locator(".said", has_text=f"{hexes(expected)[1]} copied").wait_for(state="attached")
    assert page.evaluate(CLIPBOARD) == hexes(expected)[1]

    taken = download(page, page.locator(".st-key-png_0"), "PNG", tmp_path)
    assert taken.name == "IMG_0815-k5.png"
    with Image.open(taken) as picture:
        np.testing.assert_array_equal(np.asarray(picture.convert("RGB")), expected.palette[expected.labels])

    press(page, "Look closer")
    press(page, "Take away")
    offered = page.get_by_role("dialog")
    for name, suffix in (("Adobe Swatch Exchange (.ase)", "ase"), ("CSS properties", "css")):
        offered.get_by_role("combobox").click()
        page.get_by_role("option", name=name).click()
        settled(page)
        file = download(page, offered, "Palette", tmp_path)
        assert file.name == f"IMG_0815-k5-palette.{suffix}"
        if suffix == "ase":
            swatches = [
                bytes(round(255 * value) for value in rgb).hex() for _, rgb in read_ase(file.read_bytes())[1]
            ]
            assert [f"#{each}" for each in swatches] == hexes(expected)
        else:
            assert re.findall(r"--color-\d: (#[0-9a-f]{6});", file.read_text()) == hexes(expected)


def test_a_teacher_shows_two_lessons_and_shares_one(new_page: Callable[..., Page], app_url: str):
    page = new_page()
    page.set_viewport_size(PROJECTOR)
    visit(page, app_url + RANDOM_STARTS.example.address)
    tabs = page.locator(".st-key-elbow_section").bounding_box()
    assert tabs is not None
    assert 0 < tabs["y"] < 200
    page.get_by_text(re.compile(r"k-means\+\+, attempts = 1 found the best known")).wait_for()

    press(page, "Lessons")
    page.get_by_role("dialog").get_by_role("link", name="Started badly, K-means stops badly").click()
    page.wait_for_url(re.compile("explorer"))
    settled(page)
    no_exception(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PROJECTOR["width"]
    last = last_step(page)
    press(page, "To the end")
    ends = [
        re.search(r"converged after \d+ rounds. WCSS ([\d,.]+) per pixel", story(page, run)) for run in (0, 1)
    ]
    badly, well = (float(end[1].replace(",", "")) for end in ends if end)
    assert badly > 5 * well

    page.wait_for_url(re.compile(f"explore_step={last}$"))
    settled(page)
    press(page, "Share")
    shown = page.get_by_label("QR code of the link")
    shown.locator("svg").wait_for()
    picture = cv2.imdecode(np.frombuffer(shown.screenshot(), np.uint8), cv2.IMREAD_GRAYSCALE)
    link, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert link == page.get_by_label("Link to this view").input_value()
    assert link.startswith(f"{app_url}/explorer?")
    student = new_page(**PHONE)
    visit(student, link)
    assert address(student) == address(page)
    assert {key: address(student)[key] for key in BAD_START.example.view} == {
        key: [value] for key, value in BAD_START.example.view.items()
    }
    wait_for_step(student, last)
    assert [story(student, run) for run in (0, 1)] == [story(page, run) for run in (0, 1)]


def test_an_engineer_takes_masks_numbers_and_a_script(page: Page, app_url: str, tmp_path: Path):
    alpha = np.full((60, 90, 1), 255, np.uint8)
    alpha[:20, :30] = 0
    data = png(np.dstack([noise(60, 90), alpha]))
    visit(page, f"{app_url}/elbow?elbow_max=5&elbow_section=Table")
    expected = segment(give(page, "part 7.png", data), KMeansSettings(k=4))
    press(page, "Take away")
    table = pd.read_csv(download(page, page.get_by_test_id("stPopoverBody"), "Table, CSV", tmp_path))
    page.keyboard.press("Escape")
    assert table["K"].tolist() == [1, 2, 3, 4, 5]
    assert table["WCSS"][3] == pytest.approx(expected.wcss)

    go_to(page, "Cluster")
    page.get_by_role("radio", name="Look closer").click()
    settled(page)
    slider = page.locator(".st-key-closer_k").get_by_role("slider")
    slider.focus()
    slider.press("ArrowLeft")
    settled(page, quiet=1)
    press(page, "Take away")
    offered = page.get_by_role("dialog")
    with zipfile.ZipFile(download(page, offered, "Masks, ZIP of PNG", tmp_path)) as archive:
        masks = [
            np.asarray(Image.open(io.BytesIO(archive.read(name)))) for name in sorted(archive.namelist())
        ]
    np.testing.assert_array_equal(masks, [255 * (expected.labels == label) for label in range(4)])
    assert not np.any(masks, axis=0)[:20, :30].any()

    script = download(page, offered, "Replay, Python", tmp_path)
    (tmp_path / "part 7.png").write_bytes(data)
    command = [sys.executable, "-I", script.name, "part 7.png", "result.png"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    result = np.asarray(Image.open(tmp_path / "result.png").convert("RGBA"))
    opaque = expected.labels != 255
    np.testing.assert_array_equal(result[..., 3] > 0, opaque)
    np.testing.assert_array_equal(result[opaque][:, :3], expected.palette[expected.labels[opaque]])

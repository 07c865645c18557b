"""What visitors do on the page, and what they see on it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import FilePayload, FloatRect, Locator, Page

from tests.app.visit import png
from tests.browser.idle import settled

PICTURES = ".js-plotly-plot image"
YOUR_PHOTO = ".st-key-your_photo button:visible"
UPLOADER = "[data-testid=stFileUploader] input[type=file]"
_SIZES = """() => Promise.all(
  [...document.querySelectorAll('.js-plotly-plot image')].map(async (element) => {
    const image = new Image();
    image.src = element.href.baseVal;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  })
)"""
_RANGES = """() => {
  const layout = document.querySelector('.js-plotly-plot')._fullLayout;
  const axes = Object.keys(layout).filter((key) => /^[xy]axis\\d*$/.test(key));
  return Object.fromEntries(axes.map((key) => [key, layout[key].range]));
}"""


def visit(page: Page, url: str) -> None:
    """Open an address and wait until everything is drawn."""
    page.goto(url)
    settled(page)


def upload(page: Page, name: str, data: bytes, mime: str = "image/png") -> None:
    """Choose a file with the uploader, and wait until it is there and everything is drawn."""
    with page.expect_response(lambda answer: "/upload_file/" in answer.url):
        page.locator(UPLOADER).set_input_files(FilePayload(name=name, mimeType=mime, buffer=data))
    settled(page)


def add_k(page: Page, k: int) -> None:
    """Add a value of K."""
    page.locator(".st-key-k input").click()
    page.keyboard.type(str(k))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    settled(page)


def remove_k(page: Page, k: int) -> None:
    """Take a value of K away."""
    page.locator(".st-key-k").get_by_role("button", name=f"Remove {k}", exact=True).click()
    settled(page)


def address(page: Page) -> dict[str, list[str]]:
    """The parameters in the address."""
    return parse_qs(urlsplit(page.url).query)


def facts(page: Page) -> str:
    """What stands in the sidebar."""
    return page.get_by_test_id("stSidebar").inner_text()


def titles(page: Page) -> list[str]:
    """What stands over the pictures."""
    return page.locator(".js-plotly-plot .annotation-text").all_text_contents()


def sizes(page: Page) -> list[list[int]]:
    """Width and height in pixels of each picture that the browser got."""
    return page.evaluate(_SIZES)


def ranges(page: Page) -> dict[str, list[float]]:
    """Which part of its picture each axis shows."""
    return page.evaluate(_RANGES)


def chips(page: Page, card: int) -> Locator:
    """The buttons that copy the colors of a card."""
    return page.locator(f".st-key-result_{card} .swatches button")


def palettes(page: Page) -> list[list[str]]:
    """The hex values under each result."""
    cards = page.locator(".swatches").all()
    return [[text.split()[0] for text in card.locator("button").all_inner_texts()] for card in cards]


def no_exception(page: Page) -> None:
    """Nothing on the page is an error."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_test_id("stAlert").count() == 0
    assert page.get_by_role("dialog").count() == 0


def state(page: Page) -> dict[str, Any]:
    """All that makes a view, to compare it with another."""
    return {"titles": titles(page), "palettes": palettes(page), "sizes": sizes(page)}


def boxes(things: Locator) -> list[FloatRect]:
    """Where they all are in the window."""
    found = [thing.bounding_box() for thing in things.all()]
    return [box for box in found if box is not None]


def tall() -> bytes:
    """A file: a portrait of a few hundred colors, 200 × 300 pixels."""
    rows, columns = np.mgrid[0:300, 0:200]
    return png(
        np.stack([rows // 20 * 17, columns // 25 * 30, (rows + columns) // 40 * 20], axis=2).astype(np.uint8)
    )

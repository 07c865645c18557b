"""The player of K-means step by step, as visitors use it."""

from playwright.sync_api import Locator, Page

COLORS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""
"""Of a canvas: how many it shows."""


def player(page: Page) -> Locator:
    """The player, once it shows something."""
    ready = page.locator(".player[data-ready]")
    ready.wait_for()
    return ready


def story(page: Page, run: int = 0) -> str:
    """What it says about the present step."""
    return player(page).locator(f".run-{run} .story").inner_text()


def press(page: Page, label: str) -> None:
    """Press one of its buttons."""
    player(page).get_by_role("button", name=label, exact=True).click()


def play_fast_to(page: Page, step: int) -> None:
    """Play at the highest speed and wait until it stops at a step."""
    speed = player(page).locator(".speed")
    while speed.inner_text() != "8 ×":
        speed.click()
    press(page, "Play")
    wait_for_step(page, step)


def last_step(page: Page) -> int:
    """Where it ends."""
    return int(player(page).get_by_role("slider", name="Step").get_attribute("max") or "")


def wait_for_step(page: Page, step: int) -> None:
    """Wait until it stands still at a step."""
    page.locator(f".player[data-step='{step}']:not(.playing)").wait_for()

"""The keyboard alone: from a sample to a file, seeing at every step where one is."""

import io

from PIL import Image
from playwright.sync_api import Page

from tests.browser.idle import settled
from tests.browser.journey import address, visit

_FOCUSED = """() => {
  let focused = document.activeElement
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused
}"""
_WORDS = """focused => focused.matches('body, main')
  ? [] : (focused.getAttribute('aria-label') ?? focused.innerText ?? '').split('\\n')"""
_THERE = f"""name => {{
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element])
  return all(document).some((element) => element.tabIndex >= 0
    && ({_WORDS})(element).some((word) => word.startsWith(name)))
}}"""
_SEEN = """focused => focused.matches('input') ||
  [focused, focused.parentElement, focused.parentElement?.parentElement].filter(Boolean)
    .map((element) => getComputedStyle(element))
    .some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none')"""
_TABS = 60


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name, or that begins with it, has the focus and shows it."""
    page.wait_for_function(_THERE, arg=name, timeout=30_000)  # a dialog fills while one could press already
    met = []
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        words = page.evaluate(f"({_WORDS})(({_FOCUSED})())")
        met.append(words)
        if any(word.startswith(name) for word in words):
            page.wait_for_function(_SEEN, arg=page.evaluate_handle(_FOCUSED), timeout=5000)
            return
    raise AssertionError(f"Tab does not reach {name}: {met}")


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    settled(page, quiet=0.2)


def test_from_a_sample_to_the_file_of_its_edited_result(page: Page, app_url: str):
    visit(page, f"{app_url}/?sample=Gradient&k=2")
    tab_to(page, "Samples")
    press(page, "Enter")
    tab_to(page, "Two reds")
    press(page, "Enter")
    assert address(page)["sample"] == ["Two reds"]
    tab_to(page, "Values of K")  # the choice between these and color spaces, then the field
    tab_to(page, "Values of K")
    page.keyboard.type("4")
    press(page, "Enter")
    press(page, "Escape")
    assert address(page)["k"] == ["2", "4"]
    tab_to(page, "Look closer")
    press(page, "Enter")
    assert address(page)["mode"] == ["Look closer"]
    tab_to(page, "K")
    press(page, "ArrowRight")
    assert address(page)["closer_k"] == ["3"]
    tab_to(page, "Pick #")
    press(page, "Enter")
    assert page.locator(".pick[aria-pressed=true]").count() == 1
    tab_to(page, "Take away")
    press(page, "Enter")
    tab_to(page, "PNG")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    picture = Image.open(io.BytesIO(download.value.path().read_bytes()))
    assert len(picture.convert("RGB").getcolors()) == 3

"""Fast random series of what visitors do, after each of which page, address and links must say the same.

    python -m tests.benchmarks.series [--series 200] [--seed 0] [--pages cluster explorer ...]

In Chromium. A series is a few actions, as fast as they go: keys on sliders, picks, merges, locks, steps back
and forth, other sections, other pages, another color space, reloads. Runs of the page are interrupted by the
next ones. When the page is at rest it is compared with a fresh visit to its address; the link that *Share*
gives, and in *Look closer* the link in the JSON, must be that address too. Every difference is printed with
the series that led to it; ``--seed`` with its number and ``--series 1`` repeats it, as far as time lets it.
"""

import argparse
import contextlib
import json
import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Error, Locator, Page, TimeoutError, expect, sync_playwright

from pages._ui.declarations import PAGES
from tests.benchmarks.bursts import MISS, sliders
from tests.benchmarks.server import serve
from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.idle import settled
from tests.browser.install import MISSING, find_chromium

PATIENCE = 120
"""Seconds until a page must be at rest."""
_MOST_ACTIONS = 6
_LONGEST_PAUSE = 250
"""Milliseconds between two actions."""
_QUICK = 1500
"""Milliseconds after which an action is given up, because what it is for has gone."""
_STARTS = {
    "cluster": "/?sample=Discs&mode=Look+closer&closer_table=true",
    "edges": "/edges?sample=Discs",
    "elbow": "/elbow?sample=Discs",
    "explorer": "/explorer?sample=Discs&explore_kind=Density",
}
_PICKED = (".st-key-detail_palette .pick", ".stage", ".legend .eye", "[data-testid=stDataFrame]")
_BUTTONS = (
    "Undo",
    "Redo",
    "Reset",
    "Merge",
    "Separate",
    "Lock",
    "Unlock",
    "Its own color",
    "Hide",
    "Look closer",
    "Use K",
    "New seed",
)
"""How the names of buttons begin that a series may press, where they are in sight."""
_SEEN = """() => {
  const found = []
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.trim()
      if (text) found.push(text)
      return
    }
    if (!(node instanceof Element) || !node.checkVisibility()) return
    if (node.matches('style, script, [data-testid=stElementToolbar], [role=tooltip]')) return
    if (getComputedStyle(node).fontFamily.includes('Material')) return  // icons
    const said = ['aria-pressed', 'aria-checked', 'aria-valuenow', 'data-after']
      .filter((name) => node.hasAttribute(name)).map((name) => `${name}=${node.getAttribute(name)}`)
    if (said.length && !node.matches('.handle')) found.push(said.join())
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) visit(child)
  }
  visit(document.querySelector('[data-testid=stMain]'))
  return found
}"""
"""The texts of the page from top to bottom, and the state of what can be pressed or moved."""
_OF_THE_WAY = (
    "Picked are now the clusters nearest in color.",
    "The edits now hold for the clusters nearest in color.",
    "Hidden are now the clusters nearest in color.",
)
"""What a page says of how it came to be, which a fresh visit does not know."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.series",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--series", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pages", nargs="*", choices=list(_STARTS), default=list(_STARTS))
    parser.add_argument("options", nargs="*", help="options of Streamlit, after --")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    failed = 0
    with serve(options=options.options) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for seed in range(options.seed, options.seed + options.series):
            start = options.pages[seed % len(options.pages)]
            done, differences = run_series(browser, server.url, _STARTS[start], random.Random(seed))
            failed += bool(differences)
            print(f"{seed} {start}: {', '.join(done)}" + (" FAILED" if differences else ""), flush=True)
            for difference in differences:
                print(f"    {difference}", flush=True)
        browser.close()
    print(f"\n{failed} of {options.series} series failed")
    sys.exit(failed > 0)


def run_series(browser: Browser, url: str, start: str, chance: random.Random) -> tuple[list[str], list[str]]:
    """One visitor's series.

    Returns
    -------
    done : list of str
        The actions.
    differences : list of str
        What was not the same; none if all is well.
    """
    context = browser.new_context(viewport=DESKTOP)
    try:
        page = context.new_page()
        page.goto(url + start)
        settled(page, timeout=PATIENCE)
        unfold(page)
        done = []
        for _ in range(chance.randint(2, _MOST_ACTIONS)):
            done.append(act(page, chance))
            page.wait_for_timeout(chance.randrange(_LONGEST_PAUSE))
        return done, _compared(page)
    finally:
        context.close()


def unfold(page: Page) -> None:
    """Bring the buttons of "Edit palette" into sight."""
    for summary in page.locator(".st-key-detail_edits summary").all():
        summary.click()
        settled(page, timeout=PATIENCE)


def act(page: Page, chance: random.Random) -> str:
    """Do something; its name."""
    acts: list[Callable[[Page, random.Random], str]] = [
        *[_press_keys] * 6,
        *[_pick] * 5,
        *[_press_button] * 3,
        _choose_section,
        _choose_space,
        _change_page,
        _reload,
    ]
    with contextlib.suppress(TimeoutError):
        return chance.choice(acts)(page, chance)
    return "nothing, too late"


def _press_keys(page: Page, chance: random.Random) -> str:
    found = [item for item in sliders(page) if page.get_by_test_id("stMain").locator(item[1]).count()]
    if not found:
        return "no slider"
    name, slider = chance.choice(found)
    key, times = chance.choice(["ArrowRight", "ArrowLeft"]), chance.randint(1, 4)
    slider.focus(timeout=_QUICK)
    for _ in range(times):
        page.keyboard.press(key)
    return f"{name} {key} x{times}"


def _pick(page: Page, chance: random.Random) -> str:
    where = chance.choice(
        [".st-key-detail_palette .pick", ".stage", ".legend .eye", "[data-testid=stDataFrame]"]
    )
    found = [each for each in page.locator(where).all() if each.is_visible()]
    if not found:
        return "nothing to pick"
    number = chance.randrange(len(found))
    box = found[number].bounding_box(timeout=_QUICK)
    inside = None
    if box and where == ".stage":
        inside = {"x": chance.uniform(5, box["width"] / 3), "y": chance.uniform(5, box["height"] / 2)}
    elif box and where.endswith("stDataFrame]"):
        inside = {"x": 16.0, "y": 35 * chance.randint(1, 4) + 16.0}
    _click(found[number], inside)
    return f"{where} {number} {inside or ''}"


def _press_button(page: Page, chance: random.Random) -> str:
    main = page.get_by_test_id("stMain")
    found = [
        (name, each)
        for name in _BUTTONS
        for each in main.get_by_role("button", name=name).all()
        if each.is_visible() and each.is_enabled()
    ]
    if not found:
        return "no button"
    name, button = chance.choice(found)
    _click(button)
    return f"press {name}"


def _choose_section(page: Page, chance: random.Random) -> str:
    found = [each for each in page.get_by_test_id("stMain").get_by_role("radio").all() if each.is_visible()]
    if not found:
        return "no section"
    radio = chance.choice(found)
    name = radio.inner_text(timeout=_QUICK)
    _click(radio)
    return f"choose {name}"


def _choose_space(page: Page, chance: random.Random) -> str:
    page.locator(".st-key-space").get_by_role("combobox").focus(timeout=_QUICK)
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    return "another color space"


def _change_page(page: Page, chance: random.Random) -> str:
    title = chance.choice(PAGES).title
    _click(page.get_by_test_id("stSidebarNav").get_by_role("link", name=title))
    return f"to {title}"


def _reload(page: Page, chance: random.Random) -> str:
    page.reload()
    with contextlib.suppress(TimeoutError):
        page.get_by_test_id("stSidebarNav").wait_for(timeout=1000 * PATIENCE)
    return "reload"


def _click(target: Locator, inside: Any = None) -> None:
    target.click(position=inside, timeout=_QUICK, force=True, no_wait_after=True)


def _compared(page: Page) -> list[str]:
    try:
        return differences(page)
    except (Error, AssertionError) as error:
        return [f"cannot be compared: {error}"]


def differences(page: Page) -> list[str]:
    """What page, address, *Share*, JSON and a fresh visit do not say alike."""
    try:
        settled(page, timeout=PATIENCE, quiet=1)
    except TimeoutError:
        dialog = page.get_by_role("dialog").all_inner_texts()
        return [f"never at rest: {MISS if any(MISS in text for text in dialog) else dialog}"]
    problems = (
        page.get_by_test_id("stException").all_inner_texts() + page.get_by_role("dialog").all_inner_texts()
    )
    if problems:
        return problems
    address = page.url
    found = [
        f"{name}: {link} at {address}" for name, link in links(page).items() if query(link) != query(address)
    ]
    seen = view(page)
    fresh = page.context.new_page()
    fresh.goto(address)
    settled(fresh, timeout=PATIENCE, quiet=1)
    unfold(fresh)
    if query(fresh.url) != query(address):
        found.append(f"a fresh visit to {address} has the address {fresh.url}")
    seen_there = view(fresh)
    if seen != seen_there:
        here, there = (list(dict.fromkeys(one)) for one in (seen, seen_there))
        found.append(
            f"at {address} the page says {[text for text in here if text not in there][:12]}, "
            f"a fresh visit {[text for text in there if text not in here][:12]}"
        )
    return found


def view(page: Page) -> list[str]:
    """What the page says."""
    if page.locator(".st-key-detail_edits summary").count():
        open_edits = page.locator(".st-key-detail_edits details[open]").count()
        if not open_edits:
            unfold(page)
    texts: list[str] = page.evaluate(_SEEN)
    for words in _OF_THE_WAY:
        texts = [text.replace(words, "") for text in texts]
    return [short for text in texts if (short := " ".join(text.split()))]


def links(page: Page) -> Mapping[str, str]:
    """The links that the page gives."""
    page.get_by_test_id("stSidebar").get_by_role("button", name="Share", exact=True).click()
    card = page.get_by_label("Link to this view")
    expect(card).not_to_have_value("")
    found = {"Share": card.input_value()}
    _close(page)
    take = page.locator(".st-key-detail_take button")
    if take.count():
        take.click()
        settled(page, timeout=PATIENCE)
        with page.expect_download() as waiting:
            page.get_by_role("dialog").get_by_role("button", name="Settings and numbers").click()
        found["JSON"] = json.loads(Path(waiting.value.path()).read_text("utf-8"))["link"]
        _close(page)
    return found


def _close(page: Page) -> None:
    settled(page, timeout=PATIENCE)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_role("dialog").wait_for(state="detached")


def query(link: str) -> tuple[str, Mapping[str, list[str]]]:
    """What an address asks for."""
    parts = urlsplit(link)
    return parts.path.rstrip("/"), parse_qs(parts.query, keep_blank_values=True)


if __name__ == "__main__":
    main()

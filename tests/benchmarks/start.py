"""How soon the first page is there, beside an empty one, and how much memory an idle process takes.

    python -m tests.benchmarks.start [--repeats 5] [--cores 0.1]

A new process is started for every repeat of an empty page and of the app, in turns. A browser that knows
nothing yet opens its front page (cold), and another one after it (warm). Time counts from the moment the
address is asked for until the heading, the first picture and the last result stand on the page. Then a
visitor goes once to every page and mode, on a sample, and then to a PNG of their own, and the memory of the
process is read before and after, with that of its decoder as long as there is one.

With `--cores` the process gets that share of a core, and what is shown is how long a host takes that has been
asleep: until the process answers, and until a first visitor sees each page, whose address may be any.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, sync_playwright

from kseg_core.address.names import Mode
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.reading.decoder_worker import DEFAULT_LIMITS
from kseg_core.samples.gallery import load_sample
from pages._ui.declarations import PAGES
from pages._ui.declarations.cluster import CLUSTER
from pages._ui.declarations.page import PageDeclaration
from tests.benchmarks.host_limit import NoHostLimit, host_limit
from tests.benchmarks.server import serve
from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.idle import settled
from tests.browser.install import MISSING, find_chromium
from tests.protocol import Visitor

MB = 10**6
LATER_AT_MOST = 1.0
"""Seconds that the heading may stand on the page later than on an empty one."""
IDLE_AT_MOST = 200 * MB
_EMPTY = 'import streamlit as st\n\nst.header("Hello")\n'
_HEADING = "[data-testid=stMain] :is(h1, h2, h3)"
_SIGHTS = {
    "first words": f"[data-testid=stSpinner], {_HEADING}",
    "heading": _HEADING,
    "first picture": ".js-plotly-plot image",
    "last result": ".st-key-card_2 button",
}
_WATCH = """sights => {
  window.ksegSeen = {};
  const look = () => {
    for (const [name, selector] of Object.entries(sights))
      if (!(name in window.ksegSeen) && document.querySelector(selector))
        window.ksegSeen[name] = performance.now() / 1000;
    requestAnimationFrame(look);
  };
  look();
}"""
_VIEWS = {page.title: (page.path, {}) for page in PAGES} | {
    str(mode): (CLUSTER.path, {"mode": str(mode)}) for mode in Mode if mode is not Mode.COMPARE
}
_SETTLED_SECONDS = 1.0
_PATIENCE = 120.0
"""Seconds that a page may take on a share of a core."""
_QUIET_SECONDS = 2.0
"""Without work, after which nothing more is to come: on a share of a core two runs are some way apart."""
_HOST_MEMORY = 690 * MB
_PAGE_SHOWN = "document.querySelector('[data-testid=stSidebarNavLink][aria-current=page]')?.pathname"

Sights = Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.start",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--cores", type=float, help="of a cgroup; 2 and no cgroup without it")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        if options.cores is not None:
            sys.exit(_wake(browser, options.cores, options.repeats))
        times: dict[str, list[Sights]] = {}
        for _ in range(options.repeats):
            for name, script in (("empty page", empty), ("kseg", "app.py")):
                with serve(script) as server:
                    for state in ("cold", "warm"):
                        times.setdefault(f"{name}, {state}", []).append(_seen(browser, server.url))
        browser.close()
    later = _report(times)
    idle = _memory()
    sys.exit(later > LATER_AT_MOST or idle > IDLE_AT_MOST)


def _wake(browser: Browser, cores: float, repeats: int) -> bool:
    """Print how long each page takes in a process that has just started; whether one was not shown."""
    columns = ("process answers", "first words", "heading", "all is there")
    print(f"\n| {cores:g} cores: seconds, median of {repeats} | " + " | ".join(columns) + " | core seconds |")
    print("|---|" + "---|" * (len(columns) + 1))
    failed = False
    for page in PAGES:
        visits = [_first_visit(browser, page, cores) for _ in range(repeats)]
        failed |= not all(visit["right page"] for visit in visits)
        cells = [statistics.median(visit[name] for visit in visits) for name in (*columns, "core seconds")]
        print(f"| {page.title} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |", flush=True)
    return failed


def _first_visit(browser: Browser, page: PageDeclaration, cores: float) -> Sights:
    try:
        with host_limit(_HOST_MEMORY, cores) as limit:
            start = time.monotonic()
            with serve(within=limit.command) as server:
                answers = time.monotonic() - start
                used = server.cpu_seconds
                seen = _seen(browser, f"{server.url}/{page.path}", quiet=_QUIET_SECONDS)
                used = server.cpu_seconds - used
    except NoHostLimit as error:
        sys.exit(str(error))
    return {**seen, "process answers": answers, "core seconds": used}


def _seen(browser: Browser, url: str, *, quiet: float = 0.4) -> Sights:
    """Seconds until each sight, in a browser that has nothing cached."""
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(f"({_WATCH})({dict(_SIGHTS)!r})")
    page = context.new_page()
    page.goto(url)
    settled(page, timeout=_PATIENCE, quiet=quiet)
    seen: Sights = page.evaluate("({...window.ksegSeen, 'all is there': window.ksegIdleSince / 1000})")
    is_right = page.evaluate(_PAGE_SHOWN) == urlsplit(page.url).path
    context.close()
    return {**seen, "right page": is_right}


def _report(times: Mapping[str, Sequence[Sights]]) -> float:
    """Print the table; the seconds by which the heading comes later than on an empty page."""
    print(f"\n| seconds, median of {len(times['kseg, cold'])} | " + " | ".join(_SIGHTS) + " |")
    print("|---|" + "---|" * len(_SIGHTS))
    medians = {name: {sight: _median(seen, sight) for sight in _SIGHTS} for name, seen in times.items()}
    for name, row in medians.items():
        print(
            f"| {name} | " + " | ".join(f"{row[sight]:.2f}" if row[sight] else "" for sight in _SIGHTS) + " |"
        )
    later = {
        state: medians[f"kseg, {state}"]["heading"] - medians[f"empty page, {state}"]["heading"]
        for state in ("cold", "warm")
    }
    for state, seconds in later.items():
        print(f"{state}: the heading comes {seconds:.2f} s after that of an empty page")
    return max(later.values())


def _median(seen: Sequence[Sights], sight: str) -> float:
    return statistics.median(each.get(sight, 0.0) for each in seen)


def _memory() -> int:
    """Print the memory of a process after each view; the bytes after the last."""
    print("\n| memory of an idle process | MB |\n|---|---|")
    with serve() as server:
        print(f"| just started | {server.resident / MB:.0f} |")
        with Visitor(server.url) as visitor:
            for name, (page, address) in _VIEWS.items():
                answer = visitor.open(page, urlencode(address))
                if answer.exceptions:
                    sys.exit(f"{name}: {answer.exceptions}")
                time.sleep(_SETTLED_SECONDS)
                print(f"| after {name} | {server.resident / MB:.0f} |", flush=True)
            visitor.upload("upload_0", "photo.png", encode_lossless(load_sample("Coffee")).data)
            time.sleep(_SETTLED_SECONDS)
            print(f"| after a PNG, with its decoder | {server.resident / MB:.0f} |", flush=True)
            time.sleep(DEFAULT_LIMITS.idle_seconds + _SETTLED_SECONDS)
            print(f"| when the decoder has ended | {server.resident / MB:.0f} |", flush=True)
        return server.resident


if __name__ == "__main__":
    main()

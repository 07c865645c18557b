"""Quick presses on every slider of every page, and what an unchanged page costs to send again.

    python -m tests.benchmarks.bursts [--bursts 50] [--pages edges ...] [-- --global.maxCachedMessageAge 2]

In Chromium, on a machine kept busy. A burst is four presses of → and then four of ←, as fast as they go: most
runs of the page end before they are through, and the messages of earlier runs come back. Streamlit sends a
message of 10 kB or more once and names it from then on; what the browser has forgotten by then ends in a
dialog, "Cached ForwardMsg MISS", and the page is dead. One row a slider: bursts, dialogs, and for each run
that came to its end the median of its bytes and of the messages that were only named. What follows ``--``
goes to Streamlit, so that two ways of remembering can be compared.
"""

import argparse
import contextlib
import multiprocessing
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, TimeoutError, WebSocket, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.server import CORES, serve
from tests.browser.conftest import DESKTOP, FLAGS
from tests.browser.idle import settled
from tests.browser.install import MISSING, find_chromium
from tests.browser.views import STOPS, walk

PRESSES = 4
PATIENCE = 120
"""Seconds until a page must be at rest on the busy machine."""
_LOOK = 5
"""Seconds between two looks for the dialog, which never rests."""
MISS = "Cached ForwardMsg MISS"
"""What Streamlit says where the browser has forgotten a message that is only named."""


@dataclass(slots=True, kw_only=True)
class Traffic:
    """What the server sent, run by run.

    Attributes
    ----------
    runs : list of int
        Bytes of each run of the page that came to its end.
    named : list of int
        Messages of each of these runs that were named instead of sent.
    """

    runs: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    _bytes: int = 0
    _named: int = 0

    def listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self._take(data))

    def _take(self, data: str | bytes) -> None:
        if not isinstance(data, bytes):
            return
        message = ForwardMsg.FromString(data)
        self._bytes += len(data)
        self._named += message.WhichOneof("type") == "ref_hash"
        if message.WhichOneof("type") == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.runs.append(self._bytes)
                self.named.append(self._named)
            self._bytes = self._named = 0


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.bursts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bursts", type=int, default=50)
    parser.add_argument("--pages", nargs="*", choices=[path or "cluster" for path in STOPS])
    parser.add_argument("options", nargs="*", help="options of Streamlit, after --")
    options = parser.parse_args()
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    stops = {
        page: names
        for page, names in STOPS.items()
        if not options.pages or (page or "cluster") in options.pages
    }
    print(
        "| view | slider | bursts | dialogs | runs | kB a run | named |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    dialogs = 0
    with kept_busy(), serve(options=options.options) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(viewport=DESKTOP)
        tried: set[str] = set()
        traffic = Traffic()
        page.on("websocket", lambda socket: traffic.listen(socket))
        for view in walk(page, server.url, "", stops=stops):
            for name, slider in sliders(page):
                if name not in tried:
                    tried.add(name)
                    dialogs += _tried(page, traffic, view, name, slider, options.bursts)
        browser.close()
    print(f"\n{dialogs} dialogs")
    sys.exit(dialogs > 0)


@contextlib.contextmanager
def kept_busy() -> Iterator[None]:
    """Give every core something else to do."""
    workers = [multiprocessing.Process(target=_spin, daemon=True) for _ in range(CORES)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()


def sliders(page: Page) -> Iterator[tuple[str, Locator]]:
    """Every slider that can be seen and moved, with its key and the number of its thumb."""
    for box in page.locator(
        "[data-testid=stElementContainer][class*=st-key-]:has([data-testid=stSlider])"
    ).all():
        key = next(name for name in (box.get_attribute("class") or "").split() if name.startswith("st-key-"))
        for number, thumb in enumerate(box.get_by_role("slider").all()):
            if thumb.is_visible() and thumb.is_enabled():
                yield (
                    f"{key.removeprefix('st-key-')}{number or ''}",
                    page.locator(f".{key}").get_by_role("slider").nth(number),
                )


def _tried(page: Page, traffic: Traffic, view: str, name: str, slider: Locator, bursts: int) -> int:
    dialogs = 0
    traffic.runs.clear()
    traffic.named.clear()
    for _ in range(bursts):
        slider.focus()
        for key in ("ArrowRight", "ArrowLeft"):
            for _ in range(PRESSES):
                page.keyboard.press(key)
            if not _rests(page):
                dialogs += 1
                page.reload()
                settled(page, timeout=PATIENCE)
                break
    size = statistics.median(traffic.runs) / 1000 if traffic.runs else 0
    named = statistics.median(traffic.named) if traffic.named else 0
    print(
        f"| {view} | {name} | {bursts} | {dialogs} | {len(traffic.runs)} | {size:.0f} | {named:.0f} |",
        flush=True,
    )
    return dialogs


def _rests(page: Page) -> bool:
    """Wait until the page has nothing more to do; False if it ended in the dialog instead."""
    for _ in range(PATIENCE // _LOOK):
        with contextlib.suppress(TimeoutError):
            settled(page, timeout=_LOOK, quiet=0.2)
            return page.get_by_text(MISS).count() == 0
        if page.get_by_text(MISS).count():
            return False
    raise TimeoutError(f"Not at rest after {PATIENCE} seconds.")


def _spin() -> None:
    while True:
        pass


if __name__ == "__main__":
    main()

"""Two processes of the app behind nginx, with the configuration in docs/, and what happens when one stops.

    python -m tests.benchmarks.balancer [--visitors 20]

Every visitor uploads a photo of their own, changes K and goes to every page, all at the same time; whatever
they are sent is compared with what `kseg_core` makes of their photo. An upload that reached the other process
would be refused there. Then one process is stopped while all are there: those of the other one go on, and the
others come back as their browsers do, by themselves and with the address that they had.
"""

import argparse
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load.__main__ import app_shows
from tests.benchmarks.load.journey import visit_all
from tests.benchmarks.load.photos import LoadPhoto, load_photos
from tests.benchmarks.server import ROOT, free_port, serve, wait_until_healthy
from tests.protocol import VisitFailed, Visitor

MISSING = (
    "nginx is not here: install your system's package nginx (on Debian and Ubuntu 'apt-get install "
    "nginx-light'), or put its folder into PATH."
)
COOKIE = "kseg_process"
_CONFIGURATION = ROOT / "docs" / "nginx.conf"
_PORTS = ("8501", "8502", "8080")
_PAUSE = 0.5
_ASKED = "Choose the same file again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A visitor who has uploaded, and the photo."""

    visitor: Visitor
    photo: LoadPhoto

    @property
    def process(self) -> str:
        """The process that the balancer has chosen, as it is named in the cookie."""
        return self.visitor.cookies[COOKIE]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.balancer",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--photos", type=Path, help="folder that keeps the photos for the next time")
    options = parser.parse_args()
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or shutil.which("nginx")
    if nginx is None:
        sys.exit(MISSING)
    with contextlib.ExitStack() as stack:
        folder = options.photos or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shown = app_shows()
        photos = load_photos(options.visitors, folder, shown, quick=True)
        first = stack.enter_context(serve())
        second = stack.enter_context(serve())
        url = stack.enter_context(_balanced(nginx, first.url, second.url))
        held = visit_all(url, photos, shown, pause=_PAUSE, timeout=300)
        print(f"{held.visitors} visitors on every page: {len(held.errors)} errors, ", end="")
        print(f"{held.mixed_up} pictures that reached two visitors")
        for text, times in Counter(held.errors).most_common(20):
            print(f"  {times} × {text[:200]}")
        failed = bool(held.errors or held.mixed_up) | _stop_one(url, photos, first.stop)
    sys.exit(failed)


@contextlib.contextmanager
def _balanced(nginx: str, *servers: str) -> Iterator[str]:
    """Run nginx before the servers, with the ports in its configuration changed for free ones."""
    port = free_port()
    ports = dict(zip(_PORTS, [*(server.rpartition(":")[2] for server in servers), str(port)], strict=True))
    text = re.sub("|".join(_PORTS), lambda found: ports[found[0]], _CONFIGURATION.read_text())
    with tempfile.TemporaryDirectory() as folder:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        own = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds) + "access_log off;"
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(text.replace("http {", f"http {{ {own}", 1), encoding="utf-8")
        command = [nginx, "-p", folder, "-e", f"{folder}/errors.log", "-c", str(configuration)]
        process = subprocess.Popen([*command, "-g", f"daemon off; pid {folder}/nginx.pid;"])
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _stop_one(url: str, photos: Sequence[LoadPhoto], stop: Callable[[], None]) -> bool:
    """Stop the first process while visitors are there, and print what they meet."""
    with contextlib.ExitStack() as stack:
        guests = [Guest(visitor=stack.enter_context(Visitor(url)), photo=photo) for photo in photos]
        for guest in guests:
            guest.visitor.open()
            guest.visitor.upload("upload_0", guest.photo.name, guest.photo.data)
        on_first = [guest for guest in guests if guest.process == "one"]
        on_second = [guest for guest in guests if guest.process == "two"]
        print(f"{len(on_first)} are with the first process, {len(on_second)} with the second; one stops")
        stop()
        went_on = sum(map(_goes_on, on_second))
        print(f"with the second process, {went_on} of {len(on_second)} go on with their photo")
        start = time.monotonic()
        came_back = sum(_comes_back(url, guest) for guest in on_first)
        each = (time.monotonic() - start) / max(1, len(on_first))
        print(
            f"of the first process, {came_back} of {len(on_first)} come to the second with the same view, "
            f"are asked for their photo and get their results again ({each:.1f} s each)"
        )
    return went_on < len(on_second) or came_back < len(on_first) or not (on_first and on_second)


def _goes_on(guest: Guest) -> bool:
    other = str(guest.photo.other_k)
    answer = guest.visitor.change("k", string_array_value=[other])
    return not answer.exceptions and guest.visitor.palettes() == [guest.photo.palettes[other]]


def _comes_back(url: str, guest: Guest) -> bool:
    """Whether a visitor whose process has stopped finds their view again in the other one."""
    photo, other = guest.photo, str(guest.photo.other_k)
    try:
        guest.visitor.change("k", string_array_value=[other])
    except VisitFailed:
        pass
    else:
        return False
    with Visitor(url, cookies=guest.visitor.cookies) as visitor:
        answer = visitor.open("", guest.visitor.address)
        asked = any(_ASKED in text for text in visitor.texts())
        again = visitor.upload("upload_0", photo.name, photo.data)
        calm = not answer.exceptions and not again.exceptions
        return calm and asked and {photo.preview} <= visitor.pictures()


if __name__ == "__main__":
    main()

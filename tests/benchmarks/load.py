"""Many visitors at once: response times, errors and memory of one process of the app.

    python -m tests.benchmarks.load [--visitors 1 5 20 50 50] [--limit 690]

The app is started inside a memory cgroup, on two cores. Every visitor is a real session over Streamlit's
WebSocket protocol with a 12-megapixel JPEG of their own: they open the front page, upload it, change K, go to
Elbow, Edges and 3D Explorer, and leave. Whatever they are sent after the upload is compared with what
`kseg_core` makes of their photo, and no picture may reach two of them. After each round the program waits for
the session time-out, lets one more visitor come, and looks at the memory again. The visitors run on the same
machine and take a part of its cores.
"""

import argparse
import contextlib
import logging
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.load_photos import LoadPhoto, Shown, load_photos
from tests.benchmarks.memory_limit import MemoryLimit, NoMemoryLimit, memory_limit
from tests.protocol import Answer, VisitFailed, Visitor

ROOT = Path(__file__).resolve().parents[2]
MB = 10**6
CORES = 2
SAME_MEMORY = 50 * MB
_START_SECONDS = 60
_WATCH_SECONDS = 0.05
_LONG_WAIT = 3.0
_MOST_LINES = 60
_BANNER_LINES = 3
_STEPS = ("front page", "upload", "change K", "Elbow", "Edges", "3D Explorer", "back to Cluster")


@dataclass(slots=True, kw_only=True)
class Round:
    """What the visitors of one round met."""

    visitors: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    silent: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    waited: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, step: str, answer: Answer) -> None:
        with self.lock:
            self.seconds[step].append(answer.seconds)
            self.waited += answer.said_waiting
            if answer.seconds > _LONG_WAIT:
                self.silent.append(answer.silent)
            self.errors += [f"{step}: {text}" for text in answer.exceptions]

    def complain(self, number: int, step: str, text: str) -> None:
        with self.lock:
            self.errors.append(f"visitor {number}, {step}: {text}")

    @property
    def mixed_up(self) -> int:
        """Pictures that reached more than one visitor."""
        return sum(len(numbers) > 1 for numbers in self.seen.values())


class Watch:
    """Looks at the memory of the app again and again."""

    def __init__(self, used: Callable[[], int]) -> None:
        self.used = used
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(_WATCH_SECONDS):
            self.peak = max(self.peak, self.used())


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--visitors", nargs="+", type=int, default=[1, 5, 20, 50, 50], help="of each round")
    parser.add_argument("--limit", type=int, default=690, help="megabytes of the cgroup (690)")
    parser.add_argument("--no-limit", action="store_true", help="without a cgroup")
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between two actions (2)")
    parser.add_argument("--timeout", type=float, default=300.0, help="longest wait for an answer (300)")
    parser.add_argument("--session-seconds", type=int, help="session time-out, instead of the app's own")
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--photos", type=Path, help="folder that keeps the photos for the next time")
    parser.add_argument("--quick", action="store_true", help="small photos; proves nothing about memory")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.photos or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print(f"making {max(options.visitors)} photos …", flush=True)
        photos = load_photos(max(options.visitors), folder, _shown(), quick=options.quick)
        sizes = [len(photo.data) / MB for photo in photos]
        print(f"{len(photos)} photos of {min(sizes):.1f} to {max(sizes):.1f} MB")
        limit = None
        if not options.no_limit:
            try:
                limit = stack.enter_context(memory_limit(options.limit * MB))
            except NoMemoryLimit as error:
                sys.exit(str(error))
        failed = _measure(options, photos, limit)
    sys.exit(failed)


def _measure(options: argparse.Namespace, photos: list[LoadPhoto], limit: MemoryLimit | None) -> bool:
    failed, last = False, None
    with _server(options, limit) as (url, pid):
        used = (lambda: limit.used) if limit else (lambda: _resident(pid))
        print(f"idle: {used() / MB:.0f} MB", flush=True)
        for visitors in options.visitors:
            if limit is not None and limit.kills:
                break
            with Watch(used) as watch:
                held = _visit_all(url, photos[:visitors], options)
                at_end = used()
                _wait_for_time_out(options)
                _come_once_more(url, held, options.timeout)
                after = used()
            _report(held, watch.peak, at_end, after, limit)
            failed |= bool(held.errors or held.mixed_up)
            if last is not None and last[0] == visitors:
                apart = abs(after - last[1])
                bound = f"at most {SAME_MEMORY / MB:.0f}"
                print(f"two rounds of {visitors} ended {apart / MB:.0f} MB apart ({bound})")
                failed |= apart > SAME_MEMORY
            last = visitors, after
        if limit is not None and limit.kills:
            print("The kernel has killed the app for want of memory.")
            failed = True
    return failed


def _visit_all(url: str, photos: list[LoadPhoto], options: argparse.Namespace) -> Round:
    held = Round(visitors=len(photos))
    threads = [
        threading.Thread(target=_visit, args=(url, number, photo, held, options))
        for number, photo in enumerate(photos)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return held


def _visit(url: str, number: int, photo: LoadPhoto, held: Round, options: argparse.Namespace) -> None:
    """One visitor, from the front page until they leave."""
    pause = random.Random(number)
    first = [str(k) for k in _shown().ks]
    step = "front page"
    try:
        with Visitor(url, timeout=options.timeout) as visitor:

            def act(name: str, action: Callable[[], Answer], wanted: set[str], ks: list[str]) -> None:
                nonlocal step
                step = name
                time.sleep(pause.uniform(0, 2 * options.pause))
                held.note(name, action())
                _check(visitor, number, photo, held, name, wanted, ks)

            time.sleep(pause.uniform(0, 2 * options.pause))
            held.note(step, visitor.open())
            cluster = {photo.preview, *(photo.previews[k] for k in first)}
            other = str(photo.other_k)
            act("upload", lambda: visitor.upload("upload_0", photo.name, photo.data), cluster, first)
            act(
                "change K",
                lambda: visitor.change("k", string_array_value=[other]),
                {photo.preview, photo.previews[other]},
                [other],
            )
            act("Elbow", lambda: visitor.open("elbow"), {photo.preview}, [])
            act("Edges", lambda: visitor.open("edges"), {photo.preview}, [])
            act("3D Explorer", lambda: visitor.open("explorer"), {photo.small_preview}, [])
            act("back to Cluster", visitor.open, {photo.preview}, [])
    except VisitFailed as error:
        held.complain(number, step, str(error))
    except Exception as error:  # whatever happens to a visitor is a result
        held.complain(number, step, repr(error))


def _check(
    visitor: Visitor, number: int, photo: LoadPhoto, held: Round, step: str, wanted: set[str], ks: list[str]
) -> None:
    """Whether what stands on the page is made of the visitor's own photo."""
    pictures = visitor.pictures()
    with held.lock:
        for picture in pictures:
            held.seen[picture].add(number)
    if not any(photo.name in text.replace("\\", "") for text in visitor.texts()):
        held.complain(number, step, "the page is about another photo")
    missing = len(wanted - pictures)
    if missing:
        held.complain(number, step, f"{missing} of {len(wanted)} pictures are not of this photo")
    if ks and visitor.palettes() != [photo.palettes[k] for k in ks]:
        held.complain(number, step, "a palette is not of this photo")


def _wait_for_time_out(options: argparse.Namespace) -> None:
    from streamlit import config

    seconds = options.session_seconds or config.get_option("server.disconnectedSessionTTL")
    time.sleep(int(seconds) + 1)


def _come_once_more(url: str, held: Round, timeout: float) -> None:
    try:
        with Visitor(url, timeout=timeout) as visitor:
            visitor.open()
    except (VisitFailed, OSError) as error:
        held.errors.append(f"one more visitor: {error}")
    time.sleep(1)


def _report(held: Round, peak: int, at_end: int, after: int, limit: MemoryLimit | None) -> None:
    print(f"\n{held.visitors} visitors")
    print(f"  {'seconds':16} {'median':>8} {'95 %':>8} {'most':>8}")
    for step in _STEPS:
        seconds = sorted(held.seconds[step])
        if seconds:
            late = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
            print(f"  {step:16} {statistics.median(seconds):8.2f} {late:8.2f} {seconds[-1]:8.2f}")
    if held.silent:
        print(
            f"  of {len(held.silent)} answers that took more than {_LONG_WAIT:.0f} s, "
            f"the first sign of work or waiting came after {max(held.silent):.1f} s at most"
        )
    print(f"  told to wait for others: {held.waited} times")
    print(f"  errors: {len(held.errors)}, pictures that reached two visitors: {held.mixed_up}")
    for text, times in Counter(held.errors).most_common(_MOST_LINES):
        print(f"    {times} × {text[:200]}")
    whole = f", with cached files {limit.peak / MB:.0f}" if limit is not None and limit.peak else ""
    print(
        f"  memory, MB: peak {peak / MB:.0f}{whole}; when they had left {at_end / MB:.0f}, "
        f"after the time-out and one more visitor {after / MB:.0f}",
        flush=True,
    )


@contextlib.contextmanager
def _server(options: argparse.Namespace, limit: MemoryLimit | None) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(options.port)]
    if options.session_seconds:
        command += ["--server.disconnectedSessionTTL", str(options.session_seconds)]
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            limit.command(command) if limit else command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        )
        url = f"http://127.0.0.1:{options.port}"
        try:
            _wait_until_healthy(url, process)
            yield url, process.pid
            if process.poll() is not None:
                print(f"The app has ended by itself ({process.returncode}).")
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            log.seek(0)
            lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
            for line in lines[_BANNER_LINES:][:_MOST_LINES]:
                print(f"  app: {line}")


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url + "/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The app did not start.")


def _resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


def _shown() -> Shown:
    """What the app shows of a photo, read from the app itself."""
    logging.disable(logging.WARNING)  # Streamlit says that there is no server in this process
    from pages._ui import cache, state
    from pages._ui.explorer import cache as explorer_cache

    logging.disable(logging.NOTSET)
    return Shown(
        ks=tuple(state.DEFAULTS["k"]), side=cache.PREVIEW_SIDE, small_side=explorer_cache.PICTURE_SIDE
    )


if __name__ == "__main__":
    main()

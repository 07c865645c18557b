"""Many visitors at once: response times, errors and memory of one process of the app.

    python -m tests.benchmarks.load [--visitors 1 5 20 50 50] [--limit 690] [--cores 0.1 0.25 0.5]

The app is started inside a memory cgroup, on two cores; with `--cores`, on each of these shares of a core
in turn. Every visitor is a real session over Streamlit's WebSocket protocol with a 12-megapixel JPEG of their
own: they open the front page, upload it, change K, look closer, ask for the files to take away, go to Elbow,
Edges and 3D Explorer, give smaller photos to a series, and leave. Whatever they are sent after the
upload is compared with what `kseg_core` makes of their photo, and no picture may reach two of them. No answer
may go without a sign of life for three seconds. After each round the program waits for the session time-out,
lets one more visitor come, and looks at the memory again. The visitors run on the same machine and take a
part of its cores.
"""

import argparse
import contextlib
import itertools
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.host_limit import HostLimit, NoHostLimit, host_limit
from tests.benchmarks.load.journey import LONG_WAIT, Round, visit_all
from tests.benchmarks.load.photos import LoadPhoto, Shown, load_photos
from tests.benchmarks.load.report import MB, Memory, print_table, report
from tests.benchmarks.server import Watch, serve
from tests.protocol import VisitFailed, Visitor

SAME_MEMORY = 50 * MB


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.load",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--visitors", nargs="+", type=int, default=[1, 5, 20, 50, 50], help="of each round")
    parser.add_argument("--limit", type=int, default=690, help="megabytes of the cgroup (690)")
    parser.add_argument("--cores", nargs="+", type=float, default=[None], help="of the cgroup; 2 without it")
    parser.add_argument("--no-limit", action="store_true", help="without a cgroup")
    parser.add_argument("--pause", type=float, default=2.0, help="mean seconds between two actions (2)")
    parser.add_argument("--timeout", type=float, default=300.0, help="longest wait for an answer (300)")
    parser.add_argument("--session-seconds", type=int, help="session time-out, instead of the app's own")
    parser.add_argument("--port", type=int, help="of the app; a free one without it")
    parser.add_argument("--photos", type=Path, help="folder that keeps the photos for the next time")
    parser.add_argument("--quick", action="store_true", help="small photos; proves nothing about memory")
    options = parser.parse_args()
    if options.no_limit and options.cores != [None]:
        parser.error("--cores needs a cgroup, and --no-limit forbids it")
    with contextlib.ExitStack() as stack:
        folder = options.photos or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print(f"making {max(options.visitors)} photos …", flush=True)
        shown = app_shows()
        photos = load_photos(max(options.visitors), folder, shown, quick=options.quick)
        sizes = [len(photo.data) / MB for photo in photos]
        print(f"{len(photos)} photos of {min(sizes):.1f} to {max(sizes):.1f} MB")
        failed = [_measure_on(cores, options, photos, shown) for cores in options.cores]
    sys.exit(any(failed))


def _measure_on(
    cores: float | None, options: argparse.Namespace, photos: Sequence[LoadPhoto], shown: Shown
) -> bool:
    if cores is not None:
        print(f"\n{cores:g} cores")
    if options.no_limit:
        return _measure(options, photos, shown, None)
    try:
        with host_limit(options.limit * MB, cores) as limit:
            return _measure(options, photos, shown, limit)
    except NoHostLimit as error:
        sys.exit(str(error))


def _measure(
    options: argparse.Namespace, photos: Sequence[LoadPhoto], shown: Shown, limit: HostLimit | None
) -> bool:
    ttl = options.session_seconds
    rounds: list[tuple[Round, Memory]] = []
    with serve(
        options=["--server.disconnectedSessionTTL", str(ttl)] if ttl else (),
        within=limit.command if limit else lambda command: command,
        port=options.port,
    ) as server:
        used = (lambda: limit.used) if limit else (lambda: server.resident)
        print(f"idle: {used() / MB:.0f} MB", flush=True)
        for visitors in options.visitors:
            if limit is not None and limit.kills:
                break
            rounds.append(_hold(server.url, photos[:visitors], shown, options, used, limit))
            report(*rounds[-1])
        killed = limit is not None and bool(limit.kills)
    print_table(rounds)
    if killed:
        print("The kernel has killed the app for want of memory.")
    wrong = any(
        held.errors or held.mixed_up or any(seconds > LONG_WAIT for seconds, _ in held.silent)
        for held, _ in rounds
    )
    return killed or wrong or not _stayed_as_small(rounds)


def _hold(
    url: str,
    photos: Sequence[LoadPhoto],
    shown: Shown,
    options: argparse.Namespace,
    used: Callable[[], int],
    limit: HostLimit | None,
) -> tuple[Round, Memory]:
    with Watch(used) as watch:
        held = visit_all(url, photos, shown, pause=options.pause, timeout=options.timeout)
        at_end = used()
        _wait_for_time_out(options)
        _come_once_more(url, held, options.timeout)
        after = used()
    whole = limit.peak if limit else None
    return held, Memory(peak=watch.peak, at_end=at_end, after=after, with_files=whole)


def _stayed_as_small(rounds: Sequence[tuple[Round, Memory]]) -> bool:
    """Whether rounds of as many visitors, one after the other, ended with the same memory."""
    same = True
    for (held, memory), (next_held, next_memory) in itertools.pairwise(rounds):
        if held.visitors != next_held.visitors:
            continue
        apart = abs(next_memory.after - memory.after)
        print(
            f"\ntwo rounds of {held.visitors} ended {apart / MB:.0f} MB apart "
            f"(at most {SAME_MEMORY / MB:.0f})"
        )
        same &= apart <= SAME_MEMORY
    return same


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


def app_shows() -> Shown:
    """What the app shows of a photo, read from the app itself."""
    logging.disable(logging.WARNING)  # Streamlit says that there is no server in this process
    from pages._ui import results, state
    from pages._ui.explorer import results as explorer_results

    logging.disable(logging.NOTSET)
    return Shown(
        ks=tuple(state.DEFAULTS["k"]),
        one_k=state.DEFAULTS["closer_k"],
        several_k=state.DEFAULTS["several_k"],
        side=results.PREVIEW_SIDE,
        small_side=explorer_results.PICTURE_SIDE,
    )


if __name__ == "__main__":
    main()

"""Photos on processes of this machine, each with one thread."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from types import TracebackType
from typing import Self

from kseg_core.batch.engines import Item, Result, WorkerLostError
from kseg_core.histogram import ColorHistogram, pooled_histogram

WORKER_ENVIRONMENT = {
    "KSEG_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}
"""One thread: the other processes have the other cores. What a photo needed is kept for the next: to get
memory from the system anew takes a fifth of the time."""

_SPAWN = multiprocessing.get_context("spawn")
_STANDARD_ERROR = 2
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_LOST = (
    "The process that worked on this photo ended in the middle, twice. It may take more memory than there is."
)


def usable_cores() -> int:
    """How many cores this process may use, by its affinity and the quota of its container."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if _QUOTA.is_file():
        quota, period = _QUOTA.read_text().split()
        if quota != "max":
            cores = min(cores, -(-int(quota) // int(period)))
    return cores


class LocalEngine:
    """An `Engine` of processes of this machine; for a ``with`` block, at whose end they are gone.

    Each process is a pool of its own and has one item in hand. One that ends in the middle costs the others
    nothing: its item is done again at the end, while nothing else runs, and only what ends its process once
    more is lost.

    Parameters
    ----------
    processes : int
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._idle: list[ProcessPoolExecutor] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._idle:
            pool.shutdown()

    def results(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result | WorkerLostError]]:
        """See `Engine`."""
        again = []
        for item, result in self._outcomes(function, items, self._processes):
            if isinstance(result, WorkerLostError):
                again.append(item)
            else:
                yield item, result
        yield from self._outcomes(function, again, 1)

    def summed(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Iterable[Item],
        done: Callable[[], None],
    ) -> ColorHistogram | None:
        """See `Engine`."""
        total = pooled_histogram(self._histograms(function, items, done))
        return total if total.n_colors else None

    def _histograms(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Iterable[Item],
        done: Callable[[], None],
    ) -> Iterator[ColorHistogram]:
        for _, histogram in self.results(function, items):
            done()
            if isinstance(histogram, ColorHistogram):
                yield histogram

    def _outcomes(
        self, function: Callable[[Item], Result], items: Iterable[Item], together: int
    ) -> Iterator[tuple[Item, Result | WorkerLostError]]:
        """Each item with its result, or with what to say of the end of its process."""
        rest = iter(items)
        at_work: dict[Future[Result], tuple[ProcessPoolExecutor, Item]] = {}

        def hand_out() -> None:
            for item in islice(rest, together - len(at_work)):
                pool = self._idle.pop() if self._idle else ProcessPoolExecutor(1, _SPAWN, _begin)
                with _environment(WORKER_ENVIRONMENT), _no_interrupts():  # The first item starts a process.
                    at_work[pool.submit(function, item)] = pool, item

        try:
            hand_out()
            while at_work:
                for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                    pool, item = at_work.pop(future)
                    result: Result | WorkerLostError
                    try:
                        result = future.result()
                        self._idle.append(pool)
                    except (BrokenProcessPool, MemoryError):
                        pool.shutdown()
                        result = WorkerLostError(_LOST)
                    hand_out()
                    yield item, result
        finally:
            if at_work:  # Nobody wants what is in hand.
                for process in multiprocessing.active_children():
                    process.kill()


def _begin() -> None:
    """Begin a process: it is silent, and ends when the one that started it has been killed."""
    # Decoders print what they find odd in a file, which would tear the bar of the command apart.
    os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_ERROR)
    parent = multiprocessing.parent_process()

    def wait_for_end() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait_for_end, daemon=True).start()


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """These variables for a process that is started in the block."""
    before = os.environ.copy()
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            if name in before:
                os.environ[name] = before[name]
            else:
                del os.environ[name]


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """A process that is started in the block never hears a Ctrl-C; here one is heard after it."""
    if not hasattr(signal, "pthread_sigmask"):  # As on Windows.
        yield
        return
    resource_tracker.ensure_running()  # The first process starts it, which would let interrupts through.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

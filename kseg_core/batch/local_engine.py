"""Photos on processes of this machine, each with one thread."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Self

from kseg_core.batch.engines import Item, Result, WorkerLostError
from kseg_core.histogram import ColorHistogram, pooled_histogram
from kseg_core.reading.decoder_process import ENVIRONMENT

ONE_THREAD = {"KSEG_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}
"""For a process: the others have the other cores."""

KEPT_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}
"""What a photo needed is kept for the next: to get it from the system anew takes a fifth of the time."""

_AHEAD = 2
"""So many items a process are handed out, so that none waits for the next."""

_LOST = "Working on this photo ended its process, twice. It may take more memory than there is."


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine:
    """An `Engine` of processes of this machine; for a ``with`` block, at whose end they are gone.

    A process that ends in the middle costs nobody else anything: what was in hand is done again, one at a
    time, and only what ends its process once more is lost.

    Parameters
    ----------
    processes : int
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        os.environ.update(ENVIRONMENT | ONE_THREAD | KEPT_MEMORY)  # Processes read it when they start.
        self._pool = _new_pool(processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def results(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result | WorkerLostError]]:
        """See `Engine`."""
        rest = iter(items)
        at_work: dict[Future[Result], Item] = {}
        while True:
            for item in islice(rest, _AHEAD * self._processes - len(at_work)):
                at_work[self._pool.submit(function, item)] = item
            if not at_work:
                return
            done, _ = wait(at_work, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                self._pool.shutdown()
                self._pool = _new_pool(self._processes)
                done = set(at_work)
            for future in done:
                item = at_work.pop(future)
                is_lost = isinstance(future.exception(), BrokenProcessPool)
                yield item, _alone(function, item) if is_lost else future.result()

    def summed(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Sequence[Item],
        done: Callable[[], None],
    ) -> ColorHistogram | None:
        """See `Engine`."""
        total = pooled_histogram(self._histograms(function, items, done))
        return total if total.n_colors else None

    def _histograms(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Sequence[Item],
        done: Callable[[], None],
    ) -> Iterator[ColorHistogram]:
        for _, histogram in self.results(function, items):
            done()
            if isinstance(histogram, ColorHistogram):
                yield histogram


def _new_pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C in a terminal is for the command alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _alone(function: Callable[[Item], Result], item: Item) -> Result | WorkerLostError:
    """Once more, in a process of its own."""
    with _new_pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool:
            return WorkerLostError(_LOST)

"""Photos on processes of this machine, each with one thread."""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kseg_core.batch.engines import Item, Result, WorkerLostError
from kseg_core.errors import SettingsError
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
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_SECONDS = 10.0
_KILLED = (
    "The system ended the process that worked on this photo, twice. It may take more memory than there is."
)
_CRASHED = "The process that worked on this photo crashed, twice ({})."


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

    Each process has one item in hand. One that ends in the middle costs the others nothing: its item is done
    again at the end, while nothing else runs, and only what ends its process once more is lost. A process
    also ends when this one is gone.

    Parameters
    ----------
    processes : int
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._idle:
            worker.end()

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
        """Each item with its result, or with how its process ended."""
        rest = iter(items)
        at_work: dict[object, tuple[_Worker, Item]] = {}

        def hand_out() -> None:
            for item in islice(rest, together - len(at_work)):
                worker = self._idle.pop() if self._idle else _Worker()
                at_work[worker.connection] = worker, item
                worker.give(function, item)

        try:
            hand_out()
            while at_work:
                for connection in wait([worker.connection for worker, _ in at_work.values()]):
                    worker, item = at_work[connection]
                    result = worker.take()
                    del at_work[connection]
                    if not isinstance(result, WorkerLostError):
                        self._idle.append(worker)
                    hand_out()
                    yield item, result
        finally:  # Nothing is at work now, or nobody wants it.
            for worker, _ in at_work.values():
                worker.end()


class _Worker:
    """A process and the pipe to it."""

    def __init__(self) -> None:
        self.connection, other = _SPAWN.Pipe()
        with other, _environment(WORKER_ENVIRONMENT), _no_interrupts():
            self._process = _SPAWN.Process(target=_work, args=(other,), daemon=True)
            self._process.start()

    def give(self, function: Callable[[Any], object], item: object) -> None:
        with suppress(ConnectionError):  # It has ended, as `take` will find.
            self.connection.send((function, item))

    def take(self) -> Any:
        """What became of the item, or how the process ended. Raises what the function raised."""
        try:
            raised, result = self.connection.recv()
        except (EOFError, ConnectionError):
            self._process.join(_SECONDS)
            self.end()
            return WorkerLostError(_why(self._process.exitcode or 0))
        if raised is not None:
            raise raised
        return result

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _work(connection: Connection) -> None:
    """What the process does: one item after the other, as long as somebody is there."""
    with suppress(EOFError, ConnectionError):
        while True:
            connection.send(_tried(*connection.recv()))


def _tried(function: Callable[[Item], Result], item: Item) -> tuple[Exception | None, Result | None]:
    """What the function raises or returns."""
    try:
        return None, function(item)
    except MemoryError:  # Where there is no more, the system does the same.
        os.kill(os.getpid(), signal.SIGKILL)
        raise
    except Exception as error:
        error.add_note(traceback.format_exc())
        return error, None


def _why(status: int) -> str:
    """Why a process ended in the middle of an item."""
    if status >= 0:
        raise SettingsError(
            f"A process for the photos ended by itself (exit status {status}). What it said stands above."
        )
    return _KILLED if status == -signal.SIGKILL else _CRASHED.format(signal.Signals(-status).name)


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
    resource_tracker.ensure_running()  # The first process starts it, which would let interrupts through.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""Photos on a cluster of Dask, which tries again what failed and does without workers that are lost."""

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from pkgutil import resolve_name
from types import TracebackType
from typing import Any, Self

import kseg_core
from kseg_core.batch.engines import Item, Result, WorkerLostError
from kseg_core.batch.local_engine import WORKER_ENVIRONMENT, usable_cores
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, pooled_histogram

LOCAL = "local"
"""In place of an address: a cluster of this machine, for this run."""

_AHEAD, _SECONDS_AHEAD = 2, 0.25
"""So many items a thread are handed out, or as many as are done in this time, which small photos need: the
scheduler knows few of many."""

_TOGETHER = 16
"""Histograms that are added up in one go."""

_SECONDS, _SECONDS_UNTIL_SAID, _SECONDS_FOR_WORKERS, _SECONDS_UNTIL_COUNTED = 15.0, 5.0, 90.0, 3.0
_RETRIES = 3
_ERROR = "error"
_LOGS = ("distributed", "distributed.client")
_VERSION = "kseg_core:__version__"
_LOST = (
    "Working on this photo ended its worker, again and again. It may take more memory than there is, or make "
    "a decoder crash."
)


class ClusterEngine:
    """An `Engine` on a cluster of Dask; for a ``with`` block.

    Dask does an item again where its worker is lost. What was on workers that were lost four times is done
    once more at the end, one item at a time, so that no item is lost for another on the same worker.

    Parameters
    ----------
    address : str
        Of its scheduler, or `LOCAL`.
    workers : int, optional
        Of a cluster of this machine; one a core unless given.

    Raises
    ------
    SettingsError
        If Dask is not installed, nobody answers, there are no workers, or these have another version of kseg;
        or if `workers` is given for another cluster.
    """

    def __init__(self, address: str, workers: int | None = None) -> None:
        try:
            import distributed
        except ImportError as error:
            raise SettingsError("A cluster needs a package more: pip install distributed") from error
        self._dask: Any = distributed  # It has no types.
        self._n_threads, self._counted = 1, 0.0
        for name in _LOGS:  # The command says what goes wrong.
            logging.getLogger(name).setLevel(logging.CRITICAL)
        with ExitStack() as stack:
            if address == LOCAL:
                cluster = stack.enter_context(self._local_cluster(workers or usable_cores()))
                address = cluster.scheduler_address
            elif workers is not None:
                raise SettingsError("--jobs is for this machine; a cluster has as many workers as it has.")
            try:
                self._client = stack.enter_context(self._dask.Client(address, timeout=_SECONDS))
            except (OSError, ValueError) as error:
                raise SettingsError(f"No Dask scheduler answers at {address}.") from error
            self._check_versions(address)
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def results(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result | WorkerLostError]]:
        """See `Engine`."""
        with self._while_it_answers():
            again = []
            for item, future in self._futures(function, items):
                result = self._taken(future)
                if isinstance(result, WorkerLostError):
                    again.append(item)
                else:
                    yield item, result
            for item, future in self._futures(function, again, together=1):
                yield item, self._taken(future)

    def summed(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Sequence[Item],
        done: Callable[[], None],
    ) -> ColorHistogram | None:
        """See `Engine`. Workers add up, some at a time; what comes here is the last sum."""
        with self._while_it_answers():
            add_up = partial(_sum_of_items, function)
            together = max(1, min(_TOGETHER, len(items) // (2 * self._threads())))
            parts = (items[start : start + together] for start in range(0, len(items), together))
            levels: list[list[Any]] = []
            again: list[Item] = []
            for part, future in self._futures(add_up, parts):
                if future.status == _ERROR:
                    again += part
                    continue
                self._add(levels, future)
                for _ in part:
                    done()
            for _, future in self._futures(add_up, ([item] for item in again), together=1):
                if future.status != _ERROR:
                    self._add(levels, future)
                else:
                    self._taken(future)  # Raises if it is more than a lost worker.
                done()
            total = self._taken(self._submit(_sum, [future for sums in levels for future in sums]))
            if isinstance(total, WorkerLostError):
                raise SettingsError(
                    "Adding up the colors ended worker after worker. They may need more memory."
                )
            return total

    def _futures(
        self, function: Callable[[Item], Any], items: Iterable[Item], *, together: int | None = None
    ) -> Iterator[tuple[Item, Any]]:
        """Each item with its future, which has come to its end; so many items are handed out at a time."""
        rest, started = iter(items), time.monotonic()
        item_of: dict[Any, Item] = {}
        ended = self._dask.as_completed()

        def hand_out(n_done: int) -> None:
            periods = max(1.0, (time.monotonic() - started) / _SECONDS_AHEAD)
            ahead = max(_AHEAD * self._threads(), int(n_done / periods))
            for item in islice(rest, max(0, (together or ahead) - len(item_of))):
                future = self._submit(function, item)
                item_of[future] = item
                ended.add(future)

        hand_out(0)
        for n_done, future in enumerate(ended, 1):
            item = item_of.pop(future)
            if future.cancelled():
                raise self._dask.CancelledError
            hand_out(n_done)
            yield item, future

    def _add(self, levels: list[list[Any]], future: Any) -> None:
        """Take a sum into those of a tree: as many as `_TOGETHER` of a level make one of the next."""
        for sums in levels:
            sums.append(future)
            if len(sums) < _TOGETHER:
                return
            future = self._submit(_sum, sums.copy())
            sums.clear()
        levels.append([future])

    def _submit(self, function: Callable[[Any], Any], given: object) -> Any:
        return self._client.submit(function, given, pure=False, retries=_RETRIES)

    def _taken(self, future: Any) -> Any:
        """The result of a future; `WorkerLostError` if it ended worker after worker, or has no memory."""
        try:
            return future.result()
        except (self._dask.KilledWorker, MemoryError):
            return WorkerLostError(_LOST)

    @contextmanager
    def _while_it_answers(self) -> Iterator[None]:
        try:
            yield
        except (self._dask.CancelledError, self._dask.comm.CommClosedError) as error:
            raise SettingsError(
                "The Dask scheduler does not answer anymore. The same command goes on from here."
            ) from error

    def _threads(self) -> int:
        """How many threads the workers have together, which can become more or fewer."""
        is_old = time.monotonic() > self._counted + _SECONDS_UNTIL_COUNTED
        if is_old and self._client.status == "running":
            self._n_threads = sum(self._client.nthreads().values()) or 1
            self._counted = time.monotonic()
        return self._n_threads

    def _local_cluster(self, workers: int) -> Any:
        """A cluster that does not hear a Ctrl-C in the terminal, which is for the command alone."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return self._dask.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                env=WORKER_ENVIRONMENT,
                silence_logs=logging.CRITICAL,
            )
        finally:
            signal.signal(signal.SIGINT, before)

    def _check_versions(self, address: str) -> None:
        ours, client = kseg_core.__version__, self._client
        try:
            # Where workers only start when there is work, this is the first.
            first = client.submit(resolve_name, _VERSION, pure=False)
            with suppress(TimeoutError):
                first.result(timeout=_SECONDS_UNTIL_SAID)
            if not first.done():
                sys.stderr.write(f"Waiting for a worker to join {address} …\n")
            first.result(timeout=_SECONDS_FOR_WORKERS)
            theirs = {*client.run(resolve_name, _VERSION).values()}
            theirs.add(client.run_on_scheduler(resolve_name, _VERSION))
        except TimeoutError as error:
            raise SettingsError(f"The Dask cluster at {address} has no workers.") from error
        except ImportError as error:
            raise SettingsError(
                "The scheduler or the workers of this cluster do not have kseg. Install the same version."
            ) from error
        if theirs != {ours}:
            raise SettingsError(
                f"This cluster has another version of kseg ({', '.join(sorted(theirs - {ours}))}) than this "
                f"command ({ours}), and could make other files."
            )


def _sum_of_items(
    function: Callable[[Item], ColorHistogram | None], items: Iterable[Item]
) -> ColorHistogram | None:
    return _sum(map(function, items))


def _sum(histograms: Iterable[ColorHistogram | None]) -> ColorHistogram | None:
    there = (each for each in histograms if each is not None)
    total = pooled_histogram(there)
    return total if total.n_colors else None

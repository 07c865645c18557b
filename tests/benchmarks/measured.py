"""One call in a forked process: its processor time, its peak memory, and how it ended."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from multiprocessing.connection import Connection
from pathlib import Path

from kseg_core.errors import KsegError

_FORK = multiprocessing.get_context("fork")
_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What a call took.

    Attributes
    ----------
    cpu_seconds : float
        Of all threads.
    megabytes : float
        Peak resident memory above that of the start.
    refusal : str
        The sentence of a `KsegError`.
    failure : str
        Any other error, a crash, or that the time was over.
    """

    cpu_seconds: float = nan
    megabytes: float = nan
    refusal: str = ""
    failure: str = ""


def measured(work: Callable[[], object], *, seconds: float | None = None) -> Measurement:
    """Do the work in a fork of this process, which is killed after `seconds`. Linux only."""
    here, there = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_measure, args=(work, there))
    process.start()
    there.close()
    try:
        if here.poll(seconds):
            return here.recv()  # type: ignore[no-any-return]
        return Measurement(failure=f"still at work after {seconds:g} s")
    except EOFError:
        process.join()
        return Measurement(failure=f"ended with exit code {process.exitcode}")
    finally:
        process.kill()
        process.join()


def _measure(work: Callable[[], object], there: Connection) -> None:
    idle = megabytes("VmRSS")
    reset_peak()
    start, refusal, failure = time.process_time(), "", ""
    try:
        work()
    except KsegError as error:
        refusal = str(error)
    except BaseException as error:
        failure = repr(error)
    there.send(
        Measurement(
            cpu_seconds=time.process_time() - start,
            megabytes=megabytes("VmHWM") - idle,
            refusal=refusal,
            failure=failure,
        )
    )


def can_measure() -> bool:
    """Whether this system tells of a process's memory."""
    return _STATUS.exists() and _CLEAR.exists()


def megabytes(field: str) -> float:
    """``VmRSS``, the resident memory of this process, or ``VmHWM``, its peak."""
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def reset_peak() -> None:
    """Let ``VmHWM`` start anew."""
    _CLEAR.write_text("5")

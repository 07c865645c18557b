"""Runs of programs, and what all their processes took."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

COMMAND = (sys.executable, "-m", "kseg_core.batch")
_OFTEN, _SELDOM = 0.01, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run took.

    Attributes
    ----------
    status : int
        Of its exit.
    text : str
        What it printed.
    seconds : float
        On the clock.
    cpu_seconds : float
        Of all its processes.
    megabytes : dict of str to float
        Peak memory of its ``"driver"``, and of the largest of its ``"worker"``s and ``"decoder"``s.
    """

    status: int
    text: str
    seconds: float
    cpu_seconds: float
    megabytes: dict[str, float] = field(default_factory=dict)


def run(command: Sequence[object], *, log: Path, watches: bool = False) -> Run:
    """Run a program to its end. Linux only.

    Parameters
    ----------
    command : sequence
        The program and its arguments.
    log : Path
        Where what it prints is kept.
    watches : bool
        Whether the memory of its processes is looked at all the time, which takes some time itself.
    """
    start, peaks = time.perf_counter(), dict[str, float]()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            if watches:
                _look(process.pid, peaks)
            time.sleep(_OFTEN if watches else _SELDOM)
    except BaseException:
        process.kill()
        raise
    _, status, taken = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        status=process.returncode,
        text=log.read_text(errors="backslashreplace"),
        seconds=time.perf_counter() - start,
        cpu_seconds=taken.ru_utime + taken.ru_stime,
        megabytes=peaks,
    )


def _look(driver: int, peaks: dict[str, float]) -> None:
    try:
        children = psutil.Process(driver).children(recursive=True)
        own_words = Path(f"/proc/{driver}/cmdline").read_text()
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
        return
    for pid in [driver, *(child.pid for child in children)]:
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            words = Path(f"/proc/{pid}/cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        if pid != driver and words == own_words:
            continue  # until it starts its own program, it shares the memory of the driver
        peak = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
        name = "driver" if pid == driver else "decoder" if "decoder_worker" in words else "worker"
        peaks[name] = max(peaks.get(name, 0.0), peak / 1024)

"""Folders of odd pictures: every file is read or refused in a sentence, within time and memory."""

import os
from collections import Counter
from functools import partial
from pathlib import Path

import cv2

from kseg_core.reading.decode import decode_image
from kseg_core.reading.formats import is_other_raw, recognize_format
from kseg_core.reading.memory import MAX_DECODE_BYTES
from tests.benchmarks.measured import Measurement, measured
from tests.core.reading.odd_files import other_kinds
from tests.core.reading.outcomes import MAX_SECONDS, SENTENCE
from tests.core.reading.picture_files import every_format

_KILLED_AFTER = 12.0 * MAX_SECONDS
"""Wall seconds; the bound itself is in processor time, so that other programs do not count."""


def check(folders: list[Path], *, every_file: bool) -> int:
    """Print a line a folder and one for each file that is not as it must be; return how many are not.

    With `every_file`, print what becomes of every picture.
    """
    cv2.setNumThreads(1)  # threads do not survive a fork
    for data in (every_format() | other_kinds()).values():
        decode_image(data)  # what is imported with a format's first file is not that file's fault
    found = 0
    for folder in folders:
        outcomes: Counter[str] = Counter()
        slowest, most = 0.0, 0.0
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
            data = path.read_bytes()
            taken = measured(partial(_read, data), seconds=_KILLED_AFTER)
            trouble, outcome = _trouble(taken), _outcome(data, taken)
            outcomes[outcome] += 1
            slowest, most = max(slowest, taken.cpu_seconds), max(most, taken.megabytes)
            found += bool(trouble)
            if trouble or (every_file and outcome != "of other kinds"):
                numbers = f"{taken.cpu_seconds:.1f} s, {taken.megabytes:.0f} MB"
                print(f"{path}: {trouble or outcome}, {numbers}: {taken.refusal}", flush=True)
        counts = ", ".join(
            f"{outcomes[each]:,} {each}" for each in ("read", "refused", "broken", "of other kinds")
        )
        most_of_one = f"at most {slowest:.1f} s and {most:.0f} MB"
        print(f"{folder}: {outcomes.total():,} files, {counts}; {most_of_one}", flush=True)
    return found


def _read(data: bytes) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what libraries print of a file
    decode_image(data)


def _outcome(data: bytes, taken: Measurement) -> str:
    if recognize_format(data) is None and not is_other_raw(data):
        return "of other kinds"
    if taken.failure:
        return "broken"
    return "refused" if taken.refusal else "read"


def _trouble(taken: Measurement) -> str:
    """What must not be; empty if all is well."""
    if taken.failure:
        return taken.failure
    if taken.refusal and not SENTENCE.fullmatch(taken.refusal):
        return "refused in no sentence"
    if taken.cpu_seconds > MAX_SECONDS:
        return "slow"
    return "too much memory" if taken.megabytes > MAX_DECODE_BYTES / 2**20 else ""

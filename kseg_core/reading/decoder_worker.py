"""What runs in the process that `DecoderProcess` starts: it decodes one file after the other, within limits.

    python -m kseg_core.reading.decoder_worker SOCKET LIMITS

It ends by itself when it has had nothing to do for a while, and when the process that started it is gone.
"""

import contextlib
import json
import resource
import select
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kseg_core.errors import KsegError
from kseg_core.reading.decode import FileHeader, decode_file, opencv_pixels, read_header, recognize_file
from kseg_core.reading.messages import receive, send

_MEMORY = Path("/proc/self/statm")
_DATA_PAGES = 5
_PREFERENCE = Path("/proc/self/oom_score_adj")
_FIRST = "1000"

Answer = tuple[Mapping[str, object], tuple[memoryview, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may take. The system ends a process that takes more time.

    Attributes
    ----------
    cpu_seconds : float
        Of all threads together, which do not depend on how much of a core the host gives.
    seconds : float
        On the clock, for a decoder that waits for something that never comes.
    memory : int
        Bytes, beside those of a process without a file.
    idle_seconds : float
        A process without a file ends after so long.
    """

    cpu_seconds: float = 20.0
    seconds: float = 120.0
    memory: int = 500_000_000
    idle_seconds: float = 10.0


DEFAULT_LIMITS = Limits()


def main() -> None:
    """Answer what comes through the socket, until nothing comes anymore."""
    connection, limits = socket.socket(fileno=int(sys.argv[1])), Limits(**json.loads(sys.argv[2]))
    _limit_process(limits.memory)
    with contextlib.suppress(EOFError, ConnectionError):  # nobody is there anymore
        while select.select([connection], [], [], limits.idle_seconds)[0]:
            _serve(connection, limits)


def _limit_process(memory: int) -> None:
    """Bound the memory; be the first to go where the host has none left; leave no picture on disk."""
    bound = int(_MEMORY.read_text().split()[_DATA_PAGES]) * resource.getpagesize() + memory
    _, of_host = resource.getrlimit(resource.RLIMIT_DATA)
    if of_host == resource.RLIM_INFINITY or bound < of_host:
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):  # some containers do not have it
        _PREFERENCE.write_text(_FIRST)


def _serve(connection: socket.socket, limits: Limits) -> None:
    question, data = receive(connection)
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        answer, parts = _TASKS[question.pop("task")](bytes(data), **question)
    except KsegError as error:
        answer, parts = {"error": type(error).__name__, "sentence": str(error)}, ()
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    send(connection, answer, *parts)


def _read_header(data: bytes, **given: Any) -> Answer:
    return read_header(data, **given).facts, ()


def _decode(data: bytes, **facts: Any) -> Answer:
    image = decode_file(data, FileHeader(file_format=recognize_file(data), **facts))
    prepared = asdict(image.prepared)
    del prepared["framing"]
    arrays = [image.pixels] if image.alpha is None else [image.pixels, image.alpha]
    answer = {"size": image.pixels.shape[:2], "has_alpha": image.alpha is not None, "prepared": prepared}
    return answer, tuple(np.ascontiguousarray(array).data for array in arrays)


def _opencv_pixels(data: bytes, **given: Any) -> Answer:
    pixels = opencv_pixels(data, **given)
    return ({"shape": None}, ()) if pixels is None else ({"shape": pixels.shape}, (pixels.data,))


_TASKS = {"read_header": _read_header, "decode_file": _decode, "opencv_pixels": _opencv_pixels}


if __name__ == "__main__":
    main()

"""Decoders in a process of their own: a file that makes one crash or hang costs its visitor a sentence.

Decoders are large programs in C and C++. Where a damaged or hostile file makes one write outside its memory,
the system ends the process that it runs in, with everybody in it.
"""

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import ImageError, PassingError, SettingsError
from kseg_core.image import RgbImage
from kseg_core.preparation import Preparation
from kseg_core.reading import decode
from kseg_core.reading.decode import MAX_PIXELS, FileHeader, recognize_file
from kseg_core.reading.decoder_worker import DEFAULT_LIMITS, Limits
from kseg_core.reading.file_format import FileFormat
from kseg_core.reading.messages import Buffer, receive, send

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-X", "faulthandler", "-m", "kseg_core.reading.decoder_worker")
ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 22),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 22),
    "OPENBLAS_NUM_THREADS": "1",
}
"""Freed memory goes back to the system, and no threads stand by for products of large matrices."""

_GRACE_SECONDS = 10.0
"""A process at its limit ends by itself; after so long it is ended."""
_TIME_IS_UP = (-signal.SIGALRM, -signal.SIGPROF)
_TOO_LONG = (
    "Reading this {} file took too long and was stopped. Make the picture smaller, or save it as a JPEG."
)
_FAILED = "Reading this {} file failed in the middle. Try it once more, and if it fails again, as a JPEG."
_SHORT_TASK = "read_header"
_ERRORS = {error.__name__: error for error in (ImageError, SettingsError)}
_log = logging.getLogger(__name__)


class DecoderProcess:
    """Reads files as the functions of `reading.decode` do, in a process of its own. It needs Linux.

    The process starts when it is first needed, and ends after a while without files. It works for one thread
    at a time; a header, which takes a millisecond, waits for the pixels of one file at most. If the process
    crashes, or a file takes too much time or memory, that is an `ImageError`, and a new process reads the
    next file.

    Parameters
    ----------
    limits : Limits
        What one file may take.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._turn = _Turn()
        self._worker: _Worker | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process; None if there is none now."""
        worker = self._worker
        return None if worker is None or worker.process.poll() is not None else worker.process.pid

    def read_header(self, data: bytes, *, max_pixels: int = MAX_PIXELS, name: str = "") -> FileHeader:
        """`reading.decode.read_header`, with the same arguments and errors."""
        file_format = recognize_file(data)
        if file_format.in_process:
            return decode.read_header(data, max_pixels=max_pixels, name=name)
        facts, _ = self._ask(file_format, _SHORT_TASK, data, max_pixels=max_pixels, name=name)
        return FileHeader(file_format=file_format, **facts)

    def decode_file(self, data: bytes, header: FileHeader) -> RgbImage:
        """`reading.decode.decode_file`, with the same arguments and errors."""
        if header.file_format.in_process:
            return decode.decode_file(data, header)
        answer, levels = self._ask(header.file_format, "decode_file", data, **header.facts)
        height, width = answer["size"]
        n_levels = height * width * 3
        prepared: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in answer["prepared"].items()
        }
        return RgbImage(
            pixels=levels[:n_levels].reshape(height, width, 3),
            alpha=levels[n_levels:].reshape(height, width) if answer["has_alpha"] else None,
            digest=header.digest,
            prepared=Preparation(**prepared),
        )

    def opencv_pixels(self, data: bytes, *, with_alpha: bool) -> NDArray[np.uint8] | None:
        """`reading.decode.opencv_pixels`; None also for a file at which OpenCV crashes."""
        file_format = recognize_file(data)
        if file_format.in_process:
            return decode.opencv_pixels(data, with_alpha=with_alpha)
        try:
            answer, levels = self._ask(file_format, "opencv_pixels", data, with_alpha=with_alpha)
        except ImageError:
            return None
        return None if answer["shape"] is None else levels.reshape(answer["shape"])

    def _ask(
        self, file_format: FileFormat, task: str, data: bytes, **given: object
    ) -> tuple[dict[str, Any], NDArray[np.uint8]]:
        try:
            with self._turn.taken(is_short=task == _SHORT_TASK):
                answer, levels = self._answer({"task": task, **given}, data)
        except _EndedError as end:
            _log.warning("The process that was reading a %s file has ended: %s.", file_format.name, end)
            if end.status in _TIME_IS_UP:
                raise ImageError(_TOO_LONG.format(file_format.name)) from end
            raise PassingError(_FAILED.format(file_format.name)) from end
        except OSError as error:
            _log.warning("No process can be started for a %s file: %s.", file_format.name, error)
            raise PassingError(_FAILED.format(file_format.name)) from error
        if "error" in answer:
            raise _ERRORS[answer["error"]](answer["sentence"])
        return answer, np.frombuffer(levels, np.uint8)

    def _answer(self, question: dict[str, object], data: bytes) -> tuple[dict[str, Any], Buffer]:
        if self._worker is not None and self.pid is not None:
            try:
                return self._worker.answer(question, data)
            except _EndedError as end:
                if end.status:
                    raise
            # It had waited long enough at the moment when the file came, and did not see it.
        self._worker = _Worker(self._limits)
        return self._worker.answer(question, data)


class _Turn:
    """Lets one thread work at a time, those with a short task first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_taken = False
        self._short = 0

    @contextlib.contextmanager
    def taken(self, *, is_short: bool) -> Iterator[None]:
        """Wait for the turn, and have it while the block runs."""
        with self._changed:
            self._short += is_short
            try:
                self._changed.wait_for(lambda: not self._is_taken and (is_short or not self._short))
            finally:
                self._short -= is_short
            self._is_taken = True
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()


class _EndedError(Exception):
    """The process has ended without an answer; `status` is that of `subprocess`."""

    def __init__(self, status: int) -> None:
        super().__init__(f"signal {-status}" if status < 0 else f"exit status {status}")
        self.status = status


class _Worker:
    """A process and the socket to it."""

    def __init__(self, limits: Limits) -> None:
        self.connection, other = socket.socketpair()
        self.connection.settimeout(limits.seconds + _GRACE_SECONDS)
        try:
            with other:
                self.process = subprocess.Popen(
                    [*_COMMAND, str(other.fileno()), json.dumps(asdict(limits))],
                    cwd=_ROOT,
                    env=os.environ | ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    pass_fds=[other.fileno()],
                    start_new_session=True,  # Ctrl-C in a terminal is for the app alone
                )
        except BaseException:
            self.connection.close()
            raise
        self._finish = weakref.finalize(self, _finish, self.process, self.connection)

    def answer(self, question: dict[str, object], data: bytes) -> tuple[dict[str, Any], Buffer]:
        """The answer to a question about a file. Raises `_EndedError`."""
        try:
            send(self.connection, question, memoryview(data))
            return receive(self.connection)
        except TimeoutError as error:
            self._finish()
            raise _EndedError(-signal.SIGALRM) from error
        except (OSError, EOFError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_GRACE_SECONDS)
            self._finish()
            raise _EndedError(self.process.returncode) from error
        except BaseException:
            self._finish()
            raise


def _finish(process: "subprocess.Popen[bytes]", connection: socket.socket) -> None:
    connection.close()
    process.kill()
    process.wait()

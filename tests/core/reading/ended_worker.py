"""A file that takes a while to decode, and a signal to the process that is decoding it."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator

from kseg_core.reading.decoder_process import DecoderProcess
from tests.core.reading.bad_files import header, pixel_data, png

_WORKING_SECONDS = 0.03
"""CPU time that no header takes."""
_WAIT_SECONDS = 20


def slow_file() -> bytes:
    """A PNG of 16 megapixels and a few kilobytes, which takes some tenths of a second."""
    return png(header(4000, 4000), pixel_data(4000, 4000))


@contextlib.contextmanager
def signal_while_decoding(decoder: DecoderProcess, number: int) -> Iterator[None]:
    """Send a signal to the running process as soon as it works on what the block lets it read."""
    process = decoder.pid
    assert process is not None
    before = _cpu_seconds(process)
    sent = threading.Event()

    def send() -> None:
        deadline = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < deadline:
            if _cpu_seconds(process) - before > _WORKING_SECONDS:
                os.kill(process, number)
                sent.set()
                return
            time.sleep(0.001)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield
    finally:
        sender.join()
    assert sent.is_set()


def _cpu_seconds(process: int) -> float:
    return time.clock_gettime(
        ~process << 3 | 2
    )  # CPUCLOCK_SCHED of another process, as the kernel numbers it

"""Ctrl-C while photos are done: the first lets those in hand be finished, the second stops at once."""

import os
import signal
from types import FrameType, TracebackType
from typing import Self

_STDERR = 2
_SENTENCE = b"\nFinishing the photos in hand. Press Ctrl-C once more to stop at once.\n"


class Stop:
    """Whether to stop was asked for, for a ``with`` block of the main thread.

    The second Ctrl-C in the block raises `KeyboardInterrupt`.
    """

    is_asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True
        os.write(_STDERR, _SENTENCE)  # To print is not safe while something else is printed.

"""A memory cgroup around a process, version 1 or 2 of the kernel's interface, whichever there is."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_NAME = f"kseg-load-{os.getpid()}"
WHY_NOT = (
    "No memory cgroup can be made here: {reason} The load program needs Linux and the right to make one, "
    "as root has; --no-limit runs without it and watches the process alone."
)


class NoMemoryLimit(Exception):  # noqa: N818
    """A cgroup cannot be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryLimit:
    """A cgroup with a limit, and the files that tell about it.

    Attributes
    ----------
    folder : Path
    version : int
        1 or 2.
    """

    folder: Path
    version: int

    def command(self, command: list[str]) -> list[str]:
        """A command that runs inside."""
        join = 'echo $$ > "$0/cgroup.procs" && exec "$@"'
        return ["/bin/sh", "-c", join, str(self.folder), *command]

    @property
    def used(self) -> int:
        """Bytes of the processes themselves, without the files that the kernel keeps for them."""
        return self._stat("rss" if self.version == 1 else "anon")

    @property
    def peak(self) -> int | None:
        """The most bytes so far, files that the kernel kept included; None if the kernel does not say."""
        path = self.folder / ("memory.max_usage_in_bytes" if self.version == 1 else "memory.peak")
        return int(path.read_text()) if path.exists() else None

    @property
    def kills(self) -> int:
        """How often the kernel has killed a process for want of memory."""
        path = self.folder / ("memory.oom_control" if self.version == 1 else "memory.events")
        words = dict(line.split() for line in path.read_text().splitlines())
        return int(words.get("oom_kill", 0))

    def _stat(self, field: str) -> int:
        for line in (self.folder / "memory.stat").read_text().splitlines():
            name, value = line.split()
            if name == field:
                return int(value)
        raise KeyError(field)


@contextlib.contextmanager
def memory_limit(limit: int) -> Iterator[MemoryLimit]:
    """A cgroup of `limit` bytes without swap, removed in the end. Raises `NoMemoryLimit`."""
    made = _make_v1(limit) if (_ROOT / "memory" / "cgroup.procs").exists() else _make_v2(limit)
    try:
        yield made
    finally:
        for _ in range(50):
            try:
                made.folder.rmdir()
                break
            except OSError:  # a process that was ended is still on its way out
                time.sleep(0.1)


def _make_v1(limit: int) -> MemoryLimit:
    folder = _ROOT / "memory" / _NAME
    try:
        folder.mkdir()
        (folder / "memory.limit_in_bytes").write_text(str(limit))
        swap = folder / "memory.memsw.limit_in_bytes"
        if swap.exists():
            swap.write_text(str(limit))
    except OSError as error:
        raise NoMemoryLimit(WHY_NOT.format(reason=f"{error}.")) from error
    return MemoryLimit(folder=folder, version=1)


def _make_v2(limit: int) -> MemoryLimit:
    controllers = _ROOT / "cgroup.controllers"
    if not controllers.exists():
        raise NoMemoryLimit(WHY_NOT.format(reason="/sys/fs/cgroup has no memory controller."))
    folder = _ROOT / _NAME
    try:
        (_ROOT / "cgroup.subtree_control").write_text("+memory")
        folder.mkdir()
        (folder / "memory.max").write_text(str(limit))
        swap = folder / "memory.swap.max"
        if swap.exists():
            swap.write_text("0")
    except OSError as error:
        raise NoMemoryLimit(WHY_NOT.format(reason=f"{error}.")) from error
    return MemoryLimit(folder=folder, version=2)

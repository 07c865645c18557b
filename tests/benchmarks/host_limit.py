"""Memory and cores of a small host: cgroups around a process, in version 1 or 2 of the kernel's interface."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_NAME = f"kseg-host-{os.getpid()}"
_PERIOD = 100_000
"""Microseconds after which a process that has used up its share may go on; a container's default."""
_OF_SWAP = ("memory.memsw.limit_in_bytes", "memory.swap.max")
"""Files that a system without swap does not have."""

WHY_NOT = (
    "No cgroup can be made here: {reason} This program needs Linux and the right to make one, as root has; "
    "--no-limit runs without it and watches the process alone."
)


class NoHostLimit(Exception):  # noqa: N818
    """A cgroup cannot be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimit:
    """The cgroups of a process, and the files that tell about its memory.

    Attributes
    ----------
    memory, cpu : Path
        Folders; the same one in version 2.
    version : int
        1 or 2.
    """

    memory: Path
    cpu: Path
    version: int

    def command(self, command: list[str]) -> list[str]:
        """A command that runs inside."""
        join = 'echo $$ > "$0/cgroup.procs" && echo $$ > "$1/cgroup.procs" && shift && exec "$@"'
        return ["/bin/sh", "-c", join, str(self.memory), str(self.cpu), *command]

    @property
    def used(self) -> int:
        """Bytes of the processes, with what they share, without the files that the kernel keeps for them."""
        return self._stat("rss" if self.version == 1 else "anon") + self._stat("shmem")

    @property
    def peak(self) -> int | None:
        """The most bytes so far, files that the kernel kept included; None if the kernel does not say."""
        path = self.memory / ("memory.max_usage_in_bytes" if self.version == 1 else "memory.peak")
        return int(path.read_text()) if path.exists() else None

    @property
    def kills(self) -> int:
        """How often the kernel has killed a process for want of memory."""
        path = self.memory / ("memory.oom_control" if self.version == 1 else "memory.events")
        words = dict(line.split() for line in path.read_text().splitlines())
        return int(words.get("oom_kill", 0))

    def _stat(self, field: str) -> int:
        for line in (self.memory / "memory.stat").read_text().splitlines():
            name, value = line.split()
            if name == field:
                return int(value)
        raise KeyError(field)


@contextlib.contextmanager
def host_limit(memory: int, cores: float | None = None) -> Iterator[HostLimit]:
    """Cgroups of so many bytes without swap and so many cores, removed in the end. Raises `NoHostLimit`.

    Without a number of cores their time is not limited.
    """
    is_v1 = (_ROOT / "memory" / "cgroup.procs").exists()
    quota = _PERIOD * cores if cores is not None else None
    if is_v1:
        made = HostLimit(memory=_ROOT / "memory" / _NAME, cpu=_ROOT / "cpu" / _NAME, version=1)
        values = {
            made.memory / "memory.limit_in_bytes": str(memory),
            made.memory / "memory.memsw.limit_in_bytes": str(memory),
            made.cpu / "cpu.cfs_period_us": str(_PERIOD),
            made.cpu / "cpu.cfs_quota_us": "-1" if quota is None else f"{quota:.0f}",
        }
    else:
        made = HostLimit(memory=_ROOT / _NAME, cpu=_ROOT / _NAME, version=2)
        values = {
            _ROOT / "cgroup.subtree_control": "+memory +cpu",
            made.memory / "memory.max": str(memory),
            made.memory / "memory.swap.max": "0",
            made.cpu / "cpu.max": f"{'max' if quota is None else f'{quota:.0f}'} {_PERIOD}",
        }
    try:
        try:
            for path, value in values.items():
                path.parent.mkdir(exist_ok=True)
                if path.exists() or path.name not in _OF_SWAP:
                    path.write_text(value)
        except OSError as error:
            raise NoHostLimit(WHY_NOT.format(reason=f"{error}.")) from error
        yield made
    finally:
        for folder in {made.memory, made.cpu}:
            _remove(folder)


def _remove(folder: Path) -> None:
    for _ in range(50):
        if not folder.exists():
            return
        try:
            folder.rmdir()
        except OSError:  # a process that was ended is still on its way out
            time.sleep(0.1)

"""A server of the app on two cores, for the programs that measure it, and the memory that it takes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
CORES = 2
_START_SECONDS = 60
_WATCH_SECONDS = 0.05
_MOST_LINES = 60
_BANNER_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server.

    Attributes
    ----------
    url : str
    process : subprocess.Popen
    """

    url: str
    process: "subprocess.Popen[bytes]"

    @property
    def resident(self) -> int:
        """Bytes in memory: all of the process, and of those that it has started what they do not share."""
        process = Path(f"/proc/{self.process.pid}")
        started = {child for path in process.glob("task/*/children") for child in path.read_text().split()}
        return _bytes_of(process / "status", "VmRSS") + sum(
            _bytes_of(Path(f"/proc/{child}/smaps_rollup"), "Private_Clean", "Private_Dirty")
            for child in started
        )

    @property
    def cpu_seconds(self) -> float:
        """Seconds that the process has kept a core busy."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process as a host does, and wait for it."""
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def serve(
    script: str | Path = "app.py",
    *,
    options: Sequence[str] = (),
    within: Callable[[list[str]], list[str]] = lambda command: command,
    port: int | None = None,
) -> Iterator[Server]:
    """Run a Streamlit script; what it has printed beyond its address is printed in the end.

    Parameters
    ----------
    script : str or Path
    options : sequence of str
        Further options of Streamlit.
    within : Callable
        Makes another command of the command, to run it inside something.
    port : int, optional
        Without it a free one.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), *options]
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            within(command),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        )
        server = Server(url=f"http://127.0.0.1:{port}", process=process)
        try:
            wait_until_healthy(server.url, process)
            yield server
            if process.poll() not in (None, 0, -signal.SIGTERM):
                print(f"The app has ended by itself ({process.returncode}).")
        finally:
            server.stop()
            log.seek(0)
            lines = [line for line in log.read().decode(errors="replace").splitlines() if line.strip()]
            for line in lines[_BANNER_LINES:][:_MOST_LINES]:
                print(f"  app: {line}")


def _bytes_of(path: Path, *fields: str) -> int:
    """The sum of some fields of a process, in bytes; 0 if it has ended."""
    try:
        lines = [line.split() for line in path.read_text().splitlines()]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(words[1]) * 1024 for words in lines if words[0].removesuffix(":") in fields)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers; end the program if it does not."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url + "/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The app did not start.")


class Watch:
    """Looks at the memory of the app again and again."""

    def __init__(self, used: Callable[[], int]) -> None:
        self.used = used
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(_WATCH_SECONDS):
            self.peak = max(self.peak, self.used())

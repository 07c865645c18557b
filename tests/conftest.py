"""Running servers of the app, for the tests that need one."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
_COMPLAINT = re.compile(r"Traceback|error|warning|deprecat|exception", re.IGNORECASE)

hypothesis.settings.register_profile(
    "kseg", max_examples=50, deadline=None, derandomize="CI" in os.environ, print_blob=True
)
hypothesis.settings.load_profile("kseg")


class AppServer:
    """One process of the app on a port of its own: cold caches and no visitor yet."""

    def __init__(self, script: str | Path, log: Path, root: Path = ROOT) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = log
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
        command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=root, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        self._wait_until_healthy()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> str:
        """What the server has printed so far; tracebacks that visitors do not see are here."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def complaints(self) -> list[str]:
        """Warnings and errors among what it has printed."""
        return [line for line in self.log.splitlines() if _COMPLAINT.search(line)]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url + "/_stcore/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"The app did not start:\n{self.log}", pytrace=False)


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app, one server for the whole run."""
    server = AppServer("app.py", tmp_path_factory.mktemp("app") / "server.log")
    yield server
    server.stop()


@pytest.fixture
def app_url(app_server: AppServer) -> Iterator[str]:
    """Address of the app. What its server complains about fails the test."""
    before = len(app_server.complaints)
    yield app_server.url
    assert app_server.complaints[before:] == []


@pytest.fixture
def fresh_app(tmp_path: Path) -> Iterator[Callable[..., AppServer]]:
    """A function that starts a new server: ``fresh_app().url`` is the first visit after a restart.

    What the server complains about fails the test.
    """
    servers: list[AppServer] = []

    def start(script: str | Path = "app.py") -> AppServer:
        servers.append(AppServer(script, tmp_path / f"server-{len(servers)}.log"))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
    assert [server.complaints for server in servers] == [[] for _ in servers]

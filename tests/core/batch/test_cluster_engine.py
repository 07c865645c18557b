import os
import signal
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kseg_core.batch import cluster_engine
from kseg_core.batch.cluster_engine import LOCAL, ClusterEngine
from kseg_core.batch.engines import WorkerLostError
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram

KILLS_ONCE, NOTHING, TOO_LARGE, N = 2, 3, 4, 40


def work(item: int, folder: Path) -> int:
    """Ten times the item. One kills the worker that it is on, the first time; there is no memory for one."""
    if item == KILLS_ONCE and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if item == TOO_LARGE:
        raise MemoryError
    return item * 10


def histogram(item: int) -> ColorHistogram | None:
    return None if item == NOTHING else color_histogram(np.full((2, 3, 3), item % 5, np.uint8))


def test_a_cluster_loses_nothing_with_a_worker_and_adds_up_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_engine, "usable_cores", lambda: 2)
    n_done = 0

    def done() -> None:
        nonlocal n_done
        n_done += 1

    with ClusterEngine(LOCAL) as engine:
        results = dict(engine.results(partial(work, folder=tmp_path), range(N)))
        total = engine.summed(histogram, range(N), done)
        nothing = engine.summed(histogram, [NOTHING], done)
    assert isinstance(results.pop(TOO_LARGE), WorkerLostError)
    assert results == {item: item * 10 for item in range(N) if item != TOO_LARGE}
    assert (tmp_path / "killed").exists()
    assert total is not None
    assert total.colors[:, 0].tolist() == [0, 1, 2, 3, 4]
    assert total.counts.tolist() == [48, 48, 48, 42, 48]
    assert nothing is None
    assert n_done == N + 1


def test_an_address_without_a_scheduler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_engine, "_SECONDS", 0.1)
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1:9"):
        ClusterEngine("tcp://127.0.0.1:9")

import os
import signal
from functools import partial
from pathlib import Path

import numpy as np

from kseg_core.batch.engines import WorkerLostError
from kseg_core.batch.local_engine import LocalEngine
from kseg_core.histogram import ColorHistogram, color_histogram

KILLS, KILLS_ONCE, NOTHING = 0, 1, 3


def work(item: int, folder: Path) -> int:
    """Ten times the item, whatever Ctrl-C says. Two of them kill the process that works on them."""
    os.kill(os.getpid(), signal.SIGINT)
    (folder / f"{item} {os.getpid()}").touch()
    if item == KILLS or (item == KILLS_ONCE and len(list(folder.glob(f"{item} *"))) == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    return item * 10


def histogram(item: int) -> ColorHistogram | None:
    return None if item == NOTHING else color_histogram(np.full((2, 3, 3), item, np.uint8))


def test_a_process_that_ends_costs_only_the_photo_that_ends_it_again(tmp_path: Path) -> None:
    done = 0

    def count() -> None:
        nonlocal done
        done += 1

    with LocalEngine(2) as engine:
        results = dict(engine.results(partial(work, folder=tmp_path), range(12)))
        total = engine.summed(histogram, [5, NOTHING, 5, 2], count)
        nothing = engine.summed(histogram, [NOTHING], count)
    lost = results.pop(KILLS)
    assert isinstance(lost, WorkerLostError)
    assert "more memory" in str(lost)
    assert results == {item: item * 10 for item in range(1, 12)}
    tried = sorted(int(path.name.split()[0]) for path in tmp_path.iterdir())
    assert tried == sorted([*range(12), KILLS, KILLS_ONCE])
    assert total is not None
    assert total.colors[:, 0].tolist() == [2, 5]
    assert total.counts.tolist() == [6, 12]
    assert nothing is None
    assert done == 5

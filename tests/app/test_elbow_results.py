"""A computation that is given up leaves its place to the next visitor."""

import threading
from contextlib import closing

import numpy as np

from kseg_core import KMeansSettings, RgbImage
from kseg_core.csv_table import csv_table
from kseg_core.elbow.sweep import sweep
from kseg_core.kmeans.settings import K_MAX
from pages._ui.compute_queue import compute_place
from pages._ui.elbow import results as elbow_results
from pages._ui.elbow.downloads import ELBOW_FILES


def photo(seed: int) -> RgbImage:
    return RgbImage(pixels=np.random.default_rng(seed).integers(0, 256, (40, 40, 3), dtype=np.uint8))


def test_a_curve_given_up_frees_its_place_and_keeps_its_points():
    image, settings = photo(1), KMeansSettings(k=1)
    for _ in range(3):
        with closing(elbow_results.curve_steps(image, K_MAX, settings)) as steps:
            next(steps)
    both_free = threading.Event()

    def take_both():
        with compute_place(0), compute_place(0):
            both_free.set()

    threading.Thread(target=take_both, daemon=True).start()
    assert both_free.wait(10)
    known = elbow_results.known_curve(image, K_MAX, settings)
    assert known is not None
    assert 1 in known.k_values


def test_the_last_curve_carries_the_verdict():
    *growing, last = elbow_results.curve_steps(photo(2), 4, KMeansSettings(k=1))
    assert [len(curve.points) for curve in growing] == [1, 2, 3, 4]
    assert all(curve.structure is None for curve in growing)
    assert last.k_values == (1, 2, 3, 4)
    assert last.verdict is not None


def test_the_files_hold_the_table_and_the_curve():
    image, settings = photo(3), KMeansSettings(k=1)
    made = {file.ending: file.make(image, (4, settings)) for file in ELBOW_FILES}
    assert made["-elbow.csv"] == csv_table(sweep(image, range(1, 5), settings).columns())
    assert b"variance explained" in made["-elbow.html"]

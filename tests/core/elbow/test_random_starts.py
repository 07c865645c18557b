from dataclasses import replace

import numpy as np
import pytest

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.elbow.random_starts import (
    RUNS_MAX,
    RandomStarts,
    best_known,
    most_divided,
    random_start_steps,
    segment_by_centers,
)
from kseg_core.errors import SettingsError
from kseg_core.histogram import color_histogram
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import K_MAX, Init, KMeansSettings
from kseg_core.kmeans.spatial import spread_pixels
from kseg_core.samples.gallery import load_sample
from tests.core.elbow.trials import SETTINGS, random_starts
from tests.core.kmeans.plain_kmeans import plain_wcss
from tests.core.pictures import noise, patches, picture

EIGHT = patches(np.array(np.meshgrid([30, 220], [30, 220], [30, 220])).reshape(3, -1).T)
KS = (1, 4, 8)


@pytest.fixture
def few_pixels(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("kseg_core.elbow.random_starts.RUN_PIXELS", 4000)
    return 4000


@pytest.mark.usefixtures("few_pixels")
def test_the_trap_is_there_and_plus_plus_and_attempts_help() -> None:
    random, many, plus = sets = [
        random_starts(load_sample("Coffee"), range(1, 11), runs=6, settings=settings)
        for settings in (SETTINGS, replace(SETTINGS, attempts=10), replace(SETTINGS, init=Init.KMEANS_PP))
    ]
    best = best_known(sets)
    assert random.rises >= 1 >= plus.rises
    assert min(random.hit_rate(k, best) for k in random.k_values) < 0.5
    worst = [max(runs.wcss_of(k)[0] / best[k] for k in runs.k_values) for runs in (random, many)]
    assert worst[0] > worst[1]


def test_runs_are_repeatable_and_another_seed_gives_others() -> None:
    first, again, other = (
        random_starts(EIGHT, KS, runs=4, settings=replace(SETTINGS, seed=seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.wcss_of(8), again.wcss_of(8))
    assert (first.wcss_of(8) != other.wcss_of(8)).any()


def test_wcss_is_that_of_the_centers_on_the_pixels_used(few_pixels: int) -> None:
    image = noise(90, 90)
    settings = replace(SETTINGS, color_space=ColorSpace.OKLAB, seed=3)
    runs = random_starts(image, [1], runs=2, settings=settings)
    pixels = image.pixels.reshape(-1, 3)[spread_pixels(image, few_pixels, seed=3)]
    assert runs.n_pixels == few_pixels
    features = to_space(pixels, ColorSpace.OKLAB).astype(np.float64)
    for (centers,), (wcss,) in zip(runs.centers, runs.wcss, strict=True):
        assert wcss == pytest.approx(plain_wcss(features, centers.astype(np.float64)), rel=1e-4)


def test_rises_are_found_round_by_round_and_the_runs_differ_most_where_the_gap_is_widest() -> None:
    made, better = (
        RandomStarts(
            k_values=(2, 3, 4),
            wcss=np.array(wcss),
            centers=((),) * len(wcss),
            settings=SETTINGS,
            n_pixels=10,
        )
        for wcss in ([[90.0, 60.0, 70.0], [80.0, 50.0, 50.0]], [[80.0, 20.0, 40.0]])
    )
    assert made.rising.tolist() == [[False, True], [False, False]]
    assert (made.rises, better.rises) == (1, 1)
    assert most_divided([made]) == 4
    assert most_divided([made, better]) == 3
    first = made.first(1)
    assert first.wcss.tolist() == [[90.0, 60.0, 70.0]]
    assert len(first.centers) == 1


def test_runs_come_round_by_round() -> None:
    steps = random_start_steps(EIGHT, KS, SETTINGS, runs=3)
    assert [runs.wcss.shape for runs in steps] == [(1, 3), (2, 3), (3, 3)]


def test_runs_of_one_k_are_counted_and_measured_against_the_best() -> None:
    runs = random_starts(EIGHT, KS, runs=8)
    assert runs.k_values == KS
    found = runs.wcss_of(8)
    assert len(found) == 8
    best = best_known([runs])
    assert best[8] == found.min()
    assert runs.hit_rate(8, best) == np.mean(found <= found.min() * 1.001)
    assert runs.hit_rate(8, {8: found.min() / 2}) == 0.0
    np.testing.assert_allclose(runs.excess(best)[:, KS.index(8)], found / found.min() - 1)


def test_the_worst_run_can_be_painted_beside_the_best() -> None:
    runs = random_starts(EIGHT, [8], runs=12)
    order = runs.wcss_of(8).argsort()
    best, worst = (runs.centers[number][0] for number in order[[0, -1]])
    assert runs.wcss_of(8).max() > 2 * runs.wcss_of(8).min()
    histogram = color_histogram(EIGHT)
    painted = segment_by_centers(EIGHT, histogram, best, SETTINGS)
    assert painted.labels.shape == EIGHT.pixels.shape[:2]
    assert painted.n_clusters == 8
    # The run stops by the tutorial's criteria, a little before the optimum.
    assert painted.wcss == pytest.approx(segment(EIGHT, KMeansSettings(k=8)).wcss, rel=0.01)
    assert segment_by_centers(EIGHT, histogram, worst, SETTINGS).wcss > 2 * painted.wcss


def test_more_clusters_than_pixels() -> None:
    runs = random_starts(picture([[(0, 0, 0), (9, 9, 9)]]), [1, 2, 5], runs=2)
    assert runs.wcss[-1, -1] == 0.0
    assert runs.excess(best_known([runs])).max() < 0.1


@pytest.mark.parametrize("runs", [0, RUNS_MAX + 1])
def test_runs_out_of_range(runs: int) -> None:
    with pytest.raises(SettingsError):
        random_start_steps(EIGHT, KS, SETTINGS, runs=runs)


@pytest.mark.parametrize("k_values", [[], [0], [K_MAX + 1]])
def test_k_out_of_range(k_values: list[int]) -> None:
    with pytest.raises(SettingsError):
        random_start_steps(EIGHT, k_values, SETTINGS, runs=1)

import numpy as np
import pytest

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.elbow.random_starts import best_known, paint_centers, random_start_steps
from kseg_core.errors import SettingsError
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import Init, KMeansSettings
from kseg_core.kmeans.spatial import spread_pixels
from kseg_core.samples.gallery import load_sample
from tests.core.elbow.trials import random_starts
from tests.core.kmeans.plain_kmeans import plain_wcss
from tests.core.pictures import noise, patches, picture

EIGHT = patches(np.array(np.meshgrid([30, 220], [30, 220], [30, 220])).reshape(3, -1).T)
KS = (1, 4, 8)


def test_the_trap_is_there_and_plus_plus_and_attempts_help() -> None:
    image = load_sample("Coffee")
    random = random_starts(image, range(1, 11), runs=6, max_pixels=4000)
    many = random_starts(image, range(1, 11), runs=6, attempts=10, max_pixels=4000)
    plus = random_starts(image, range(1, 11), runs=6, init=Init.KMEANS_PP, max_pixels=4000)
    best = best_known([random, many, plus])
    assert random.rises >= 1 >= plus.rises
    assert min(random.hit_rate(k, best) for k in random.k_values) < 0.5
    worst = [max(runs.wcss(k)[0] / best[k] for k in runs.k_values) for runs in (random, many)]
    assert worst[0] > worst[1]


def test_runs_are_repeatable_and_another_seed_gives_others() -> None:
    first, again, other = (random_starts(EIGHT, KS, runs=4, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.wcss(8), again.wcss(8))
    assert (first.wcss(8) != other.wcss(8)).any()


def test_wcss_is_that_of_the_centers_on_the_pixels_used() -> None:
    image = noise(60, 60)
    runs = random_starts(image, [1], runs=2, color_space=ColorSpace.OKLAB, max_pixels=500, seed=3)
    pixels = image.pixels.reshape(-1, 3)[spread_pixels(image, 500, seed=3)]
    assert runs.n_pixels == 500
    for trial in runs.trials:
        features = to_space(pixels, ColorSpace.OKLAB).astype(np.float64)
        assert trial.wcss == pytest.approx(plain_wcss(features, trial.centers.astype(np.float64)), rel=1e-4)


def test_runs_come_round_by_round() -> None:
    steps = random_start_steps(EIGHT, KS, runs=3)
    assert [len(runs.trials) for runs in steps] == [3, 6, 9]


def test_runs_of_one_k_are_sorted_and_counted() -> None:
    runs = random_starts(EIGHT, KS, runs=8)
    assert runs.k_values == KS
    found = [trial.wcss for trial in runs.of(8)]
    assert found == sorted(found)
    assert len(found) == 8
    assert runs.hit_rate(8) == np.mean(np.array(found) <= found[0] * 1.001)
    assert runs.hit_rate(8, {8: found[0] / 2}) == 0.0


def test_the_worst_run_can_be_painted_beside_the_best() -> None:
    runs = random_starts(EIGHT, [8], runs=12)
    best, *_, worst = runs.of(8)
    assert worst.wcss > 2 * best.wcss
    painted = paint_centers(EIGHT, best.centers)
    assert painted.labels.shape == EIGHT.pixels.shape[:2]
    assert painted.n_clusters == 8
    # The run stops by the tutorial's criteria, a little before the optimum.
    assert painted.wcss == pytest.approx(segment(EIGHT, KMeansSettings(k=8)).wcss, rel=0.01)
    assert paint_centers(EIGHT, worst.centers).wcss > 2 * painted.wcss


def test_more_clusters_than_pixels() -> None:
    assert random_starts(picture([[(0, 0, 0), (9, 9, 9)]]), [1, 2, 5], runs=2).trials[-1].wcss == 0.0


@pytest.mark.parametrize(
    "wrong",
    [{"runs": 0}, {"runs": 101}, {"attempts": 0}, {"max_pixels": 0}, {"max_pixels": 10**7}, {"init": "x"}],
)
def test_settings_out_of_range(wrong: dict[str, int]) -> None:
    with pytest.raises(SettingsError):
        random_start_steps(EIGHT, KS, **wrong)


@pytest.mark.parametrize("k_values", [[], [0], [33]])
def test_k_out_of_range(k_values: list[int]) -> None:
    with pytest.raises(SettingsError):
        random_start_steps(EIGHT, k_values)

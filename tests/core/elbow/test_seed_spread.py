import numpy as np
import pytest

from kseg_core.elbow.seed_spread import SeedSpread, seed_spread_steps
from kseg_core.errors import SettingsError
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import SEED_MAX, KMeansSettings
from tests.core.pictures import noise, patches

SETTINGS = KMeansSettings(k=1, seed=5)


def seed_spread(image: RgbImage, ks: list[int], settings: KMeansSettings, *, seeds: int = 5) -> SeedSpread:
    (*_, last) = seed_spread_steps(image, ks, settings, seeds=seeds)
    return last


def test_one_curve_a_seed() -> None:
    image = noise(40, 40)
    spread = seed_spread(image, [4, 2], SETTINGS, seeds=3)
    assert spread.k_values == (2, 4)
    assert spread.seeds == (5, 6, 7)
    assert spread.wcss[1, 1] == segment(image, KMeansSettings(k=4, seed=6)).wcss
    np.testing.assert_allclose(spread.relative, spread.wcss.max(axis=0) / spread.wcss.min(axis=0) - 1)
    k, most = spread.widest
    assert most == spread.relative[spread.k_values.index(k)] == spread.relative.max()


def test_seeds_come_one_by_one() -> None:
    steps = seed_spread_steps(noise(10, 10), [2], SETTINGS, seeds=3)
    assert [len(spread.seeds) for spread in steps] == [1, 2, 3]


def test_separate_colors_leave_nothing_to_chance() -> None:
    assert seed_spread(patches([(9, 9, 9), (200, 0, 0), (0, 200, 0)]), [3], SETTINGS).relative[0] < 1e-9


def test_no_error_has_no_spread() -> None:
    assert seed_spread(patches([(9, 9, 9), (99, 9, 9)], sigma=0), [2], SETTINGS).relative[0] == 0.0


def test_the_largest_seed_is_followed_by_the_smallest() -> None:
    spread = seed_spread(noise(5, 5), [1], KMeansSettings(k=1, seed=SEED_MAX), seeds=2)
    assert spread.seeds == (SEED_MAX, 0)


@pytest.mark.parametrize(("ks", "seeds"), [([], 1), ([0], 1), ([2], 0)])
def test_out_of_range(ks: list[int], seeds: int) -> None:
    with pytest.raises(SettingsError):
        seed_spread(noise(5, 5), ks, SETTINGS, seeds=seeds)

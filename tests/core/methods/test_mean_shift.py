import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.image import NO_LABEL
from kseg_core.methods import mean_shift as shifts
from kseg_core.methods.mean_shift import shifted_size
from kseg_core.methods.method import Method, segment_by
from tests.core.pictures import BLUE, GREEN, RED, picture
from tests.core.segmentation_checks import check_invariants


def shift(image: RgbImage, k: int) -> Segmentation:
    return segment_by(Method.MEAN_SHIFT, image, KMeansSettings(k=k))


def test_grain_goes_to_the_lump_around_it_where_kmeans_leaves_it():
    halves = np.repeat([1, 0], 40)
    grain = np.random.default_rng(0).normal(0.0, 12.0, (60, 80))
    image = picture(np.repeat((np.where(halves, 100, 140) + grain)[..., None], 3, axis=2))
    by_shift, by_kmeans = shift(image, 2), segment_by(Method.KMEANS, image, KMeansSettings(k=2))
    wrong = [min(np.mean(r.labels != halves), np.mean(r.labels == halves)) for r in (by_shift, by_kmeans)]
    assert wrong[0] < 0.005
    assert wrong[1] > 0.04
    check_invariants(image, by_shift)


def test_a_large_picture_is_shifted_at_a_smaller_size_and_labeled_at_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shifts, "MOST_PIXELS", 600)
    halves = np.full((80, 120, 3), RED)
    halves[:, 60:] = BLUE
    result = shift(picture(halves), 2)
    assert shifted_size(120, 80) == (30, 20)
    assert result.fitted_pixels == 600
    np.testing.assert_array_equal(result.palette[result.labels], halves)


def test_the_size_keeps_its_ratio_and_its_bound():
    assert shifted_size(800, 500) == (800, 500)
    width, height = shifted_size(6000, 4000)
    assert width / height == pytest.approx(1.5, rel=1e-2)
    assert 0.99 * shifts.MOST_PIXELS < width * height <= shifts.MOST_PIXELS
    assert shifted_size(4_000_000, 2) == (1_000_000, 1)


def test_the_one_opaque_pixel_of_a_large_picture_is_not_lost(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shifts, "MOST_PIXELS", 50)
    pixels, alpha = np.full((100, 100, 3), RED), np.zeros((100, 100))
    pixels[17, 42], alpha[17, 42] = GREEN, 255
    result = shift(picture(pixels, alpha), 3)
    assert result.palette.tolist() == [list(GREEN)]
    assert np.argwhere(result.labels != NO_LABEL).tolist() == [[17, 42]]

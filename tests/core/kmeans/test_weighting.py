"""Accents: rare colors that count more, and what a fit without them misses."""

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, SettingsError, segment
from kseg_core.histogram import color_histogram
from kseg_core.kmeans.settings import Weighting
from kseg_core.kmeans.weighting import color_weights

GREEN = np.array([40, 150, 60])


def sea() -> RgbImage:
    """Blue water with foam, seven red lobsters (4 %) and a green bottle (0.4 %), all a little noisy."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:200, 0:300]
    depth = 1 - y / 200
    pixels = np.stack([10 + 30 * y / 200, 70 + 60 * depth, 120 + 90 * depth], axis=2)
    pixels[rng.random(y.shape) < 0.03] = [200, 225, 235]
    for number in range(7):
        pixels[((x - 25 - 40 * number) / 15) ** 2 + ((y - 110 - 20 * (number % 3)) / 7.3) ** 2 < 1] = [
            190,
            40,
            30,
        ]
    pixels[((x - 150) / 4.3) ** 2 + ((y - 47) / 18) ** 2 < 1] = GREEN
    return RgbImage(pixels=np.clip(pixels + rng.normal(0, 8, pixels.shape), 0, 255).astype(np.uint8))


def test_by_area_the_weights_are_the_counts():
    histogram = color_histogram(sea())
    assert color_weights(histogram.colors, histogram.counts, "by area") is histogram.counts


def test_the_weight_of_close_colors_is_the_root_of_their_pixels():
    colors = np.array([[0, 0, 0], [15, 3, 9], [255, 0, 0]], np.uint8)
    weights = color_weights(colors, np.array([390, 10, 4]), Weighting.ACCENTS)
    assert weights.tolist() == [390, 10, 40]  # 400 : 4 pixels become 400 : 40, as 20 : 2


@pytest.mark.parametrize("position", [0.0, 0.2])
def test_a_green_bottle_in_the_sea_is_seen_only_where_accents_are_kept(position: float):
    image = sea()
    by_area, accents = (
        segment(image, KMeansSettings(k=5, weighting=weighting, position_weight=position))
        for weighting in Weighting
    )
    assert np.abs(by_area.palette.astype(int) - GREEN).max(axis=1).min() > 60
    assert np.abs(accents.palette.astype(int) - GREEN).max(axis=1).min() < 12
    assert accents.wcss > by_area.wcss


def test_where_all_colors_are_as_common_accents_change_nothing():
    image = RgbImage(
        pixels=np.repeat(np.uint8([[[0, 0, 0], [200, 0, 0], [0, 0, 200], [0, 200, 0]]]), 5, axis=0)
    )
    by_area, accents = (segment(image, KMeansSettings(k=3, weighting=each)) for each in Weighting)
    assert np.array_equal(by_area.labels, accents.labels)


def test_cv2_kmeans_knows_no_weights():
    with pytest.raises(SettingsError, match="knows no weights"):
        KMeansSettings(k=3, engine="opencv", weighting="keep accents")

import numpy as np
import pytest
from PIL import Image

from kseg_core import KMeansSettings, RgbImage
from kseg_core.kmeans.metrics import rgb_wcss_per_pixel
from kseg_core.methods import median_cut
from kseg_core.methods.method import Method, segment_by
from kseg_core.samples.gallery import load_sample
from tests.core.pictures import noise, patches


def cut(image: RgbImage, k: int, *, seed: int = 0):
    return segment_by(Method.MEDIAN_CUT, image, KMeansSettings(k=k, seed=seed))


@pytest.mark.parametrize("k", [1, 2, 5, 32])
def test_the_picture_is_the_one_that_pillow_makes(k: int):
    image = load_sample("Two reds").crop(100, 60, 340, 220)
    made = Image.fromarray(image.pixels).quantize(k, method=Image.Quantize.MEDIANCUT)
    made = np.asarray(made.convert("RGB"))
    result = cut(image, k)
    painted = result.palette[result.labels]
    by_pillow, ours = (((image.pixels - shown.astype(float)) ** 2).sum(axis=2) for shown in (made, painted))
    np.testing.assert_array_equal(ours, by_pillow)  # Of two colors that are as near, Pillow takes either.
    assert (painted == made).mean() > 0.99


def test_the_median_parts_equal_areas_where_kmeans_parts_unlike_colors():
    # 14 dark grays of equal area and a white half as large: the median lies among the grays.
    levels = [[level] * 3 for level in range(0, 56, 4)]
    image = patches([*levels, [255] * 3], side=8, sigma=0.0)
    by_median, by_kmeans = cut(image, 2), segment_by(Method.KMEANS, image, KMeansSettings(k=2))
    assert by_kmeans.counts.tolist() == [14 * 64, 64]
    assert by_median.counts.min() >= 5 * 64
    assert rgb_wcss_per_pixel(by_median) > rgb_wcss_per_pixel(by_kmeans)


def test_a_large_picture_is_cut_by_a_sample_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(median_cut, "FIT_PIXELS", 100)
    image = noise(30, 40)
    result = cut(image, 4)
    assert (result.fitted_pixels, result.n_pixels, result.settings.k) == (100, 1200, 4)
    assert result.settings.locked == ()
    assert cut(image, 4, seed=1).palette.tolist() != result.palette.tolist()

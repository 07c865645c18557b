import numpy as np
import pytest

from kseg_core import ColorSpace, Engine, KMeansSettings
from kseg_core.color_spaces import to_space
from kseg_core.methods.method import Method, segment_by
from tests.core.pictures import patches

DARK_RED, RED, DARK_BLUE, BLUE = (60, 10, 10), (255, 80, 80), (10, 10, 60), (80, 80, 255)


@pytest.mark.parametrize("engine", Engine)
def test_light_and_shade_of_one_hue_are_one_cluster(engine: Engine):
    image = patches([DARK_RED, RED, DARK_BLUE, BLUE], sigma=1.0)
    asked = KMeansSettings(k=2, engine=engine)
    by_method = segment_by(Method.WITHOUT_LIGHTNESS, image, Method.WITHOUT_LIGHTNESS.settings(asked))
    by_kmeans = segment_by(Method.KMEANS, image, asked)
    rows = [result.labels.reshape(24, 4, 24)[0, :, 0].tolist() for result in (by_method, by_kmeans)]
    assert rows[0] in ([0, 0, 1, 1], [1, 1, 0, 0])
    assert rows[1] not in ([0, 0, 1, 1], [1, 1, 0, 0])
    assert by_method.counts.tolist() == [1152, 1152]


def test_black_gray_and_white_are_one_cluster():
    image = patches([[level] * 3 for level in (0, 40, 128, 200, 255)], sigma=0.0)
    result = segment_by(Method.WITHOUT_LIGHTNESS, image, KMeansSettings(k=3, color_space="CIELAB"))
    assert result.n_clusters == 1
    assert result.wcss == pytest.approx(0.0)


def test_centroids_and_wcss_are_those_of_a_and_b():
    image = patches([DARK_RED, RED, DARK_BLUE, BLUE])
    result = segment_by(Method.WITHOUT_LIGHTNESS, image, KMeansSettings(k=3, color_space="CIELAB"))
    axes = to_space(image.pixels.reshape(-1, 3), ColorSpace.CIELAB)[:, 1:].astype(float)
    labels = result.labels.ravel()
    means = np.stack([axes[labels == label].mean(axis=0) for label in range(3)])
    np.testing.assert_allclose(result.centers[:, 1:], means, atol=2e-3)
    assert (result.centers[:, 0] == 0.0).all()
    assert result.wcss == pytest.approx(((axes - means[labels]) ** 2).sum(), rel=1e-4)

import numpy as np
import pytest

from kseg_core import ColorSpace, KMeansSettings, SettingsError, segment
from kseg_core.cloud.distances import CentroidDistance, distances_to_own, nearest_centroids
from kseg_core.color_spaces import to_space
from tests.core.pictures import BLACK, RED, WHITE, noise, picture


def test_distances_to_the_nearest_two():
    result = segment(picture([[BLACK, BLACK, BLACK, WHITE, WHITE, RED]]), KMeansSettings(k=3))
    assert nearest_centroids(np.array([3, 4, 0], np.uint8), result) == (
        CentroidDistance(cluster=0, distance=5.0),
        CentroidDistance(cluster=2, distance=pytest.approx(np.hypot(252, 4))),
    )


def test_one_cluster_has_one_distance():
    result = segment(picture([[BLACK]]), KMeansSettings(k=2))
    assert nearest_centroids(np.array(BLACK, np.uint8), result) == (
        CentroidDistance(cluster=0, distance=0.0),
    )


@pytest.mark.parametrize("space", ColorSpace)
def test_the_nearest_centroid_is_that_of_the_pixels_cluster(space: ColorSpace):
    image = noise(12, 12)
    result = segment(image, KMeansSettings(k=4, color_space=space))
    pixels, labels = image.pixels.reshape(-1, 3), result.labels.ravel()
    near = [nearest_centroids(color, result) for color in pixels]
    assert [first.cluster for first, _ in near] == labels.tolist()
    assert all(first.distance <= second.distance for first, second in near)
    own = distances_to_own(pixels, labels, result)
    np.testing.assert_allclose(own, [first.distance for first, _ in near], rtol=1e-6)
    assert float((own.astype(float) ** 2).sum()) == pytest.approx(result.wcss, rel=1e-5)
    offset = to_space(pixels[:1], space)[0] - result.centers[labels[0]]
    assert own[0] == pytest.approx(np.linalg.norm(offset), rel=1e-5)


def test_positions_are_refused():
    result = segment(noise(6, 6), KMeansSettings(k=2, position_weight=0.5))
    with pytest.raises(SettingsError, match="position"):
        nearest_centroids(np.array(RED, np.uint8), result)
    with pytest.raises(SettingsError, match="position"):
        distances_to_own(np.array([RED], np.uint8), np.zeros(1, np.uint8), result)

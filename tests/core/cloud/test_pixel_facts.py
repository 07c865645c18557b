import numpy as np
import pytest

from kseg_core import ColorSpace, KMeansSettings, SettingsError, segment
from kseg_core.cloud.pixel_facts import centroid_distances, pixel_facts
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.color_spaces import to_space
from tests.core.pictures import BLACK, RED, WHITE, noise, picture

IMAGE = picture([[BLACK, BLACK, BLACK], [WHITE, WHITE, RED]], [[255, 255, 0], [255, 255, 255]])


def test_a_pixel_is_placed_and_measured():
    result = segment(IMAGE, KMeansSettings(k=3))
    assert pixel_facts(IMAGE, result, CLOUD_SHAPES["RGB cube"], 2, 1) == [
        ("Pixel", "column 2, row 1"),
        ("Color", "#ff0000"),
        ("Place", "R 255, G 0, B 0"),
        ("Nearest", "centroid #ff0000, distance 0.0 in RGB"),
        ("Next", "centroid #000000, distance 255.0 in RGB"),
    ]


def test_places_are_those_of_the_shape_and_distances_those_of_the_space():
    result = segment(IMAGE, KMeansSettings(k=2, color_space="CIELAB"))
    facts = dict(pixel_facts(IMAGE, result, CLOUD_SHAPES["HSV cylinder"], 0, 1))
    assert facts["Place"] == "S cos H 0, S sin H 0, V 255"
    assert facts["Nearest"].endswith("in CIELAB")
    facts = dict(pixel_facts(IMAGE, result, CLOUD_SHAPES["CIELAB"], 0, 1))
    assert facts["Place"] == "L* 100.0, a* 0.0, b* 0.0"


def test_one_cluster_has_no_next():
    result = segment(IMAGE, KMeansSettings(k=1))
    names = [name for name, _ in pixel_facts(IMAGE, result, CLOUD_SHAPES["RGB cube"], 0, 0)]
    assert names == ["Pixel", "Color", "Place", "Nearest"]


def test_a_transparent_pixel_has_no_color():
    result = segment(IMAGE, KMeansSettings(k=2))
    facts = pixel_facts(IMAGE, result, CLOUD_SHAPES["RGB cube"], 2, 0)
    assert facts[1] == ("Color", "none: too transparent to take part")


@pytest.mark.parametrize(("x", "y"), [(3, 0), (0, 2), (-1, 0), (0, -1)])
def test_pixels_outside_are_refused(x: int, y: int):
    with pytest.raises(SettingsError, match="inside the picture"):
        pixel_facts(IMAGE, segment(IMAGE, KMeansSettings(k=2)), CLOUD_SHAPES["RGB cube"], x, y)


def test_distances_are_those_to_every_centroid():
    result = segment(picture([[BLACK, BLACK, BLACK, WHITE, WHITE, RED]]), KMeansSettings(k=3))
    distances = centroid_distances(np.array([(3, 4, 0)], np.uint8), result)
    assert distances.tolist() == [[5.0, pytest.approx(np.hypot(252, np.hypot(251, 255))), np.hypot(252, 4)]]


@pytest.mark.parametrize("space", ColorSpace)
def test_the_nearest_centroid_is_that_of_the_pixels_cluster(space: ColorSpace):
    image = noise(12, 12)
    result = segment(image, KMeansSettings(k=4, color_space=space))
    pixels, labels = image.pixels.reshape(-1, 3), result.labels.ravel()
    distances = centroid_distances(pixels, result)
    np.testing.assert_array_equal(distances.argmin(axis=1), labels)
    assert float((distances.min(axis=1) ** 2).sum()) == pytest.approx(result.wcss, rel=1e-5)
    offset = to_space(pixels[:1], space)[0] - result.centers[labels[0]]
    assert distances[0, labels[0]] == pytest.approx(np.linalg.norm(offset), rel=1e-5)


def test_positions_are_refused():
    result = segment(noise(6, 6), KMeansSettings(k=2, position_weight=0.5))
    with pytest.raises(SettingsError, match="position"):
        centroid_distances(np.array([RED], np.uint8), result)

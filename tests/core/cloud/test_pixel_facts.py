import pytest

from kseg_core import KMeansSettings, SettingsError, segment
from kseg_core.cloud.pixel_facts import pixel_facts
from kseg_core.cloud.shapes import CLOUD_SHAPES
from tests.core.pictures import BLACK, RED, WHITE, picture

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
    assert (
        dict(pixel_facts(IMAGE, result, CLOUD_SHAPES["CIELAB"], 0, 1))["Place"] == "L* 100.0, a* 0.0, b* 0.0"
    )


def test_one_cluster_has_no_next():
    result = segment(IMAGE, KMeansSettings(k=1))
    names = [name for name, _ in pixel_facts(IMAGE, result, CLOUD_SHAPES["RGB cube"], 0, 0)]
    assert names == ["Pixel", "Color", "Place", "Nearest"]


def test_a_transparent_pixel_has_no_color():
    result = segment(IMAGE, KMeansSettings(k=2))
    assert pixel_facts(IMAGE, result, CLOUD_SHAPES["RGB cube"], 2, 0)[1] == (
        "Color",
        "none: it is transparent",
    )


@pytest.mark.parametrize(("x", "y"), [(3, 0), (0, 2), (-1, 0), (0, -1)])
def test_pixels_outside_are_refused(x: int, y: int):
    with pytest.raises(SettingsError, match="inside the picture"):
        pixel_facts(IMAGE, segment(IMAGE, KMeansSettings(k=2)), CLOUD_SHAPES["RGB cube"], x, y)

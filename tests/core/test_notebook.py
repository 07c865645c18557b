"""The way of a notebook: arrays go in where pictures do, and one import is enough."""

import numpy as np

import kseg_core
from kseg_core import (
    CannySettings,
    KMeansSettings,
    Recipe,
    apply_recipe,
    areas_table,
    auto_thresholds,
    canny_stages,
    color_histogram,
    detect_edges,
    parse_recipe,
    recipe_json,
    segment,
    sweep,
)
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.settings import MeasureSettings
from tests.core.pictures import BLUE, GREEN, RED, patches

IMAGE = patches([RED, GREEN, BLUE], side=8)
ARRAY = IMAGE.pixels.copy()


def test_every_name_can_be_imported() -> None:
    assert {name for name in kseg_core.__all__ if getattr(kseg_core, name, None) is None} == set()


def test_an_array_gives_what_its_picture_gives() -> None:
    settings, edges = KMeansSettings(k=3), CannySettings(low=50, high=100)
    np.testing.assert_array_equal(segment(ARRAY, settings).labels, segment(IMAGE, settings).labels)
    np.testing.assert_array_equal(detect_edges(ARRAY, edges), detect_edges(IMAGE, edges))
    np.testing.assert_array_equal(canny_stages(ARRAY, edges).edges, detect_edges(IMAGE, edges))
    np.testing.assert_array_equal(color_histogram(ARRAY).counts, color_histogram(IMAGE).counts)
    assert auto_thresholds(ARRAY) == auto_thresholds(IMAGE)
    np.testing.assert_array_equal(sweep(ARRAY, [1, 3]).wcss, sweep(IMAGE, [1, 3]).wcss)


def test_a_recipe_from_the_page_gives_the_areas_of_an_array() -> None:
    classes = (MeasureClass(name="leaves", clusters=(1,), color=GREEN),)
    text = recipe_json(
        Recipe(
            settings=KMeansSettings(k=3), colors=(RED, GREEN, BLUE), measure=MeasureSettings(classes=classes)
        )
    )
    made = apply_recipe(ARRAY, parse_recipe(text))
    assert made.measured is not None
    table = areas_table(made.measured)
    assert table["class"] == ["leaves", "other"]
    np.testing.assert_allclose(table["share"], [1 / 3, 2 / 3])

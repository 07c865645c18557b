"""A recipe comes back as it went in, and other files are refused in a sentence."""

import json

import numpy as np
import pytest

from kseg_core import CannySettings, KMeansSettings, SettingsError
from kseg_core.canny.edge_drawing import EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.framing import Framing
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.objects import Connectivity, ObjectSettings
from kseg_core.measure.region import RegionShape, ShapeKind, mask_shape
from kseg_core.measure.ruler import Scale, Unit
from kseg_core.measure.settings import MeasureSettings
from kseg_core.recipe import Recipe, parse_recipe, recipe_json

FULL = Recipe(
    settings=KMeansSettings(k=3, color_space="CIELAB", seed=7, smoothing=1.5, locked=((1, 2, 3),)),
    edits=PaletteEdits(merges=((0, 1),), replacements=((2, (9, 9, 9)),), specks=5),
    framing=Framing(quarter_turns=1, crop=(1, 2, 30, 40)),
    measure=MeasureSettings(
        classes=(
            MeasureClass(name="leaf", color=(0, 200, 0), clusters=(0, 1)),
            MeasureClass(
                name="soil",
                color=(90, 60, 30),
                selection=ColorSelection(
                    shape=next(iter(CLOUD_SHAPES.values())),
                    ranges=Ranges(low=(0.0, 0.0, 0.0), high=(9.0, 9.0, 9.0)),
                ),
                is_left_out=True,
            ),
        ),
        region=(
            RegionShape(kind=ShapeKind.ELLIPSE, points=((1, 1), (20, 20))),
            mask_shape(np.random.default_rng(0).random((300, 400)) > 0.5),
        ),
        scale=Scale(pixels_per_unit=12.5, unit=Unit.CENTIMETER),
        objects=ObjectSettings(splits=True, smallest=3, connectivity=Connectivity.SIDES),
        doubt=0.2,
    ),
    edges=EdgeRecipe(
        settings=CannySettings(20, 60, aperture=5),
        rule=ThresholdMethod.OTSU,
        of_clusters=True,
        drawing=EdgeDrawing(view=EdgeView.OVER_PHOTO, color=(1, 2, 3), width=4),
    ),
    centroids=((1.5, 2.5, 3.5), (4.0, 5.0, 6.0), (7.0, 8.0, 9.0)),
    colors=((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    counts=(30, 20, 1),
    far=(9.5, 8.0, 0.25),
    picture="plot é.jpg",
    digest="abc",
    size=(300, 400),
)


@pytest.mark.parametrize("recipe", [FULL, Recipe(settings=KMeansSettings(k=5))])
def test_a_recipe_comes_back(recipe: Recipe) -> None:
    assert parse_recipe(recipe_json(recipe)) == recipe


def changed(*path: str, value: object) -> str:
    content = json.loads(recipe_json(FULL))
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "5",
        "{}",
        '{"format": "kseg recipe"}',
        "[" * 100_000,
        changed("version", value=2),
        changed("segmentation", "k", value=99),
        changed("segmentation", "k", value="5"),
        changed("segmentation", "more", value=1),
        changed("segmentation", "locked", value=[[1, 2]]),
        changed("edits", "merged", value="0"),
        changed("measure", "classes", value="a.b.c"),
        changed("measure", "doubt", value="x"),
        changed("measure", "objects", value={"smallest": 0}),
        changed("measure", "objects", value={"smallest": "5"}),
        changed("clusters", "centroids", value=[["a"]]),
        changed("edges", value={"low": 9, "high": 99, "aperture": 4}),
        changed("framing", value=None),
        changed("framing", "crop", value="all"),
        changed("measure", "objects", value={"splits": "no"}),
        changed("measure", "objects", value={"largest": 9.5}),
        changed("clusters", "colors", value=[]),
        changed("clusters", "centroids", value=[[1, 2, 3]]),
        changed("clusters", "centroids", value=[[1], [2, 3], [4]]),
        changed("clusters", "centroids", value=[[1, 2, float("nan")]] * 3),
        changed("clusters", "centroids", value=[[1, 2, 10**400]] * 3),
        changed("edges", value={"low": 9, "high": 99, "l2_gradient": "no"}),
    ],
)
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_recipe(text)


def test_a_recipe_has_no_more_clusters_than_there_can_be() -> None:
    with pytest.raises(SettingsError, match="at most 32"):
        Recipe(settings=KMeansSettings(k=5), colors=((1, 2, 3),) * 33)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a recipe"),
        (b"\xff\xd8", "not a recipe"),
        ('{\n"format": kseg}', "Line 2 is not JSON"),
        (recipe_json(FULL).replace('"color_space"', '"color_spce"'), "color_spce, which is not known"),
        (recipe_json(FULL).replace('"fills_holes"', '"fills"'), "fills, which is not known"),
        (recipe_json(FULL).replace('"measure"', '"measures"'), "does not have 'measure'"),
    ],
)
def test_what_is_wrong_with_a_recipe_is_said(text: str | bytes, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        parse_recipe(text)

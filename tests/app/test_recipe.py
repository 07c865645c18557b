"""A recipe given back to the page sets what made the result, and can be undone.

The address of a page has the recipe that the page gives away.
"""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import CannySettings, KMeansSettings, decode_image, segment
from kseg_core.address.names import BY_HAND
from kseg_core.address.reading import read_address
from kseg_core.address.values import edge_values, object_values, segmentation_values
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.framing import Framing
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.measured import measure
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.region import RegionShape, ShapeKind
from kseg_core.measure.ruler import Scale, Unit
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import rgb_tuples
from kseg_core.recipe import Recipe, parse_recipe, recipe_json
from kseg_core.samples.gallery import load_sample
from pages._ui.edges import downloads as edge_downloads
from pages._ui.measure import view as measure_view
from pages._ui.photo import own_photo
from pages._ui.state import DEFAULTS
from tests.app.test_measure import SAMPLE, areas
from tests.app.test_measure import measure as open_measure
from tests.app.visit import APP, noise, page_of, png

MEASURE = MeasureSettings(
    classes=(MeasureClass(name="discs", color=(255, 0, 0), clusters=(1, 2)),),
    region=(RegionShape(kind=ShapeKind.RECTANGLE, points=((0, 0), (80, 90))),),
    scale=Scale(pixels_per_unit=10, unit=Unit.MILLIMETER),
    objects=ObjectSettings(fills_holes=False, splits=True, smallest=7),
)
SETTINGS = KMeansSettings(k=4, color_space="CIELAB", seed=3)


def test_a_recipe_sets_the_view_and_can_be_undone() -> None:
    image = load_sample(SAMPLE).frame(Framing(crop=(10, 10, 200, 200)))
    result = segment(image, SETTINGS)
    recipe = Recipe(
        settings=SETTINGS,
        edits=PaletteEdits(specks=20),
        framing=image.prepared.framing,
        measure=MEASURE,
        colors=rgb_tuples(result.palette),
        picture=SAMPLE,
        digest=image.digest,
    )
    at = open_measure(closer_k="6", classes="others.ff0000.0")
    before = dict(at.query_params)
    (uploader,) = [each for each in at.file_uploader if each.label == "Use a recipe"]
    uploader.upload("recipe.json", recipe_json(recipe).encode()).run()
    assert not at.exception
    assert [toast.value for toast in at.toast] == [
        f"Recipe of {SAMPLE}: K = 4 in CIELAB, 1 class, 1 shape, a scale."
    ]
    expected = measure(image, result, MEASURE).areas
    assert areas(at)["Class"] == ["discs", "other"]
    assert areas(at)["Pixels"] == expected.pixels.tolist()
    state = at.session_state
    shown = [
        state[key] for key in ("closer_k", "space", "seed", "specks", "objects_split", "objects_smallest")
    ]
    assert shown == [4, "CIELAB", 3, 20, True, 7]
    assert at.query_params["crop"] == "10-10-200-200"
    at.button(key="measure_recipe_undo").click().run()
    assert dict(at.query_params) == before


def test_plain_settings_are_those_of_a_first_visit() -> None:
    """Otherwise a recipe would leave a setting of the page as it is."""
    objects = object_values(ObjectSettings())
    assert objects == {key: value for key, value in DEFAULTS.items() if key.startswith("objects_")}
    values = segmentation_values(KMeansSettings(k=5), specks=0)
    assert values == {key: DEFAULTS[key] for key in values}
    edges = edge_values(EdgeRecipe(settings=CannySettings(30, 60)))
    assert (edges.pop("edge_rule"), edges.pop("edge_hand")) == (BY_HAND, (30, 60))
    assert edges == {key: DEFAULTS[key] for key in edges}


def test_a_recipe_that_does_not_fit_says_what_it_leaves_out() -> None:
    crop = Framing(crop=(0, 0, 9_000, 9_000))
    recipe = Recipe(settings=SETTINGS, framing=crop, measure=MeasureSettings(region=MEASURE.region))
    at = open_measure()
    upload = next(each for each in at.file_uploader if each.label == "Use a recipe").upload
    upload("recipe.json", recipe_json(recipe).encode()).run()
    assert any("does not fit" in toast.value for toast in at.toast)
    assert "region" not in at.query_params


def test_another_file_is_refused_and_changes_nothing() -> None:
    at = open_measure()
    before = dict(at.query_params)
    upload = next(each for each in at.file_uploader if each.label == "Use a recipe").upload
    upload("else.json", b"{}").run()
    assert "else.json: This file is not a recipe" in at.error[0].value
    assert dict(at.query_params) == before


MINE = png(noise())


def query(at: AppTest) -> str:
    return "?" + urlencode(at.query_params, doseq=True)


def test_the_address_of_a_measurement_has_the_recipe_that_it_gives_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    monkeypatch.setattr(measure_view, "export_dialog", lambda _, request_of: asked.append(request_of))
    at = AppTest.from_file(APP, default_timeout=60)
    at.session_state.own, at.session_state.show_own = own_photo("mine.png", MINE), True
    at.session_state.awaited = ""
    address = {
        "mode": "Measure",
        "photo": decode_image(MINE).digest[:12],
        "closer_k": "4",
        "space": "CIELAB",
        "seed": "7",
        "smoothing": "1",
        "specks": "3",
        "swatch": "most common",
        "locked": "ff0000",
        "merged": "1-2",
        "recolored": "0-010203",
        "classes": "a.ff0000.0~b.-00ff00.1-2",
        "region": "r.1.1.20.9",
        "scale": "8_mm_given",
        "turn": "90",
        "crop": "3-4-30-20",
        "doubt": "0.5",
        "objects_split": "true",
        "objects_connected": "over sides (4)",
        "objects_largest": "50",
    }
    for key, value in address.items():
        at.query_params[key] = value
    at.run()
    at.button(key="measure_take").click().run()
    assert not at.exception
    photo = decode_image(MINE)
    (request_of,) = asked
    recipe = read_address(query(at)).recipe(photo, "mine.png")
    assert recipe == request_of(photo.frame(recipe.framing)).recipe
    assert {key: at.query_params[key] for key in address} == address


def test_the_address_of_edges_has_the_rule_of_the_recipe_that_is_given_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    menus = []
    monkeypatch.setattr(edge_downloads, "offer_menu", lambda *menu, **_: menus.append(menu))
    shown = {"edge_view": "Over the photo", "edge_color": "#010203"}
    rule = {"edge_rule": "Otsu on the gradient", "edge_of": "Clusters", "edge_k": "4"}
    at = page_of("pages/edges.py", MINE, **rule, **shown)
    assert not at.exception
    ((_, files, asked),) = menus
    (make,) = (file.make for file in files if file.ending == "-recipe.json")
    photo = decode_image(MINE)
    given = parse_recipe(make(photo, asked))
    linked = read_address(f"/edges{query(at)}").recipe(photo, "mine.png")
    assert given.edges.settings.high > 0
    assert linked.edges == replace(given.edges, settings=replace(given.edges.settings, low=0, high=0))
    assert (linked.settings, linked.picture) == (given.settings, given.picture)

"""Links that set up a view: what they say is what a visitor gets, whatever was chosen before."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, color_histogram, segment
from kseg_core.address.names import MEASURE_PARAMETERS
from kseg_core.measure.areas import class_areas
from kseg_core.measure.classes import class_map
from kseg_core.measure.link_text import parse_classes, parse_region
from kseg_core.measure.objects import ObjectSettings, find_objects
from kseg_core.measure.region import region_mask
from kseg_core.samples.gallery import SAMPLES, load_sample
from kseg_core.wording import percent
from pages._ui.declarations import PAGES
from pages._ui.declarations.lessons import COUNTING, LESSONS, PLANT_COVER, Lesson
from pages._ui.declarations.page import Example
from pages._ui.photo import own_photo
from pages._ui.state import DEFAULTS
from tests.app.visit import APP, elements, file_of, go_to, labeled, noise, png, visit

TOPICS = [topic for page in PAGES for topic in page.topics]
EXAMPLES = {each.example.address: each.example for each in (*LESSONS, *TOPICS)}
NOT_WIDGETS = {"sample", "edge_thresholds", "lesson", *MEASURE_PARAMETERS}


def chosen(value: object) -> list[str]:
    texts = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    return [text.lower().removesuffix(".0") for text in texts]


def asked(value: str | list[str]) -> list[str]:
    return [text.lower() for text in ([value] if isinstance(value, str) else value)]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_names_a_sample_and_settings_that_exist(example: Example):
    assert example.view["sample"] in {sample.name for sample in SAMPLES}
    for key, value in example.view.items():
        if key not in NOT_WIDGETS:
            assert asked(value) != chosen(DEFAULTS[key])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_a_lesson_sets_up_its_view_and_nothing_else(lesson):
    at = AppTest.from_file(APP, default_timeout=120)
    photo = own_photo("mine.png", png(noise()))
    at.session_state.own, at.session_state.show_own, at.session_state.sample = photo, True, "Camera"
    for key, value in {"space": "CIELUV", "seed": 9, "k": [2, 11], "engine": "opencv"}.items():
        at.session_state[key] = value
    view = lesson.example.view
    for key, value in (view | {"fresh": "1"}).items():
        at.query_params[key] = value
    go_to(at, file_of(lesson.example.path))
    at.run()
    assert not at.exception
    assert not at.error
    assert "fresh" not in at.query_params
    assert at.session_state.sample == view["sample"]
    assert (at.session_state.show_own, at.session_state.own) == (False, photo)
    for key, value in view.items():
        if key not in NOT_WIDGETS:
            assert chosen(at.session_state[key]) == asked(value)
    for key in {"space", "seed", "k", "engine"} - set(view):
        assert at.session_state[key] == DEFAULTS[key]
    if "edge_thresholds" in view:
        thresholds = labeled(at.slider, "Low and high threshold").value
        assert list(thresholds) == [int(value) for value in view["edge_thresholds"]]
    said = [each.value for each in at.main.markdown]
    assert any(
        f"Lesson {view['lesson']} of {len(LESSONS)} · " in each and lesson.question in each for each in said
    )
    assert f"{lesson.answer}\n\n{lesson.insight}" in said
    beside = [each for each in LESSONS if abs(LESSONS.index(each) - LESSONS.index(lesson)) == 1]
    links = [each.proto for each in at.main.get("page_link")]
    for other in beside:
        (link,) = (each for each in links if each.help.endswith(other.title))
        assert parse_qs(link.query_string).items() >= parse_qs(urlsplit(other.example.address).query).items()
    assert at.query_params["lesson"] == view["lesson"]
    assert at.button(key="back_to_own").label == "Back to mine.png"
    assert any(
        element.type == "bidi_component" and element.proto.component_name == "scroll_to_top"
        for element in elements(at.main)
    )


@pytest.mark.parametrize(("key", "value"), [("space", "HSV"), ("engine", "opencv")])
def test_a_link_changes_what_stands_on_the_page_before(key: str, value: str):
    at = visit(sample="Two reds", k=["2"])
    at.query_params[key] = value
    at.query_params["fresh"] = "1"
    at.run()
    assert not at.exception
    assert at.session_state[key] == value


def test_the_link_of_a_lesson_is_the_lesson_whatever_was_changed_in_it():
    view = LESSONS[3].example.view
    at = visit(**view | {"k": ["2", "5"]})
    at.button(key="lesson_code").click().run()
    cards = [each.proto for each in at.get("bidi_component") if each.proto.component_name == "share_card"]
    ((card,),) = (json.loads(each.json) for each in cards)
    assert parse_qs(urlsplit(card["link"]).query) == parse_qs(urlsplit(LESSONS[3].example.address).query)
    assert card["code"].startswith("<svg")


def test_a_lesson_knows_its_number():
    numbers = [lesson.example.view["lesson"] for lesson in LESSONS]
    assert numbers == [str(number) for number, _ in enumerate(LESSONS, start=1)]


def test_the_lessons_stand_in_the_readme_with_their_addresses():
    readme = (Path(APP).parent / "README.md").read_text("utf-8")
    for lesson in LESSONS:
        assert f"| {lesson.title} | {lesson.insight} | `{lesson.example.address}` |" in readme


def class_map_of(lesson: Lesson, *, k: str = "", classes: str = "") -> np.ndarray:
    """The class of each pixel of the sample of a lesson, with its settings or others."""
    view, image = lesson.example.view, load_sample(lesson.example.view["sample"])
    result = segment(image, KMeansSettings(k=int(k or view["closer_k"])))
    region = region_mask(parse_region(view["region"]), image.height, image.width)
    named = parse_classes(classes or view["classes"])
    return class_map(image, color_histogram(image), result, named, region)


@pytest.mark.parametrize(("k", "classes"), [("4", ""), ("6", "leaves.2e9e3c.2-4")])
def test_the_lesson_on_cover_names_the_numbers_that_the_page_gives(k: str, classes: str):
    (share, _) = class_areas(class_map_of(PLANT_COVER, k=k, classes=classes), 1).shares
    assert f"{percent(share)}." in PLANT_COVER.insight
    assert f"K = {k} " in PLANT_COVER.insight
    assert PLANT_COVER.example.view["closer_k"] == "4"


def test_the_lesson_on_counting_names_the_numbers_that_the_page_gives():
    numbers, pixels = class_map_of(COUNTING), load_sample("Seeds").pixels
    for splits in (False, True):
        found = find_objects(numbers, 2, pixels, ObjectSettings(splits=splits))
        lentils, peas = np.bincount(found.classes)
        assert f"{lentils} + {peas}" in COUNTING.insight
    assert f"{lentils} lentils and {peas} peas" in COUNTING.answer

"""A lesson or an example is a visit, and starting over can be undone: photo, settings and edits come back."""

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.declarations import PAGES
from pages._ui.declarations.lessons import LESSONS
from pages._ui.photo import own_photo
from tests.app.visit import APP, file_of, go_to, noise, page_of, png, visit

OWN = {"space": "CIELUV", "seed": 9, "k": [2, 11]}
LESSON = LESSONS[4]


@pytest.fixture
def at() -> AppTest:
    """Somebody with a photo, settings and locked colors of their own."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at.session_state.own, at.session_state.show_own = own_photo("mine.png", png(noise())), True
    for key, value in OWN.items():
        at.session_state[key] = value
    at.session_state.detail_locked = ((1, 2, 3),)
    return at.run()


def follow(at: AppTest, example) -> AppTest:
    for key in list(at.query_params):
        del at.query_params[key]
    for key, value in (example.view | {"fresh": "1"}).items():
        at.query_params[key] = value
    go_to(at, file_of(example.path))
    return at.run()


def press(at: AppTest, label: str) -> AppTest:
    return next(each for each in at.button if each.label == label).click().run()


def check_own_view(at: AppTest) -> None:
    assert not at.exception
    assert (at.session_state.show_own, at.session_state.own.name) == (True, "mine.png")
    assert {key: at.session_state[key] for key in OWN} == OWN
    assert at.session_state.detail_locked == ((1, 2, 3),)
    assert "lesson" not in at.query_params
    assert "Back to my view" not in [each.label for each in at.button]


def test_leaving_a_lesson_brings_photo_and_settings_back(at: AppTest):
    follow(at, LESSON.example)
    assert at.session_state.sample == LESSON.example.view["sample"]
    assert at.session_state.space == "RGB"
    check_own_view(press(at, "Back to my view"))


def test_the_photo_of_the_sidebar_comes_back_with_its_settings(at: AppTest):
    follow(at, LESSON.example)
    at.selectbox(key="space").select("OKLab").run()
    check_own_view(press(at, "Back to mine.png"))


def test_one_lesson_after_another_is_one_visit(at: AppTest):
    follow(at, LESSON.example)
    follow(at, LESSONS[1].example)
    check_own_view(press(at, "Back to my view"))


def test_another_page_ends_a_lesson(at: AppTest):
    follow(at, LESSON.example)
    for key in list(at.query_params):
        del at.query_params[key]
    go_to(at, "pages/elbow.py")
    check_own_view(at.run())


def test_what_a_link_out_of_a_lesson_asks_for_is_shown(at: AppTest):
    follow(at, LESSON.example)
    for key in list(at.query_params):
        del at.query_params[key]
    at.query_params["elbow_max"] = "5"
    go_to(at, "pages/elbow.py")
    check_own_view(at.run())
    assert at.session_state.elbow_max == 5


def test_who_comes_by_the_link_of_a_lesson_has_nothing_to_go_back_to():
    at = visit(**LESSON.example.view, fresh="1")
    assert "Back to my view" not in [each.label for each in at.button]


def test_a_lesson_is_known_under_the_name_of_the_front_page_too():
    view = LESSONS[2].example.view
    at = visit(**view)
    assert any(LESSONS[2].question in each.value for each in at.main.markdown)


def test_starting_over_can_be_undone(at: AppTest):
    press(at, "Start over")
    assert at.session_state.own is None
    assert at.session_state.space == "RGB"
    check_own_view(press(at, "Undo starting over"))
    assert "Start over" in [each.label for each in at.button]


def test_the_next_change_is_final(at: AppTest):
    press(at, "Start over")
    at.selectbox(key="space").select("HSV").run()
    assert "Undo starting over" not in [each.label for each in at.button]
    assert "view_started_over" not in at.session_state


def test_a_crop_is_such_a_change(at: AppTest):
    press(at, "Start over")
    at.session_state["crop"] = [10, 10, 200, 100]
    at.run()
    assert not at.exception
    assert "Undo starting over" not in [each.label for each in at.button]


def test_nothing_of_an_example_is_unknown():
    for topic in (topic for page in PAGES for topic in page.topics[:1]):
        at = page_of(file_of(topic.example.path), **{"lesson": topic.name} | topic.example.view)
        assert not at.toast

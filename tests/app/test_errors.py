"""What stands on the page when something cannot be done."""

from streamlit.testing.v1 import AppTest


def known_mistake() -> None:
    from kseg_core import ImageError
    from pages._ui.errors import guarded

    with guarded():
        raise ImageError("This is no picture.")


def test_an_error_of_ours_is_shown_as_its_sentence():
    at = AppTest.from_function(known_mistake).run()
    assert not at.exception
    assert [error.value for error in at.error] == ["This is no picture."]


def other_mistake() -> None:
    from pages._ui.errors import guarded

    with guarded():
        raise AttributeError("no such thing")


def test_other_mistakes_are_not_hidden():
    assert AppTest.from_function(other_mistake).run().exception

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


def part_of_a_page() -> None:
    import streamlit as st

    from kseg_core import ImageError, RgbImage
    from pages._ui.errors import photo_part
    from pages._ui.photo import Photo, sample_photo

    @st.fragment
    @photo_part
    def draw(photo: Photo, image: RgbImage, word: str) -> None:
        st.markdown(f"{word} {photo.name}, {image.width} pixels wide")
        raise ImageError("There is no more.")

    draw(sample_photo("Two reds"), "Seen:")


def test_a_part_of_a_page_gets_its_picture_and_shows_errors_as_sentences():
    at = AppTest.from_function(part_of_a_page).run()
    assert not at.exception
    assert at.markdown[0].value.startswith("Seen: Two reds, ")
    assert [error.value for error in at.error] == ["There is no more."]

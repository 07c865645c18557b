"""Which photo is shown, and which part of it."""

import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import decode_image
from kseg_core.framing import WHOLE, Framing
from kseg_core.samples.gallery import SAMPLES
from pages._ui.photo import own_photo, sample_photo
from tests.app.visit import noise, png


def test_samples_have_digests_of_their_own_and_no_bytes():
    photos = [sample_photo(sample.name) for sample in SAMPLES]
    assert len({photo.digest for photo in photos}) == len(SAMPLES)
    assert all(photo.is_sample and photo.data is None for photo in photos)


def test_own_photo_has_the_digest_of_its_picture():
    data = png(noise())
    photo = own_photo("mine.png", data)
    assert not photo.is_sample
    assert photo.data == data
    assert photo.digest == decode_image(data).digest
    assert photo.digest != own_photo("mine.png", png(noise(seed=1))).digest


def asked() -> None:
    import streamlit as st

    from pages._ui import framing

    framing.take_address()
    st.session_state.result = framing.asked(7, 3)


@pytest.mark.parametrize(
    ("address", "framing"),
    [
        ({}, WHOLE),
        ({"turn": "270", "crop": "1-2-2-4"}, Framing(quarter_turns=3, crop=(1, 2, 2, 4))),
        ({"turn": "180", "crop": "1-1-90-90"}, Framing(quarter_turns=2, crop=(1, 1, 6, 2))),
        ({"crop": "0-0-7-3"}, WHOLE),
        ({"crop": "7-0-1-1", "turn": "-90"}, WHOLE),
        ({"crop_x": ["25", "75"]}, Framing(crop=(1, 0, 4, 3))),
        ({"crop_x": ["60", "20"], "crop_y": ["0", "50"]}, Framing(crop=(1, 0, 3, 1))),
        ({"crop_x": ["50", "50"]}, Framing(crop=(3, 0, 1, 3))),
        ({"crop_x": ["100", "100"]}, Framing(crop=(6, 0, 1, 3))),
        ({"crop_x": ["50", "100"], "crop": "0-0-2-2"}, Framing(crop=(0, 0, 2, 2))),
    ],
)
def test_an_address_says_how_a_picture_is_turned_and_cropped(address: dict, framing: Framing):
    at = AppTest.from_function(asked)
    at.query_params.update(address)
    at.run()
    assert not at.exception
    assert at.session_state.result == framing

"""Ways into the app: every address is answered, whatever it says, and settings come along."""

import pytest

from kseg_core import KMeansSettings, segment
from kseg_core.samples.gallery import load_sample
from pages._ui.state import DEFAULTS
from tests.app.visit import cards, facts, hexes, titles, visit

GARBLED = {
    "k too large": {"k": "99"},
    "k too small": {"k": ["1", "0", "-3"]},
    "k no number": {"k": "abc"},
    "k a list in one": {"k": "3,5"},
    "space": {"space": "Foo"},
    "space in another case": {"space": "rgb"},
    "seed negative": {"seed": "-1"},
    "seed huge": {"seed": "1e99"},
    "seed not a number": {"seed": "nan"},
    "sample": {"sample": "<script>alert(1)</script>"},
    "sample empty": {"sample": ""},
    "photo": {"photo": "<b>"},
    "photo too long": {"photo": "0123456789abcdef"},
    "crop outside": {"crop": "600-0-10-10"},
    "crop of nothing": {"crop": "0-0-0-10"},
    "crop of three numbers": {"crop": "1-2-3", "turn": "45"},
    "former crop of one edge": {"crop_x": "5"},
    "former crop outside": {"crop_x": ["-5", "500"]},
    "former crop in words": {"crop_y": ["left", "right"]},
    "former crop of three edges": {"crop_x": ["10", "20", "30"]},
    "compare": {"compare": "everything"},
    "engine": {"engine": "GPU"},
    "unknown": {"foo": "bar", "upload_0": "x", "png_0": "1", "awaited": "1", "own": "1"},
}


@pytest.mark.parametrize("address", GARBLED.values(), ids=GARBLED.keys())
def test_garbled_values_fall_back_to_the_first_visit(address):
    at = visit(**address)
    assert not at.exception
    assert not at.error
    assert not at.warning
    assert titles(at) == ["Original", "K = 3", "K = 5", "K = 7"]
    assert [len(card.hexes) for card in cards(at)] == [3, 5, 7]
    assert "**Coffee**" in facts(at)
    assert "same file" not in "".join(element.value for element in at.main.markdown)
    for key in ("space", "seed", "turn", "crop", "compare", "k", "engine"):
        assert at.session_state[key] == DEFAULTS[key]


@pytest.mark.parametrize(
    "address",
    [
        {"attempts": "999", "init": "foo", "criteria": "bar", "max_iter": "1", "epsilon": "nan"},
        {"attempts": "0", "max_iter": "1000", "epsilon": "inf"},
        {"attempts": "x", "max_iter": "", "epsilon": "-1"},
    ],
)
def test_garbled_parameters_of_opencv_fall_back(address):
    at = visit(sample="Two reds", k="2", engine="opencv", **address)
    assert not at.exception
    assert not at.error
    result = segment(load_sample("Two reds"), KMeansSettings(k=2, engine="opencv"))
    assert cards(at)[0].hexes == hexes(result)


def test_garbled_spaces_fall_back():
    at = visit(compare="Color spaces", spaces="Foo", one_k="1")
    assert titles(at) == ["Original", "RGB", "HSV", "CIELAB"]
    assert [len(card.hexes) for card in cards(at)] == [5, 5, 5]


def test_what_can_be_read_of_a_half_garbled_address_is_kept():
    at = visit(k=["4", "99", "x"], space="CIELAB", seed="-1", sample="Cat")
    assert titles(at) == ["Original", "K = 4"]
    result = segment(load_sample("Cat"), KMeansSettings(k=4, color_space="CIELAB"))
    assert cards(at)[0].hexes == hexes(result)


def test_more_than_four_values_of_k_are_cut_to_four():
    assert titles(visit(k=["2", "3", "4", "5", "6"])) == ["Original", "K = 2", "K = 3", "K = 4", "K = 5"]


def test_a_full_address_is_the_whole_view():
    at = visit(sample="Discs", k=["2", "4"], space="YCrCb", seed="7", crop_x=["10", "90"], crop_y=["0", "50"])
    whole = load_sample("Discs")
    image = whole.crop(whole.width // 10, 0, whole.width * 9 // 10, whole.height // 2)
    expected = [hexes(segment(image, KMeansSettings(k=k, color_space="YCrCb", seed=7))) for k in (2, 4)]
    assert [card.hexes for card in cards(at)] == expected


def test_the_address_names_the_sample_even_on_a_first_visit():
    assert visit().query_params == {"sample": "Coffee"}


def test_a_rerun_keeps_the_address():
    at = visit(sample="Shoreline", k=["2", "4"], seed="7").run().run()
    assert at.query_params == {"sample": "Shoreline", "k": ["2", "4"], "seed": "7"}
    assert titles(at) == ["Original", "K = 2", "K = 4"]


def test_back_and_forth_between_pages_keeps_photo_and_settings():
    at = visit(sample="Cat", k=["2"], space="OKLab", seed="4")
    before = cards(at)[0].hexes
    at.switch_page("pages/cluster.py").run()
    assert not at.exception
    assert cards(at)[0].hexes == before
    assert "**Cat**" in facts(at)
    assert at.session_state["space"] == "OKLab"

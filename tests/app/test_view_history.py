"""Returning to an entry of the browser's history: what no widget binds is taken from the address, too."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.frame import view_history
from pages._ui.photo import own_photo
from tests.app.visit import labeled, noise, page_of, png, visit


@pytest.fixture
def return_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """A function that lets a visitor return to an entry with these parameters."""

    def return_to(at: AppTest, **address: str | list[str]) -> AppTest:
        for key in list(at.query_params):
            del at.query_params[key]
        for key, value in address.items():
            at.query_params[key] = value
        monkeypatch.setattr(view_history, "has_returned", lambda: True)
        at.run()
        assert not at.exception
        return at

    return return_to


def test_thresholds_by_hand_and_the_pixel_are_those_of_the_entry(return_to):
    at = page_of(
        "pages/edges.py", edge_rule="By hand", edge_thresholds=["44", "90"], edge_section="One pixel"
    )
    return_to(at, sample="Coffee", edge_rule="By hand", edge_thresholds=["33", "80"], edge_x="5", edge_y="6")
    assert labeled(at.slider, "Low and high threshold").value == (33, 80)
    assert at.query_params["edge_thresholds"] == ["33", "80"]
    at.session_state.edge_section = "One pixel"
    return_to(at, sample="Coffee", edge_x="7", edge_y="8", edge_section="One pixel")
    assert (at.session_state.edge_x, at.session_state.edge_y) == (7, 8)


def test_picks_are_those_of_the_entry(return_to):
    at = visit(sample="Discs", mode="Look closer", closer_k="4", picked="0-2")
    return_to(at, sample="Discs", mode="Look closer", closer_k="4", picked="1")
    assert at.query_params["picked"] == "1"
    return_to(at, sample="Discs", mode="Look closer", closer_k="4")
    assert "picked" not in at.query_params


def test_a_photo_that_another_has_replaced_is_not_asked_for(return_to):
    at = visit()
    photo = own_photo("mine.png", png(noise()))
    at.session_state.own = photo
    return_to(at, photo="0123456789ab")
    assert (at.session_state.show_own, at.session_state.awaited) == (True, "")
    assert at.query_params == {"photo": photo.digest[:12]}
    return_to(at, sample="Cat")
    assert (at.session_state.show_own, at.session_state.own) == (False, photo)


def test_a_photo_that_is_gone_is_asked_for(return_to):
    at = return_to(visit(), photo="0123456789ab")
    assert at.session_state.awaited == "0123456789ab"
    assert at.query_params == {"photo": "0123456789ab"}

"""A presentation: which K its keys change, and the way in and out."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.visit import file_of, page_of, visit


def said(at: AppTest) -> list[str]:
    """What stands between the buttons that change K."""
    return [each.value for each in at.main.markdown if each.value.startswith("**K = ")]


def test_a_button_begins_it_and_another_ends_it():
    at = visit(sample="Two reds", k=["2", "3"])
    assert said(at) == []
    at.button(key="present").click().run()
    assert "present" in at.query_params
    assert said(at) == ["**K = 2, 3**"]
    at.button(key="present_leave").click().run()
    assert "present" not in at.query_params
    assert said(at) == []


def test_all_k_of_a_comparison_move_together_and_stop_at_the_ends():
    at = visit(sample="Two reds", k=["2", "31"], present="true")
    at.button(key="present_more").click().run()
    assert at.multiselect(key="k").value == [3, 32]
    at.button(key="present_more").click().run()
    assert at.multiselect(key="k").value == [3, 32]
    at.button(key="present_less").click().run()
    assert at.query_params["k"] == ["2", "31"]


@pytest.mark.parametrize(
    ("path", "key", "address"),
    [
        ("", "closer_k", {"mode": "Look closer", "closer_k": "4"}),
        ("", "closer_k", {"mode": "Measure", "closer_k": "4"}),
        ("explorer", "explore_k", {"explore_k": "4"}),
        ("edges", "edge_k", {"edge_of": "Clusters", "edge_k": "4"}),
    ],
)
def test_every_page_says_which_k_it_is(path: str, key: str, address: dict[str, str]):
    at = page_of(file_of(path), sample="Two reds", present="true", **address)
    assert said(at) == ["**K = 4**"]
    at.button(key="present_less").click().run()
    assert at.slider(key=key).value == 3
    at.slider(key=key).set_value(6).run()
    assert said(at) == ["**K = 6**"]


def test_where_no_k_is_in_sight_there_is_none_to_change():
    at = page_of(file_of("edges"), sample="Two reds", present="true")
    assert said(at) == []
    assert "present_more" not in [each.key for each in at.button]

"""Look closer: what is shown is what the core makes, whatever is clicked and whatever the address says."""

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, Segmentation, segment
from kseg_core.samples import load_sample
from tests.app.visit import elements, hexes, visit

SAMPLE = "Discs"


def look(**address: str | list[str]) -> AppTest:
    return visit(**{"mode": "Look closer", "sample": SAMPLE, "closer_k": "4"} | address)


def component(at: AppTest, name: str) -> Any:
    found = [
        element
        for element in elements(at.main)
        if element.type == "bidi_component" and element.proto.component_name == name
    ]
    return json.loads(found[0].proto.json)


def side(at: AppTest, side: str, layer: int = 0) -> np.ndarray:
    """A layer of the viewer, RGBA."""
    files = {}
    for element in elements(at.main):
        if element.type == "bidi_component" and element.proto.component_name == "picture_layer":
            packed = element.proto.bytes
            head = 4 + int.from_bytes(packed[:4], "little")
            files[json.loads(packed[4:head])["name"]] = packed[head:]
    name = component(at, "image_viewer")[side][layer]["name"]
    return np.asarray(Image.open(io.BytesIO(files[name])).convert("RGBA"))


def palette(at: AppTest) -> list[dict[str, Any]]:
    (rows,) = component(at, "palette_list")
    return rows


def picked(at: AppTest) -> list[int]:
    return [number for number, row in enumerate(palette(at)) if row["picked"]]


@pytest.fixture(scope="module")
def result() -> Segmentation:
    return segment(load_sample(SAMPLE), KMeansSettings(k=4))


def test_a_button_of_each_result_looks_closer_at_it():
    at = visit(sample=SAMPLE, k=["2", "6"])
    at.button(key="closer_1").click().run()
    assert not at.exception
    assert at.slider(key="closer_k").value == 6
    assert hexes(segment(load_sample(SAMPLE), KMeansSettings(k=6))) == [row["hex"] for row in palette(at)]


def test_both_sides_and_the_palette_are_those_of_the_result(result: Segmentation):
    at = look()
    assert [row["hex"] for row in palette(at)] == hexes(result)
    np.testing.assert_array_equal(side(at, "after")[..., :3], result.palette[result.labels])
    np.testing.assert_array_equal(side(at, "before")[..., :3].shape, (*result.labels.shape, 3))
    (table,) = at.dataframe
    assert table.value["Pixels"].tolist() == result.counts.tolist()
    assert picked(at) == []


def test_picks_of_a_link_stay_and_the_rest_is_transparent(result: Segmentation):
    at = look(picked="1-3")
    assert picked(at) == [1, 3]
    expected = np.isin(result.labels, [1, 3])
    for name in ("before", "after"):
        np.testing.assert_array_equal(side(at, name)[..., 3] > 127, expected)
    assert at.query_params["picked"] == "1-3"
    assert f"{result.counts[[1, 3]].sum():,} pixels" in at.main.markdown[1].value
    at.button(key="closer_pick_Invert").click().run()
    assert picked(at) == [0, 2]
    assert at.query_params["picked"] == "0-2"
    at.button(key="closer_pick_Clear").click().run()
    assert picked(at) == []
    assert "picked" not in at.query_params


@pytest.mark.parametrize(
    "address",
    [
        {"picked": "99-1", "merged": "0-0.1-1", "recolored": "7-zzzzzz", "locked": "fffff"},
        {"picked": "x" * 5000, "merged": "0", "recolored": "1-ffffff.1-000000"},
        {"picked": "1-31", "position": "nan", "specks": "-3", "paint": "none", "rest": "", "closer_k": "99"},
    ],
)
def test_nonsense_in_the_address_is_passed_over(address: dict[str, str]):
    at = look(**address)
    assert not at.exception
    assert not at.error
    assert len(palette(at)) >= 2

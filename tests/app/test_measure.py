"""Measure: clusters become classes, by clicks and by link, and classes become numbers."""

import io
import re
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, Segmentation, segment
from kseg_core.image import NO_LABEL
from kseg_core.samples.gallery import load_sample
from kseg_core.wording import percent
from tests.app.test_detail import component, palette, side
from tests.app.visit import captions, visit

SAMPLE = "Discs"


def measure(**address: str) -> AppTest:
    at = visit(**{"mode": "Measure", "sample": SAMPLE, "closer_k": "4"} | address)
    assert not at.exception
    return at


def shares(table: dict[str, list[object]]) -> list[str]:
    """The shares without their ranges."""
    return [str(text).split(" (")[0] for text in table["Share (range)"]]


def click(at: AppTest, row: int) -> None:
    at.session_state["measure_row"] = (row, tuple(bytes.fromhex(palette(at)[row]["hex"][1:])))
    at.run()
    assert not at.exception


def areas(at: AppTest) -> dict[str, list[object]]:
    """The table of areas, by column."""
    frame = at.dataframe[0]
    return pa.ipc.open_stream(io.BytesIO(frame.proto.arrow_data.data)).read_all().to_pydict()


@pytest.fixture(scope="module")
def result() -> Segmentation:
    return segment(load_sample(SAMPLE), KMeansSettings(k=4))


def test_classes_of_a_link_are_measured_and_shown(result: Segmentation):
    at = measure(classes="discs.ff0000.1-2~small.00ff00.3")
    expected = [result.shares[1] + result.shares[2], result.shares[3], result.shares[0]]
    table = areas(at)
    assert table["Class"] == ["discs", "small", "other"]
    assert shares(table) == [percent(share) for share in expected]
    assert table["Pixels"] == [int(share * result.n_pixels + 0.5) for share in expected]
    shown = side(at, "after", 1)
    labels = result.labels
    assert (shown[labels == 1] == (255, 0, 0, 255)).all()
    assert (shown[labels == 3] == (0, 255, 0, 255)).all()
    assert (shown[labels == 0][:, 3] == 0).all()
    assert [row["name"] for row in palette(at)] == ["other", "discs", "discs", "small"]


def test_clicks_begin_a_class_add_to_it_and_take_out_again():
    at = measure()
    assert not at.dataframe
    for row, picked in ((1, [1]), (2, [1, 2]), (1, [2])):
        click(at, row)
        assert picks(at) == picked
    at.button(key="measure_undo").click().run()
    assert picks(at) == [1, 2]
    at.button(key="measure_new").click().run()
    click(at, 2)
    assert (picks(at), areas(at)["Class"][1:]) == ([2], ["class", "other"])
    at.button(key="measure_delete").click().run()
    assert len(areas(at)["Class"]) == 2


def test_a_class_is_renamed_but_not_to_the_name_of_another():
    at = measure(classes="discs.ff0000.1-2~small.00ff00.3")
    for name, names in (("large", ["large", "small", "other"]), ("small", ["large", "small", "other"])):
        field = next(field for field in at.text_input if field.label == "Name")
        field.set_value(name).run()
        assert not at.exception
        assert areas(at)["Class"] == names
    assert "same name" in at.toast[0].value


def picks(at: AppTest) -> list[int]:
    return [number for number, row in enumerate(palette(at)) if row["picked"]]


def test_a_class_that_is_left_out_is_a_mask(result: Segmentation):
    at = measure(classes="ground.-ff0000.0~discs.00ff00.1-2")
    counted = result.counts[1:]
    table = areas(at)
    assert shares(table)[0] == "left out"
    assert shares(table)[1] == percent(counted[:2].sum() / counted.sum())
    assert f"{counted.sum():,} pixels of {result.n_pixels:,}" in captions(at)


def test_a_region_with_too_many_shapes_is_left_out() -> None:
    at = measure(region="~".join(["r.0.0.9.9"] * 17))
    assert not at.error
    assert "region" not in at.query_params


def test_a_region_and_a_scale_limit_and_convert(result: Segmentation):
    at = measure(classes="discs.ff0000.1-2-3", region="r.0.0.99.49", scale="10_mm_given")
    inside = result.labels[:50, :100]
    pixels = [int((inside != 0).sum()), int((inside == 0).sum())]
    table = areas(at)
    assert table["Pixels"] == pixels
    assert table["Area (mm²)"] == pytest.approx([number / 100 for number in pixels])
    assert NO_LABEL not in inside
    assert component(at, "image_viewer")[0]["names"] == ["Photo", "Classes"]


def test_shapes_are_drawn_deleted_and_brought_back():
    at = measure(classes="discs.ff0000.1-2-3")
    at.button(key="measure_draw_rectangle").click().run()
    assert viewer(at)["drawing"] == "rectangle"
    draw(at, "")
    assert viewer(at)["drawing"] is None
    assert viewer(at)["shapes"] == []
    at.button(key="measure_draw_rectangle").click().run()
    draw(at, "rectangle", (10, 5), (2, 1))
    assert viewer(at)["drawing"] is None
    assert [shape["points"] for shape in viewer(at)["shapes"]] == [[[10, 5], [2, 1]]]
    assert sum(areas(at)["Pixels"]) == 45
    at.toggle(key="measure_left_out_next").set_value(True).run()
    draw(at, "rectangle", (2, 1), (3, 1))
    assert sum(areas(at)["Pixels"]) == 43
    at.button(key="measure_turned_0").click().run()
    assert viewer(at)["shapes"][0]["out"]
    at.button(key="measure_shape_0").click().run()
    assert len(viewer(at)["shapes"]) == 1
    at.button(key="measure_region_undo").click().run()
    at.button(key="measure_region_undo").click().run()
    assert sum(areas(at)["Pixels"]) == 43
    assert at.query_params["region"] == "r.10.5.2.1~-r.2.1.3.1"


def test_a_line_over_a_known_length_makes_the_scale():
    at = measure(classes="discs.ff0000.1-2-3")
    at.button(key="measure_draw_line").click().run()
    draw(at, "line", (0, 0), (30, 40))
    assert any("**50.0 pixels**" in element.value for element in at.markdown)
    at.button(key="measure_length_use").click().run()
    assert at.query_params["scale"] == "5_mm_length"
    assert viewer(at)["ruler"] == [0.2, "mm"]
    at.button(key="measure_scale_remove").click().run()
    assert viewer(at)["ruler"] == [1, "px"]


def viewer(at: AppTest) -> dict[str, Any]:
    return component(at, "image_viewer")[0]


def draw(at: AppTest, kind: str, *points: tuple[int, int]) -> None:
    at.session_state["measure_drawn"] = (kind, points)
    at.run()
    assert not at.exception


def test_objects_are_listed_and_chosen_by_a_click(result: Segmentation):
    at = measure(
        classes="discs.ff0000.1-2~small.00ff00.3",
        measure_objects="true",
        click="takes an object",
        objects_clean="always",
        objects_smallest="1100",
    )
    assert any("1 smaller piece left out" in each.value for each in at.markdown)
    assert any("Noise was cleaned" in each.value for each in at.caption)
    objects = at.dataframe[1]
    table = pa.ipc.open_stream(io.BytesIO(objects.proto.arrow_data.data)).read_all().to_pydict()
    assert table["object"] == list(range(1, len(table["object"]) + 1))
    row = 4
    at.session_state["measure_click"] = (
        round(table["centroid x (px)"][row]),
        round(table["centroid y (px)"][row]),
    )
    at.run()
    assert not at.exception
    assert at.query_params["objects"] == f"{row + 1}"
    linked = measure(**{name: at.query_params[name] for name in ("classes", "measure_objects", "objects")})
    assert viewer(linked)["lit"] == [row]
    assert "Chosen" in " ".join(each.value for each in linked.markdown)
    assert areas(at)["Class"] == ["discs", "small", "other"]


def test_each_share_has_a_range_and_doubtful_pixels_are_shown():
    at = measure(classes="discs.ff0000.1-2~small.00ff00.3", doubtful="true", doubt="0.2")
    ranges = [str(text) for text in areas(at)["Share (range)"]]
    for share, low, high in (
        re.fullmatch(r"([\d.]+) % \(([\d.]+) to ([\d.]+)\)", text).groups() for text in ranges
    ):
        assert float(low) <= float(share) <= float(high)
    doubtful = (side(at, "after", 2)[..., 3] > 0).mean()
    assert f"{percent(doubtful)} of the pixels are doubtful" in captions(at)
    wider = measure(classes="discs.ff0000.1-2~small.00ff00.3", doubtful="true", doubt="1")
    assert (side(wider, "after", 2)[..., 3] > 0).mean() > doubtful > 0


def test_classes_in_too_many_pieces_are_measured_without_objects(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kseg_core.measure.objects.CHANGES_MAX", 9)
    at = measure(
        classes="discs.ff0000.1-2", measure_objects="true", objects_clean="always", sample="Two reds"
    )
    assert "too many small pieces" in at.warning[0].value
    assert areas(at)["Class"] == ["discs", "other"]
    assert not at.error


def test_a_region_beside_the_picture_is_said():
    at = measure(classes="discs.ff0000.1-2", region="r.5000.5000.5009.5009")
    assert sum(areas(at)["Pixels"]) == 0
    assert "outside of the picture" in at.info[0].value

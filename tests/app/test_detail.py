"""Look closer: what is shown is what the core makes, whatever is clicked and whatever the address says."""

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, Segmentation, segment
from kseg_core.ciede2000 import ciede2000
from kseg_core.color_vision import hard_pairs
from kseg_core.edits.changed_share import changed_share
from kseg_core.edits.connected import region_counts
from kseg_core.edits.cut import PLACES_MAX, Cut, cut_mask, pieces_at
from kseg_core.edits.edited import edit_result
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.boundaries import segment_boundaries
from kseg_core.rendering.paint import Paint, paint_colors
from kseg_core.rendering.subject import subject_guesses
from kseg_core.samples.gallery import load_sample
from pages._ui.detail.results import get_table
from pages._ui.photo import own_photo
from tests.app.visit import captions, hexes, noise, png, sent_files, visit

SAMPLE = "Discs"


def look(**address: str | list[str]) -> AppTest:
    shown = {"mode": "Look closer", "sample": SAMPLE, "closer_k": "4", "closer_table": "true"}
    return visit(**shown | address)


def component(at: AppTest, name: str, number: int = 0) -> Any:
    found = [element for element in at.get("bidi_component") if element.proto.component_name == name]
    return json.loads(found[number].proto.json)


def side(at: AppTest, side: str, layer: int = 0, *, viewer: int = 0) -> np.ndarray:
    """A layer of a viewer, RGBA."""
    name = component(at, "image_viewer", viewer)[0][side][layer]["name"]
    return np.asarray(Image.open(io.BytesIO(sent_files(at)[name])).convert("RGBA"))


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


def test_a_result_of_another_color_space_brings_its_space():
    at = visit(sample=SAMPLE, compare="Color spaces", spaces=["RGB", "HSV"], one_k="3")
    at.button(key="closer_1").click().run()
    assert (at.slider(key="closer_k").value, at.session_state["space"]) == (3, "HSV")
    expected = segment(load_sample(SAMPLE), KMeansSettings(k=3, color_space="HSV"))
    assert [row["hex"] for row in palette(at)] == hexes(expected)


def test_both_sides_and_the_palette_are_those_of_the_result(result: Segmentation):
    at = look()
    assert [row["hex"] for row in palette(at)] == hexes(result)
    np.testing.assert_array_equal(side(at, "after")[..., :3], result.palette[result.labels])
    np.testing.assert_array_equal(side(at, "before")[..., :3].shape, (*result.labels.shape, 3))
    (table,) = at.dataframe
    assert table.value["Pixels"].tolist() == result.counts.tolist()
    assert picked(at) == []


def test_regions_are_counted_only_while_the_table_is_unfolded():
    settings = KMeansSettings(k=4, seed=3)
    at = look(seed="3", closer_table="false")
    source = load_sample(SAMPLE), settings, PaletteEdits()
    assert not at.dataframe
    assert get_table.known(*source) is None
    at = look(seed="3")
    assert get_table.known(*source) is not None
    regions = region_counts(segment(source[0], settings).labels, 4)
    assert at.dataframe[0].value["Regions"].tolist() == regions.tolist()


def test_picks_of_a_link_stay_and_the_rest_is_transparent(result: Segmentation):
    at = look(picked="1-3")
    assert picked(at) == [1, 3]
    expected = np.isin(result.labels, [1, 3])
    for name in ("before", "after"):
        np.testing.assert_array_equal(side(at, name)[..., 3] > 127, expected)
    assert at.query_params["picked"] == "1-3"
    assert f"{result.counts[[1, 3]].sum():,} pixels" in at.main.markdown[1].value
    at.button(key="detail_pick_Invert").click().run()
    assert picked(at) == [0, 2]
    assert at.query_params["picked"] == "0-2"
    at.button(key="detail_pick_Clear").click().run()
    assert picked(at) == []
    assert "picked" not in at.query_params


def test_the_picture_the_palette_and_the_table_pick_alike(result: Segmentation):
    at = look()
    y, x = np.argwhere(result.labels == 2)[0].tolist()
    at.session_state["detail_click"] = (x, y)
    assert picked(at.run()) == [2]
    colors = [tuple(color) for color in result.palette.tolist()]
    at.session_state["detail_row"] = (0, colors[0])
    assert picked(at.run()) == [0, 2]
    assert at.session_state["detail_table_2"]["selection"]["rows"] == [0, 2]
    at.session_state["detail_rows"] = [(row, colors[row]) for row in (1, 3)]
    assert picked(at.run()) == [1, 3]
    at.session_state["detail_click"] = (99999, 0)
    assert picked(at.run()) == [1, 3]
    assert at.query_params["picked"] == "1-3"


def nearest(result: Segmentation, k: int, rows: list[int]) -> list[int]:
    """The clusters of another K whose colors are nearest to those of some rows."""
    palette = segment(load_sample(SAMPLE), KMeansSettings(k=k)).palette
    return sorted({int(row) for row in ciede2000(result.palette[rows], palette).argmin(axis=1)})


def test_picks_follow_to_the_nearest_colors_and_back(result: Segmentation):
    at = look(picked="1-3")
    assert "Picks follow" not in at.main.markdown[1].value
    for k in (7, 2, 6):
        at.slider(key="closer_k").set_value(k).run()
        assert picked(at) == nearest(result, k, [1, 3])
        assert at.query_params["picked"] == "-".join(map(str, picked(at)))
        assert "Picked are now the clusters nearest in color." in at.main.markdown[1].value
    at.slider(key="closer_k").set_value(4).run()
    assert picked(at) == [1, 3]
    assert "Picks follow" not in at.main.markdown[1].value


def test_a_click_counts_for_the_color_that_was_seen(result: Segmentation):
    at = look()
    at.session_state["detail_row"] = (3, tuple(result.palette[3].tolist()))
    at.slider(key="closer_k").set_value(7).run()
    assert picked(at) == nearest(result, 7, [3])
    at.session_state["detail_rows"] = [(row, tuple(result.palette[row].tolist())) for row in (1, 2)]
    at.slider(key="closer_k").set_value(6).run()
    assert picked(at) == nearest(result, 6, [1, 2])


def test_a_selection_that_the_browser_repeats_picks_nothing():
    at = look(picked="0-3")
    drawn = at.dataframe[0].proto.id
    at.button(key="detail_pick_Clear").click().run()
    assert at.dataframe[0].proto.id != drawn
    assert picked(at) == []


def test_picks_of_a_link_are_those_of_its_own_k(result: Segmentation):
    photo = png(np.asarray(load_sample(SAMPLE).pixels))
    name = own_photo("mine.png", photo).digest[:12]
    at = look(photo=name, picked="1-3")
    at.slider(key="closer_k").set_value(6).run()
    at.file_uploader[0].upload("mine.png", photo).run()
    assert picked(at) == nearest(result, 6, [1, 3])


def test_the_subject_is_the_one_of_the_core(result: Segmentation):
    at = look()
    at.button(key="detail_pick_Subject").click().run()
    guesses = subject_guesses(result.labels)
    assert tuple(picked(at)) == guesses[0]
    assert f"Guess 1 of {len(guesses)} at the subject" in captions(at)
    for guess in (*guesses[1:], guesses[0]):
        at.button(key="detail_pick_Subject").click().run()
        assert tuple(picked(at)) == guess


@pytest.mark.parametrize("paint", list(Paint)[1:])
def test_clusters_are_painted_as_chosen(paint: Paint, result: Segmentation):
    at = look(paint=str(paint))
    plain = edit_result(load_sample(SAMPLE), result, PaletteEdits())
    colors = paint_colors(plain, paint)
    np.testing.assert_array_equal(side(at, "after")[..., :3], colors[result.labels])
    assert [row["painted"] for row in palette(at)] == [f"#{bytes(color).hex()}" for color in colors]
    assert [row["hex"] for row in palette(at)] == hexes(result)
    warnings = "".join(warning.value for warning in at.main.warning)
    assert ("cv2.COLOR_" in warnings) == (paint is not Paint.DISTINCT)


def test_boundaries_lie_over_both_sides(result: Segmentation):
    at = look(boundary="true", boundary_color="#00ff00", boundary_width="1")
    boundaries = segment_boundaries(result.labels)
    for name in ("before", "after"):
        np.testing.assert_array_equal(side(at, name, 1)[..., 3] > 0, boundaries)
        assert (side(at, name, 1)[boundaries] == (0, 255, 0, 255)).all()


def test_a_link_brings_back_edits_and_locked_colors():
    image = load_sample("Shoreline")
    red, green, blue = segment(image, KMeansSettings(k=4)).palette[1].tolist()
    settings = KMeansSettings(k=4, locked=((red, green, blue),), smoothing=1.0, position_weight=0.5)
    edits = PaletteEdits(merges=((1, 3),), replacements=((0, (1, 2, 3)),), specks=20)
    expected = edit_result(image, segment(image, settings), edits)
    locked = f"{red:02x}{green:02x}{blue:02x}"
    address = {"merged": "1-3", "recolored": "0-010203", "locked": locked, "picked": "1"}
    at = look(**address, sample="Shoreline", smoothing="1.0", position="0.5", specks="20")
    row = next(row for row, members in enumerate(expected.members) if 1 in members)
    shown = side(at, "after")
    np.testing.assert_array_equal(shown[..., 3] > 0, expected.labels == row)
    assert (shown[expected.labels == row][:, :3] == expected.palette[row]).all()
    assert [entry["hex"] for entry in palette(at)] == [f"#{bytes(color).hex()}" for color in expected.palette]
    assert picked(at) == [row]
    assert {name: at.query_params[name] for name in address} == address
    (table,) = at.dataframe
    assert table.value["Pixels"].tolist() == expected.counts.tolist()
    assert f"WCSS per pixel {expected.wcss / expected.n_pixels:,.1f}" in captions(at)


def test_each_setting_says_what_it_changed():
    at = look(sample="Coffee", crop_x=["0", "33"], crop_y=["0", "37"], position="1.0")
    image = load_sample("Coffee").crop(0, 0, 198, 148)
    plain, placed = (segment(image, KMeansSettings(k=4, position_weight=weight)) for weight in (0.0, 1.0))
    share = f"{changed_share(plain.labels, placed.labels):.1%}".replace("%", " %")
    assert f"{share} of the pixels changed cluster." in captions(at)


def test_picks_of_a_link_wait_for_the_photo_they_are_for():
    photo = png(noise(20, 30))
    name = own_photo("mine.png", photo).digest[:12]
    at = look(photo=name, picked="1")
    assert picked(at) == []
    assert at.query_params["picked"] == "1"
    at.file_uploader[0].upload("mine.png", photo).run()
    assert picked(at) == [1]


def test_start_over_drops_picks():
    at = look(sample="Coffee", picked="1")
    next(button for button in at.sidebar.button if button.label == "Start over").click().run()
    at.session_state["mode"] = "Look closer"
    at.session_state["closer_k"] = 4
    assert picked(at.run()) == []


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


def test_another_color_vision_names_the_colors_that_come_together():
    at = look(vision="Deutan", sample="Two reds", closer_k="3")
    matrix, places = component(at, "color_vision")
    assert matrix[0] == [0.367322, 0.860646, -0.227968]
    assert places == ["detail_viewer", "detail_palette"]
    expected = segment(load_sample("Two reds"), KMeansSettings(k=3))
    pairs = hard_pairs(expected.palette, "Deutan")
    assert pairs
    said = "\n".join(each.value for each in at.markdown)
    assert "Seen with deutan vision" in said
    for pair in pairs:
        assert all(hexes(expected)[row] in said for row in pair)
    at.segmented_control(key="vision").set_value("Normal").run()
    assert component(at, "color_vision")[0] == []
    assert "Seen with" not in "\n".join(each.value for each in at.markdown)


def test_a_click_can_pick_the_connected_piece(result: Segmentation):
    at = look(pick_by="The connected piece")
    y, x = np.argwhere(result.labels == 1)[0].tolist()
    at.session_state["detail_click"] = (x, y)
    at.run()
    piece = pieces_at(result.labels, [(x, y)])
    assert at.query_params["pieces"] == f"{x}-{y}"
    np.testing.assert_array_equal(side(at, "after")[..., 3] > 0, piece)
    assert f"1 piece, {piece.sum():,} pixels" in "\n".join(each.value for each in at.markdown)
    linked = look(pick_by="The connected piece", pieces=f"{x}-{y}")
    np.testing.assert_array_equal(side(linked, "after"), side(at, "after"))
    at.button(key="detail_pick_Clear").click().run()
    assert "pieces" not in at.query_params
    assert (side(at, "after")[..., 3] > 0).all()


def test_no_more_pieces_are_picked_than_can_be_cut_out(result: Segmentation):
    (y, x), (other_y, other_x) = (np.argwhere(result.labels == label)[0].tolist() for label in (0, 1))
    places = ".".join([f"{x}-{y}"] * PLACES_MAX)
    at = look(pick_by="The connected piece", pieces=places)
    at.session_state["detail_click"] = (other_x, other_y)
    at.run()
    assert not at.error
    assert at.query_params["pieces"] == places
    at.button(key="detail_pick_Clear").click().run()
    assert "pieces" not in at.query_params


def test_small_pieces_are_dropped_from_what_is_picked(result: Segmentation):
    at = look(picked="1", cut_smallest="4000")
    expected = cut_mask(result.labels, (1,), Cut(smallest=4000))
    assert 0 < expected.sum() < (result.labels == 1).sum()
    np.testing.assert_array_equal(side(at, "after")[..., 3] > 0, expected)

"""Work on the palette: numbers, table, picture and address are those of the edited result."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ColorPicker

from kseg_core import KMeansSettings, RgbImage, Segmentation, segment
from kseg_core.edits.edited import edit_result
from kseg_core.edits.followed import follow_edits
from kseg_core.kmeans.metrics import wcss_per_pixel
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import palette_settings
from kseg_core.palette import hex_code, rgb_tuples
from kseg_core.samples.gallery import load_sample
from tests.app.test_detail import SAMPLE, look, palette, picked, side
from tests.app.visit import captions, hexes, labeled

RED = (200, 16, 46)


@pytest.fixture(scope="module")
def image() -> RgbImage:
    return load_sample(SAMPLE)


@pytest.fixture(scope="module")
def plain(image: RgbImage) -> Segmentation:
    return segment(image, KMeansSettings(k=4))


def check(at: AppTest, expected: Segmentation) -> None:
    assert not at.exception
    assert [row["hex"] for row in palette(at)] == [hex_code(color) for color in expected.palette]
    (table,) = at.dataframe
    assert table.value["Pixels"].tolist() == expected.counts.tolist()
    shown = side(at, "after")
    seen = shown[..., 3] > 127
    np.testing.assert_array_equal(shown[seen, :3], expected.palette[expected.labels[seen]])
    assert f"WCSS per pixel {wcss_per_pixel(expected):,.1f} " in captions(at)


def cluster_color(at: AppTest) -> ColorPicker:
    return labeled(at.color_picker, "Color")


def names(at: AppTest) -> list[str]:
    return [row["name"] for row in palette(at)]


def test_picked_clusters_are_merged_and_separated_back_and_forth(image: RgbImage, plain: Segmentation):
    merged = edit_result(image, plain, PaletteEdits(merges=((1, 3),)))
    original = edit_result(image, plain, PaletteEdits())
    at = look(picked="1-3")
    at.button(key="detail_edit_merge").click().run()
    check(at, merged)
    row = merged.members.index((1, 3))
    assert picked(at) == [row]
    assert names(at)[row].endswith("\n2 merged")
    assert at.query_params["merged"] == "1-3"
    assert "2 clusters merged into 1: in the numbers" in captions(at)
    at.button(key="detail_edit_separate").click().run()
    check(at, original)
    assert "merged" not in at.query_params
    at.button(key="detail_undo").click().run()
    check(at, merged)
    at.button(key="detail_undo").click().run()
    check(at, original)
    assert at.button(key="detail_undo").disabled
    at.button(key="detail_redo").click().run()
    check(at, merged)
    at.button(key="detail_reset").click().run()
    check(at, original)
    assert at.button(key="detail_reset").disabled
    at.button(key="detail_undo").click().run()
    check(at, merged)


def test_merges_and_new_colors_follow_and_can_be_undone_at_another_k(image: RgbImage, plain: Segmentation):
    at = look(merged="1-3", recolored="0-c8102e")
    at.slider(key="closer_k").set_value(6).run()
    other = segment(image, KMeansSettings(k=6))
    of_four, of_six = rgb_tuples(plain.palette), rgb_tuples(other.palette)
    followed = follow_edits(PaletteEdits(merges=((1, 3),), replacements=((0, RED),)), of_four, of_six)
    assert followed.replacements
    check(at, edit_result(image, other, followed))
    assert "The edits now hold for the clusters nearest in color." in captions(at)
    at.button(key="detail_reset").click().run()
    check(at, edit_result(image, other, PaletteEdits()))
    at.slider(key="closer_k").set_value(4).run()
    at.button(key="detail_undo").click().run()
    check(
        at,
        edit_result(
            image, plain, follow_edits(followed, rgb_tuples(other.palette), rgb_tuples(plain.palette))
        ),
    )


def test_a_color_that_the_browser_repeats_replaces_nothing(plain: Segmentation):
    at = look(picked="2", recolored="2-c8102e")
    drawn = cluster_color(at).proto.id
    at.button(key="detail_edit_its").click().run()
    assert cluster_color(at).proto.id != drawn
    assert cluster_color(at).value == hexes(plain)[2]


def test_what_looks_alike_is_shown_before_it_is_merged(image: RgbImage, plain: Segmentation):
    at = look(alike="0")
    assert "No two colors of this palette are so near. The nearest two are" in captions(at)
    at.slider(key="alike").set_value(40.0).run()
    check(at, edit_result(image, plain, PaletteEdits()))
    at.button(key="detail_edit_alike").click()
    label = at.button(key="detail_edit_alike").label
    at.run()
    assert label == f"Merge alike: 4 become {len(palette(at))}"
    groups = tuple(tuple(map(int, group.split("-"))) for group in at.query_params["merged"].split("."))
    check(at, edit_result(image, plain, PaletteEdits(merges=groups)))


def test_a_color_is_replaced_and_given_back(image: RgbImage, plain: Segmentation):
    at = look(picked="2")
    assert cluster_color(at).value == hexes(plain)[2]
    cluster_color(at).set_value("#c8102e").run()
    check(at, edit_result(image, plain, PaletteEdits(replacements=((2, RED),))))
    assert names(at)[2].endswith(f"\nwas {hexes(plain)[2]}")
    assert at.query_params["recolored"] == "2-c8102e"
    at.button(key="detail_edit_its").click().run()
    check(at, edit_result(image, plain, PaletteEdits()))
    assert cluster_color(at).value == hexes(plain)[2]


def test_locked_colors_stay_and_the_rest_is_found_around_them(image: RgbImage, plain: Segmentation):
    around = segment(image, KMeansSettings(k=4, locked=(RED,)))
    at = look(recolored="0-00ff00")
    at.color_picker(key="detail_lock_color").set_value("#c8102e")
    at.button(key="detail_lock_other").click().run()
    check(at, edit_result(image, around, PaletteEdits()))
    assert at.query_params["locked"] == "c8102e"
    assert "recolored" not in at.query_params
    assert "1 color locked: in the numbers" in captions(at)
    at.button(key="detail_undo").click().run()
    check(at, edit_result(image, plain, PaletteEdits(replacements=((0, (0, 255, 0)),))))
    assert "locked" not in at.query_params


def test_picked_colors_are_locked_as_they_are_shown(image: RgbImage, plain: Segmentation):
    colors = tuple(tuple(plain.palette[row].tolist()) for row in (1, 3))
    at = look(picked="1-3")
    at.button(key="detail_lock_picked").click().run()
    around = segment(image, KMeansSettings(k=4, locked=colors))
    check(at, edit_result(image, around, PaletteEdits()))
    assert sum(name.endswith("\nlocked") for name in names(at)) == 2
    at.button(key=f"detail_lock_{hexes(plain)[1][1:]}").click().run()
    assert at.query_params["locked"] == hexes(plain)[3][1:]


def test_cv2_locks_nothing_and_the_page_says_so():
    at = look(engine="opencv", attempts="1", max_iter="2", locked="c8102e", picked="1")
    assert "Colors can be locked with the fast engine only" in captions(at)
    assert at.button(key="detail_lock_picked").disabled
    assert "#c8102e" not in [row["hex"] for row in palette(at)]


def test_more_locks_than_k_are_named():
    at = look(closer_k="2", locked="c8102e.00ff00.0000ff")
    assert {row["hex"] for row in palette(at)} == {"#c8102e", "#00ff00"}
    assert "At K = 2 only the first 2 colors can stay." in captions(at)
    assert at.button(key="detail_lock_other").disabled


def test_the_palette_is_applied_to_another_photo(plain: Segmentation):
    at = look(recolored="0-c8102e")
    at.button(key="detail_apply").click().run()
    assert not at.exception
    name = at.selectbox(key="applied_photo").options[0]
    assert name != SAMPLE
    expected = segment(load_sample(name), palette_settings([RED, *plain.palette[1:].tolist()]))
    shown = side(at, "after", viewer=-1)
    np.testing.assert_array_equal(shown[..., :3], expected.palette[expected.labels])
    assert f"; {expected.n_clusters} of them are" in "".join(caption.value for caption in at.caption)


def test_the_eyedropper_takes_a_color_of_the_photo_to_lock_or_to_recolor_with():
    at = look(closer_k="3")
    at.toggle(key="detail_dropper").set_value(True).run()
    at.session_state["detail_click"] = (40, 30)
    at.run()
    red, green, blue = load_sample(SAMPLE).pixels[30, 40].tolist()
    code = f"#{red:02x}{green:02x}{blue:02x}"
    assert f"<code>{code}</code>" in "".join(each.proto.body for each in at.get("html"))
    assert "picked" not in at.query_params
    assert at.button(key="detail_recolor_dropped").disabled
    at.button(key="detail_lock_dropped").click().run()
    assert at.session_state["detail_locked"] == ((red, green, blue),)

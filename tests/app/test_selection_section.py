"""Selected colors: what the page says and shows is what the core selects, by slider, link or lasso."""

import io
import json
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kseg_core import RgbImage, color_histogram, decode_image
from kseg_core.cloud.outline import outline_of, outline_text
from kseg_core.cloud.selection import ColorSelection, Ranges, select, selection_map
from kseg_core.cloud.shapes import CLOUD_SHAPES, coordinates
from kseg_core.wording import percent
from pages._ui.declarations.explorer import range_key
from pages._ui.explorer import results as cache
from pages._ui.explorer.selection_controls import link_to
from pages._ui.state import DEFAULTS
from tests.app.test_edges_page import viewer as picture_viewer
from tests.app.visit import component_data, elements, labeled, noise, page_of, png, sent_files
from tests.core.cloud.unpacking import unpack

SMALL = png(noise(30, 40))
SQUARE = [(-20.0, -20.0), (40.0, -20.0), (40.0, 40.0), (-20.0, 40.0)]


@pytest.fixture(scope="module")
def small() -> RgbImage:
    return decode_image(SMALL)


def section(**address: str | list[str]) -> AppTest:
    at = page_of("pages/explorer.py", SMALL, explore_section="Selection", **address)
    assert not at.exception
    assert not at.error
    return at


def sentence(at: AppTest) -> str:
    return next(text.value for text in at.main.markdown if "selected" in text.value)


def chart(at: AppTest) -> dict[str, Any]:
    return next(json.loads(each.proto.spec) for each in elements(at.main) if each.type == "plotly_chart")


def bars(at: AppTest) -> list[list[tuple[float, float]]]:
    """Heights of all and of the selected pixels, for each bar of each histogram."""
    return [
        [(float(whole), float(lit)) for whole, lit in re.findall(r"--all:(.*?)%;--lit:(.*?)%", each.body)]
        for each in elements(at.main)
        if each.type == "html" and "channel-bars" in each.body
    ]


def expected(image: RgbImage, selection: ColorSelection) -> np.ndarray:
    return select(coordinates(color_histogram(image).colors, selection.shape), selection)


def said(image: RgbImage, selected: np.ndarray) -> str:
    histogram = color_histogram(image)
    pixels = int(histogram.counts[selected].sum())
    return (
        f"**{pixels:,} pixels** selected, {percent(pixels / histogram.n_pixels)} of the picture, "
        f"in {selected.sum():,} of its {histogram.n_colors:,} colors"
    )


def test_at_first_everything_is_selected():
    at = section()
    assert sentence(at).startswith("**All 1,200 pixels** are selected.")
    assert [len(channel) for channel in bars(at)] == [51, 51, 51]
    assert all(whole == lit for channel in bars(at) for whole, lit in channel)
    assert len(picture_viewer(at).data["after"]) == 1
    assert next(button for button in at.button if button.label == "Select all").disabled


def test_one_pixel_is_spoken_of_in_the_singular():
    at = page_of("pages/explorer.py", png(noise(1, 1)), explore_section="Selection")
    assert sentence(at).startswith("**The only pixel** is selected.")


def test_a_range_selects_in_numbers_histograms_and_picture(small: RgbImage):
    at = section(space="CIELAB")
    at.slider(key="explore_cielab_1").set_value((40, 100)).run()
    selection = ColorSelection(
        shape=CLOUD_SHAPES["CIELAB"], ranges=Ranges(low=(40, -90, -110), high=(100, 100, 100))
    )
    selected = expected(small, selection)
    assert sentence(at) == said(small, selected)
    lightness = bars(at)[0]
    assert all(lit == 0 for _, lit in lightness[:20])
    assert all(whole == lit for whole, lit in lightness[21:])
    veil = picture_viewer(at).picture("after", -1)
    mask = selection_map(small, color_histogram(small), selected) == 1
    np.testing.assert_array_equal(veil[..., 3] == 0, mask)


def test_hues_go_through_red_if_asked(small: RgbImage):
    link = {"space": "HSV", "explore_hsv_1": ["60", "300"]}
    counts = []
    for around in (False, True):
        at = section(**link, explore_around=str(around).lower())
        ranges = Ranges(low=(60, 0, 0), high=(300, 100, 100), around=around)
        selected = expected(small, ColorSelection(shape=CLOUD_SHAPES["HSV cylinder"], ranges=ranges))
        assert sentence(at) == said(small, selected)
        counts.append(int(selected.sum()))
    assert sum(counts) >= color_histogram(small).n_colors
    assert min(counts) > 0


def test_a_lasso_in_the_link_selects_and_is_drawn(small: RgbImage):
    shape = CLOUD_SHAPES["CIELAB"]
    outline = outline_of(shape, (1, 2), SQUARE)
    at = section(space="CIELAB", explore_lasso=outline_text(outline, shape))
    selected = expected(small, ColorSelection(shape=shape, outline=outline))
    assert 0 < selected.sum() < len(selected)
    assert sentence(at) == said(small, selected)
    (path,) = [drawn for drawn in chart(at)["layout"]["shapes"] if drawn["type"] == "path"]
    assert path["path"].count("L") == 3
    flags = cache.get_selected(small, ColorSelection(shape=shape, outline=outline))
    np.testing.assert_array_equal(flags, selected)


@pytest.mark.parametrize("with_lasso", [True, False])
def test_another_shape_leaves_the_selection_of_this_one_alone_and_leads_back_to_it(with_lasso: bool):
    text = outline_text(outline_of(CLOUD_SHAPES["CIELAB"], (1, 2), SQUARE), CLOUD_SHAPES["CIELAB"])
    link = {"explore_lasso": text} if with_lasso else {"explore_cielab_1": ["20", "60"]}
    at = section(space="CIELAB", **link)
    before = sentence(at)
    at.selectbox(key="explore_shape").set_value("RGB cube").run()
    assert sentence(at) == "**All 1,200 pixels** are selected."
    next(each for each in at.button if each.label == "Back to your selection (CIELAB)").click().run()
    assert sentence(at) == before
    assert {key: at.query_params[key] for key in link} == link
    assert at.selectbox(key="explore_shape").value == DEFAULTS["explore_shape"]

    next(button for button in at.button if button.label == "Select all").click().run()
    at.selectbox(key="explore_shape").set_value("RGB cube").run()
    assert not [each for each in at.button if each.label.startswith("Back")]


def test_ends_of_a_range_are_typed_too():
    at = section(space="CIELAB")
    labeled(at.number_input, "a* from").set_value(30).run()
    assert at.slider(key="explore_cielab_2").value == (30, 100)
    labeled(at.number_input, "a* to").set_value(-20).run()
    assert at.slider(key="explore_cielab_2").value == (-20, 30)
    assert labeled(at.number_input, "a* from").value == -20


def test_the_cloud_gets_the_selected_points(small: RgbImage):
    at = section(space="CIELAB", explore_view="Cloud", explore_cielab_1=["0", "30"])
    data = component_data(at, "cloud_viewer")
    header, pieces = unpack(sent_files(at)[data["pieces"]["selection"]])
    assert header == {}
    ranges = Ranges(low=(0, -90, -110), high=(30, 100, 100))
    selected = expected(small, ColorSelection(shape=CLOUD_SHAPES["CIELAB"], ranges=ranges))
    np.testing.assert_array_equal(pieces["lit"], selected)
    assert not data["legend"]


def test_select_all_gives_everything_back():
    text = outline_text(outline_of(CLOUD_SHAPES["CIELAB"], (1, 2), SQUARE), CLOUD_SHAPES["CIELAB"])
    at = section(space="CIELAB", explore_cielab_2=["0", "50"], explore_lasso=text)
    next(button for button in at.button if button.label == "Select all").click().run()
    assert sentence(at).startswith("**All")
    assert "explore_lasso" not in at.query_params


def test_files_are_those_of_the_selection(small: RgbImage):
    selection = ColorSelection(
        shape=CLOUD_SHAPES["RGB cube"], ranges=Ranges(low=(128, 0, 0), high=(255, 255, 255))
    )
    chosen = small.pixels[..., 0] >= 128
    with Image.open(io.BytesIO(cache.mask_file(small, selection))) as file:
        np.testing.assert_array_equal(np.array(file.convert("L")), 255 * chosen)
    with Image.open(io.BytesIO(cache.cutout_file(small, selection))) as file:
        rgba = np.array(file.convert("RGBA"))
    np.testing.assert_array_equal(rgba[..., 3], 255 * chosen)
    np.testing.assert_array_equal(rgba[chosen][:, :3], small.pixels[chosen])


def test_nothing_selected_is_said_and_cannot_be_taken_away():
    at = section(explore_rgb_1=["0", "0"], explore_rgb_2=["0", "0"], explore_rgb_3=["0", "0"])
    assert sentence(at).startswith("**0 pixels** selected, 0.0 % of the picture")
    files = [each.proto for each in elements(at.main) if each.type == "download_button"]
    assert len(files) == 2
    assert all(file.disabled for file in files)


@pytest.mark.parametrize(
    "address",
    [
        {"explore_lasso": "CIELAB~00~1.1~2.2~3.3", "explore_cielab_1": ["90", "10"]},
        {"explore_lasso": "<b>", "explore_cielab_1": ["x"], "explore_view": "nowhere"},
        {"explore_cielab_1": ["-5", "400"], "explore_around": "perhaps"},
    ],
)
def test_what_cannot_be_is_left_out(address: dict[str, Any]):
    at = section(space="CIELAB", **address)
    assert "explore_lasso" not in at.query_params
    assert re.match(r"\*\*(All )?[\d,]+ pixels", sentence(at))


def test_every_shape_has_a_range_of_its_own_for_each_channel():
    own = [shape for shape in CLOUD_SHAPES.values() if not shape.is_cone]
    assert len({range_key(shape, number) for shape in own for number in range(3)}) == 3 * len(own)
    for shape in CLOUD_SHAPES.values():
        for number, axis in enumerate(shape.channels):
            assert DEFAULTS[range_key(shape, number)] == (axis.low, axis.high)


def test_a_selection_becomes_a_class_and_a_class_leads_back_to_it():
    at = section(explore_rgb_1=["0", "99"])
    at.text_input(key="selection_class_name").set_value("dark").run()
    at.button(key="selection_class_add").click().run()
    assert not at.exception
    assert any("dark" in each.value for each in at.success)
    ((_, (kept,)),) = at.session_state["measure_classes"].values()
    low, high = (0.0, 0.0, 0.0), (99.0, 255.0, 255.0)
    assert kept.selection == ColorSelection(shape=CLOUD_SHAPES["RGB cube"], ranges=Ranges(low=low, high=high))
    assert kept.selection.words == "R 0 to 99"
    link = link_to(kept.selection)
    assert (link["explore_rgb_1"], link["explore_shape"]) == (["0", "99"], "RGB cube")
    at.text_input(key="selection_class_name").set_value("other").run()
    at.button(key="selection_class_add").click().run()
    assert "no class" in at.error[0].value
    assert len(at.session_state["measure_classes"]) == 1

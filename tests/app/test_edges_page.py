"""The Edges page: what it shows is what the core finds, whatever the controls and the address say."""

import io
import json
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, decode_image, segment
from kseg_core.address.names import BY_HAND
from kseg_core.canny.agreement import boundary_agreement
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings, EdgeChannels, automatic_sigma
from kseg_core.canny.thresholds import ThresholdMethod, auto_thresholds
from kseg_core.encoding.lines import encode_edges, reduce_edges
from kseg_core.rendering.paint import clustered_picture
from kseg_core.samples.gallery import load_sample
from pages._ui.declarations.presets import TUTORIAL
from pages._ui.state import DEFAULTS
from tests.app.visit import captions, elements, labeled, page_of, png, sent_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What an image viewer was told to show."""

    data: dict[str, Any]
    files: dict[str, bytes]

    def picture(self, side: str, layer: int = -1) -> np.ndarray:
        name = self.data[side][layer]["name"]
        return np.asarray(Image.open(io.BytesIO(self.files[name])).convert("RGBA"))


def edges_page(photo: bytes | None = None, **address: str | list[str]) -> AppTest:
    return page_of("pages/edges.py", photo, **address)


def viewer(at: AppTest, number: int = 0) -> Viewer:
    shown = []
    for element in elements(at.main):
        if element.type == "bidi_component" and element.proto.component_name == "image_viewer":
            shown += json.loads(element.proto.json)
    return Viewer(data=shown[number], files=sent_files(at))


def shown_edges(at: AppTest) -> np.ndarray:
    """The edge map in the viewer, 0 or 255."""
    picture = viewer(at).picture("after")
    return picture[..., 0]


def found(image: RgbImage, **changes: Any) -> np.ndarray:
    """The edge map that the core finds with the automatic thresholds."""
    low, high = auto_thresholds(image, **changes)
    return detect_edges(image, replace(CannySettings(low, high), **changes))


def control(at: AppTest, key: str) -> Any:
    kinds = (at.selectbox, at.slider, at.toggle, at.number_input, at.get("button_group"))
    return next(widget for kind in kinds for widget in kind if widget.key == key)


@pytest.fixture(scope="module")
def coffee() -> RgbImage:
    return load_sample("Coffee")


def test_first_visit_shows_the_edges_of_the_photo(coffee: RgbImage):
    at = edges_page()
    assert not at.exception
    assert not at.error
    np.testing.assert_array_equal(shown_edges(at), found(coffee))
    assert viewer(at).picture("before").shape == (400, 600, 4)
    assert viewer(at).data["width"] == 600
    low, high = auto_thresholds(coffee)
    assert labeled(at.slider, "Low and high threshold").value == (low, high)
    assert f"{np.count_nonzero(found(coffee)):,} edge pixels" in captions(at)


def test_moving_the_slider_chooses_by_hand(coffee: RgbImage):
    at = edges_page()
    labeled(at.slider, "Low and high threshold").set_value((40, 100)).run()
    assert at.selectbox(key="edge_rule").value == BY_HAND
    np.testing.assert_array_equal(shown_edges(at), detect_edges(coffee, CannySettings(40, 100)))
    at.selectbox(key="edge_rule").set_value(str(ThresholdMethod.OTSU)).run()
    expected = auto_thresholds(coffee, ThresholdMethod.OTSU)
    assert labeled(at.slider, "Low and high threshold").value == expected


def test_settings_reach_the_map(coffee: RgbImage):
    at = edges_page(
        edge_auto_sigma="false",
        edge_sigma="1.5",
        edge_aperture="5",
        edge_norm="L2",
        edge_channels=str(EdgeChannels.COLOR),
    )
    changes = {"blur_sigma": 1.5, "aperture": 5, "l2_gradient": True, "channels": EdgeChannels.COLOR}
    np.testing.assert_array_equal(shown_edges(at), found(coffee, **changes))


def test_thresholds_by_hand_go_with_the_aperture():
    at = edges_page(edge_rule=BY_HAND, edge_thresholds=["20", "60"])
    control(at, "edge_aperture").set_value(5).run()
    assert labeled(at.slider, "Low and high threshold").value == (320, 960)
    assert at.session_state["edge_rule"] == BY_HAND


def test_a_link_restores_thresholds_beyond_the_usual_end_of_the_slider(coffee: RgbImage):
    at = edges_page(edge_rule=BY_HAND, edge_thresholds=["100", "400"])
    assert labeled(at.slider, "Low and high threshold").value == (100, 400)
    np.testing.assert_array_equal(shown_edges(at), detect_edges(coffee, CannySettings(100, 400)))


def test_edges_of_the_clusters(coffee: RgbImage):
    at = edges_page(edge_of="Clusters", edge_k="4")
    clustered = clustered_picture(coffee, segment(coffee, KMeansSettings(k=4)))
    np.testing.assert_array_equal(shown_edges(at), found(clustered))


@pytest.mark.parametrize("view", ["Black on white", "Over the photo", "Over the clusters"])
def test_views(view: str, coffee: RgbImage):
    at = edges_page(edge_view=view, edge_color="#00ff00", edge_width="1", edge_k="3")
    picture = viewer(at).picture("after")
    edges = found(coffee) > 0
    if view == "Black on white":
        np.testing.assert_array_equal(picture[..., 0], np.where(edges, 0, 255))
    else:
        np.testing.assert_array_equal(picture[..., 3] > 0, edges)
        assert (picture[edges] == (0, 255, 0, 255)).all()
        below = viewer(at).picture("after", 0)
        assert below.shape == (400, 600, 4)
        if view == "Over the clusters":
            assert len(np.unique(below.reshape(-1, 4), axis=0)) == 3


def test_stages_show_six_pictures_with_matched_axes():
    assert not edges_page().get("plotly_chart")
    at = edges_page(edge_section="Five stages")
    (chart,) = at.get("plotly_chart")
    layout = json.loads(chart.proto.spec)["layout"]
    titles = [note["text"] for note in layout["annotations"]]
    assert [title.removeprefix("<b>")[0] for title in titles] == ["1", "2", "D", "3", "4", "5"]
    assert len(layout["images"]) == 6
    assert {layout[f"xaxis{n}"]["matches"] for n in range(2, 7)} == {"x"}


def test_a_pixel_is_followed():
    at = edges_page(edge_section="One pixel", edge_x="300", edge_y="96")
    text = "\n".join(element.value for element in at.main.markdown)
    assert "Not a maximum" in text
    assert viewer(at).data["marker"] == {"x": 300, "y": 96, "text": "Not a maximum · see why ↓"}
    at.number_input(key="edge_y").set_value(None).run()
    assert viewer(at).data["marker"] is None
    assert any("Click a pixel" in info.value for info in at.info)


def test_thresholds_section_has_histogram_map_and_all_rules():
    at = edges_page(edge_section="Thresholds")
    assert len(at.get("plotly_chart")) == 3
    for method in ThresholdMethod:
        assert method.about in captions(at)
        assert method.about in at.selectbox(key="edge_rule").help
    at.button(key="use_OTSU").click().run()
    assert at.selectbox(key="edge_rule").value == str(ThresholdMethod.OTSU)


def test_clusters_against_edges(coffee: RgbImage):
    at = edges_page(edge_section="Clusters and edges", edge_k="3", edge_tolerance="0.55")
    result = segment(coffee, KMeansSettings(k=3))
    agreement = boundary_agreement(result.labels, found(coffee), 4)
    assert "4 pixels apart" in captions(at)
    shares = (agreement.boundaries_on_edges, agreement.edges_on_boundaries)
    assert [metric.value for metric in at.metric] == [f"{100 * share:.1f} %" for share in shares]
    (curve,) = at.get("plotly_chart")
    traces = json.loads(curve.proto.spec)["data"]
    assert len(traces) == 2


@pytest.mark.parametrize(
    "address",
    [
        {"edge_rule": "magic", "edge_view": "3-D", "edge_of": "Sky", "edge_section": "None"},
        {"edge_thresholds": "x", "edge_sigma": "nan", "edge_aperture": "4", "edge_norm": "L3"},
        {"edge_thresholds": ["-5", "1e99"], "edge_k": "0", "edge_color": "red", "edge_width": "99"},
        {"edge_x": "-1", "edge_y": "many", "edge_tolerance": "1000", "edge_channels": ""},
        {"edge_x": "99999", "edge_y": "5", "edge_section": "One pixel"},
    ],
)
def test_garbled_values_fall_back(address: dict[str, str | list[str]], coffee: RgbImage):
    at = edges_page(**address)
    assert not at.exception
    assert not at.error
    np.testing.assert_array_equal(shown_edges(at), found(coffee))


SECTIONS = ["Five stages", "One pixel", "Thresholds", "Clusters and edges"]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("size", [(1, 1), (1, 40), (60, 2), (5, 7)])
def test_tiny_and_flat_pictures(section: str, size: tuple[int, int]):
    flat = np.full((*size, 3), 90, np.uint8)
    at = edges_page(png(flat), edge_section=section, edge_x="0", edge_y="0")
    assert not at.exception
    assert not at.error
    assert not shown_edges(at).any()


@pytest.mark.parametrize("section", SECTIONS)
def test_transparent_pixels_make_no_edges(section: str):
    pixels = np.zeros((40, 50, 4), np.uint8)
    pixels[10:30, 10:40] = (200, 60, 30, 255)
    at = edges_page(png(pixels), edge_section=section, edge_x="0", edge_y="0")
    assert not at.exception
    assert not shown_edges(at).any()


def test_large_pictures_are_reduced_by_taking_the_maximum():
    rng = np.random.default_rng(0)
    pixels = np.kron(rng.integers(0, 256, (20, 30, 3), np.uint8), np.ones((90, 90, 1), np.uint8))
    data = png(pixels)
    at = edges_page(data)
    reduced = reduce_edges(found(decode_image(data)), 1200)
    thicker = encode_edges(reduced, width=2).data
    np.testing.assert_array_equal(shown_edges(at), np.asarray(Image.open(io.BytesIO(thicker)).convert("L")))
    assert "lines are drawn thicker" in captions(at)
    assert viewer(at).data["detail"]


def test_start_over_forgets_everything():
    at = edges_page(edge_rule=BY_HAND, edge_thresholds=["10", "20"], edge_view="Black on white")
    next(button for button in at.sidebar.button if "Start over" in button.label).click().run()
    assert at.session_state["edge_rule"] == DEFAULTS["edge_rule"]
    assert at.session_state["edge_view"] == DEFAULTS["edge_view"]


def test_thresholds_can_be_typed(coffee: RgbImage):
    at = edges_page(edge_rule=BY_HAND, edge_thresholds=["20", "60"])
    labeled(at.number_input, "Low").set_value(90).run()
    assert labeled(at.slider, "Low and high threshold").value == (90, 90)
    labeled(at.number_input, "High").set_value(130).run()
    assert labeled(at.slider, "Low and high threshold").value == (90, 130)
    np.testing.assert_array_equal(shown_edges(at), detect_edges(coffee, CannySettings(90, 130)))


def press(at: AppTest, label: str) -> AppTest:
    return next(each for each in at.button if each.label == label).click().run()


def test_one_click_is_canny_as_tutorials_call_it_and_another_goes_back(coffee: RgbImage):
    at = edges_page(edge_rule=BY_HAND, edge_thresholds=["20", "60"], edge_norm="L2")
    before = shown_edges(at)
    press(at, TUTORIAL.name)
    as_read_by_opencv = cv2.cvtColor(coffee.pixels, cv2.COLOR_RGB2BGR)
    expected = cv2.Canny(as_read_by_opencv, 100, 200)
    assert (expected != cv2.Canny(coffee.pixels, 100, 200)).any()
    np.testing.assert_array_equal(shown_edges(at), expected)
    assert (at.sidebar.selectbox(key="space").value, at.session_state["engine"]) == ("HSV", "opencv")
    assert at.toast[0].value == TUTORIAL.said
    press(at, TUTORIAL.back)
    assert (at.sidebar.selectbox(key="space").value, at.session_state["engine"]) == ("RGB", "fast")
    np.testing.assert_array_equal(shown_edges(at), before)
    assert labeled(at.slider, "Low and high threshold").value == (20, 60)


def test_smoothing_by_hand_begins_where_automatic_smoothing_was(coffee: RgbImage):
    at = edges_page()
    before = shown_edges(at)
    control(at, "edge_auto_sigma").set_value(False).run()
    assert at.slider(key="edge_sigma").value == automatic_sigma(400, 600)
    np.testing.assert_array_equal(shown_edges(at), before)
    press(at, "No smoothing")
    assert at.slider(key="edge_sigma").value == 0.0
    np.testing.assert_array_equal(shown_edges(at), found(coffee, blur_sigma=0))
    press(at, "Smooth automatically")
    np.testing.assert_array_equal(shown_edges(at), before)


def test_a_color_of_three_digits_in_a_link_is_a_color():
    at = edges_page(edge_view="Over the photo", edge_color="f00")
    assert not at.exception
    assert not at.toast


def test_a_rule_is_known_by_the_name_it_once_had(coffee: RgbImage):
    at = edges_page(edge_rule="Mean of the gradient, tempered")
    assert at.selectbox(key="edge_rule").value == str(ThresholdMethod.MEAN)
    np.testing.assert_array_equal(shown_edges(at), found(coffee))


def test_thresholds_that_the_page_sets_are_drawn_as_new_widgets():
    at = edges_page(edge_thresholds=["20", "60"])
    before = {name: labeled(at.number_input, name).key for name in ("Low", "High")}
    labeled(at.number_input, "Low").set_value(90).run()
    assert labeled(at.number_input, "Low").key == before["Low"]
    assert labeled(at.number_input, "High").key != before["High"]
    assert labeled(at.slider, "Low and high threshold").value == (90, 90)
    key = labeled(at.slider, "Low and high threshold").key
    labeled(at.slider, "Low and high threshold").set_value((80, 90)).run()
    assert labeled(at.slider, "Low and high threshold").key == key
    assert at.query_params["edge_thresholds"] == ["80", "90"]

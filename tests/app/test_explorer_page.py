"""The 3D Explorer: what the viewer gets is what the core finds, whatever the controls and the address say."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import KMeansSettings, RgbImage, color_histogram, decode_image, segment
from kseg_core.ciede2000 import ciede2000
from kseg_core.cloud import view_data
from kseg_core.cloud.pixel_facts import pixel_facts
from kseg_core.cloud.points import CloudKind, color_cloud, describe
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.samples.gallery import load_sample
from tests.app.visit import captions, component_data, noise, page_of, png, sent_files
from tests.core.cloud.unpacking import unpack
from tests.core.pictures import RED, WHITE, picture

SMALL = png(noise(30, 40))


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What the viewer was told to show, and the pieces it was sent."""

    data: dict[str, Any]
    pieces: dict[str, bytes]

    def header(self, piece: str) -> dict[str, Any]:
        return unpack(self.pieces[self.data["pieces"][piece]])[0]


def explorer(photo: bytes | None = SMALL, **address: str | list[str]) -> AppTest:
    return page_of("pages/explorer.py", photo, **address)


def viewer(at: AppTest) -> Viewer:
    return Viewer(data=component_data(at, "cloud_viewer"), pieces=sent_files(at))


def control(at: AppTest, key: str) -> Any:
    kinds = (at.selectbox, at.slider, at.toggle, at.get("button_group"))
    return next(widget for kind in kinds for widget in kind if widget.key == key)


@pytest.fixture(scope="module")
def small() -> RgbImage:
    return decode_image(SMALL)


def test_first_visit_shows_the_colors_of_the_sample():
    at = explorer(photo=None)
    assert not at.exception
    assert not at.error
    coffee = load_sample("Coffee")
    histogram = color_histogram(coffee)
    cloud = color_cloud(histogram, CloudKind.COLORS)
    seen = viewer(at)
    assert seen.header("points")["points"] == cloud.n_points
    assert seen.header("shape")["shape"] == "RGB cube"
    result = segment(coffee, KMeansSettings(k=5))
    assert seen.header("clusters")["hexes"] == [f"#{bytes(color).hex()}" for color in result.palette]
    assert describe(cloud, histogram) in captions(at)
    assert (seen.data["width"], seen.data["height"]) == (600, 400)
    assert seen.data["pixel"] is None


def test_a_new_k_sends_clusters_and_nothing_else():
    at = explorer()
    before = viewer(at).data["pieces"]
    at.slider(key="explore_k").set_value(7).run()
    after = viewer(at).data["pieces"]
    assert len(viewer(at).header("clusters")["hexes"]) == 7
    assert [name for name in after if after[name] != before[name]] == ["clusters"]


def test_a_new_shape_leaves_the_points():
    at = explorer()
    before = viewer(at).data["pieces"]
    control(at, "explore_shape").set_value("HSV cone").run()
    after = viewer(at).data["pieces"]
    assert viewer(at).header("shape")["shape"] == "HSV cone"
    assert after["points"] == before["points"]


def test_the_shape_goes_with_the_color_space_unless_chosen():
    at = explorer(space="CIELAB")
    assert viewer(at).header("shape")["shape"] == "CIELAB"
    assert viewer(at).header("clusters")["space"] == "CIELAB"
    at = explorer(space="HSV", explore_shape="OKLab")
    assert viewer(at).header("shape")["shape"] == "OKLab"


def test_a_link_restores_the_view():
    at = explorer(
        explore_k="3",
        explore_kind="Density",
        explore_paint="Cluster",
        explore_centroids="false",
        explore_members="true",
        explore_outline="false",
        explore_size="1.5",
        explore_hide=["0", "2"],
    )
    seen = viewer(at).data
    assert seen["paint"] == "cluster"
    assert not seen["centroids"]
    assert seen["members"]
    assert not seen["outline"]
    assert seen["size"] == 1.5
    assert seen["hidden"] == [0, 2]
    assert viewer(at).header("points")["kind"] == "density"
    assert seen["painted"] is not None
    assert at.query_params["explore_hide"] == ["0", "2"]


def test_hidden_clusters_follow_to_the_nearest_colors(small: RgbImage):
    at = explorer(explore_k="4", explore_hide=["1"])
    assert viewer(at).data["hidden"] == [1]
    assert "Hidden clusters follow" not in "".join(captions(at))
    four, six = (segment(small, KMeansSettings(k=k)).palette for k in (4, 6))
    nearest = int(ciede2000(four[1:2], six).argmin())
    at.slider(key="explore_k").set_value(6).run()
    assert viewer(at).data["hidden"] == [nearest]
    assert at.query_params["explore_hide"] == str(nearest)
    assert "Hidden are now the clusters nearest in color." in "".join(captions(at))
    at.slider(key="explore_k").set_value(4).run()
    assert viewer(at).data["hidden"] == [1]


def test_another_photo_hides_nothing():
    at = explorer(explore_k="4", explore_hide=["1"])
    at.session_state["show_own"] = False
    at.run()
    assert viewer(at).data["hidden"] == []
    assert "explore_hide" not in at.query_params


def test_fewer_colors_than_clusters_are_spoken_of():
    at = explorer(png(picture([[RED, WHITE]]).pixels))
    assert len(viewer(at).header("clusters")["hexes"]) == 2
    assert "only 2 distinct colors here: 2 clusters instead of 5" in "".join(captions(at))
    assert "instead of" not in "".join(captions(explorer()))


def test_a_pixel_in_the_link_is_known(small: RgbImage):
    at = explorer(explore_k="4", explore_x="7", explore_y="20", explore_shape="CIELAB")
    shown = viewer(at).data["pixel"]
    facts = pixel_facts(small, segment(small, KMeansSettings(k=4)), CLOUD_SHAPES["CIELAB"], 7, 20)
    assert shown == {"x": 7, "y": 20, "facts": [list(fact) for fact in facts]}


@pytest.mark.parametrize(
    "address",
    [
        {"explore_x": "40", "explore_y": "0", "explore_hide": ["99", "-1", "<b>"]},
        {"explore_x": "-1", "explore_y": "5", "explore_k": "0", "explore_shape": "", "explore_paint": ""},
        {"explore_x": "9" * 30, "explore_y": "x", "explore_k": "400", "explore_size": "nan"},
        {"explore_x": "5", "explore_kind": "no", "explore_section": "none"},
    ],
)
def test_what_cannot_be_is_left_out(address: dict[str, str | list[str]]):
    at = explorer(**address)
    assert not at.exception
    assert not at.error
    seen = viewer(at).data
    assert seen["pixel"] is None
    assert seen["hidden"] == []
    assert len(viewer(at).header("clusters")["hexes"]) == 5
    assert not {"explore_x", "explore_y", "explore_hide"} & set(at.query_params)


def test_pictures_of_few_colors_and_holes():
    pixels = np.zeros((4, 6, 4), np.uint8)
    pixels[:, :3] = (255, 0, 0, 255)
    at = explorer(png(pixels), explore_paint="Distance")
    assert not at.exception
    assert not at.error
    seen = viewer(at)
    assert seen.header("points")["points"] == 1
    assert seen.header("clusters")["hexes"] == ["#ff0000"]
    assert "The only color" in captions(at)
    assert seen.header("points")["width"] * seen.header("points")["height"] <= view_data.MAP_PIXELS

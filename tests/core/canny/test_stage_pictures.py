import numpy as np
import pytest

from kseg_core.canny.edges import EdgeMap, find_edges
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.canny.stage_pictures import EdgeClass, direction_color, encode_stages, stage_pictures
from kseg_core.canny.stages import canny_stages
from kseg_core.encoding.lines import reduce_edges
from kseg_core.image import Box, RgbImage
from tests.core.canny.edge_pictures import opaque, textured


@pytest.fixture(scope="module")
def edge_map() -> EdgeMap:
    return find_edges(opaque(textured(90, 120)), CannySettings(30, 110, blur_sigma=1))


def test_pictures_that_are_not_reduced_are_the_stages(edge_map: EdgeMap) -> None:
    stages = canny_stages(opaque(textured(90, 120)), edge_map.settings)
    made = stage_pictures(edge_map, edge_map.whole, max_side=200)
    np.testing.assert_array_equal(made.smoothed, stages.smoothed)
    np.testing.assert_array_equal(made.classes == EdgeClass.STRONG, stages.strong)
    np.testing.assert_array_equal(made.classes == EdgeClass.KEPT, stages.kept)
    np.testing.assert_array_equal(made.classes == EdgeClass.DROPPED, stages.dropped)
    np.testing.assert_array_equal(made.classes >= EdgeClass.KEPT, stages.edges > 0)
    assert np.corrcoef(made.magnitude.ravel(), np.sqrt(stages.magnitude).ravel())[0, 1] > 0.99
    assert not made.maxima[~stages.maxima].any()


def test_the_smoothed_picture_keeps_its_colors_in_any_order_of_channels() -> None:
    image = opaque(textured(20, 30))
    for channels in (EdgeChannels.COLOR, EdgeChannels.BLUE_FIRST):
        edge_map = find_edges(image, CannySettings(30, 110, blur_sigma=0, channels=channels))
        made = stage_pictures(edge_map, edge_map.whole, max_side=30)
        np.testing.assert_array_equal(made.smoothed, image.pixels)


def test_reduced_pictures_keep_every_line(edge_map: EdgeMap) -> None:
    made = stage_pictures(edge_map, edge_map.whole, max_side=40)
    assert made.classes.shape == (30, 40) == made.magnitude.shape == made.maxima.shape
    np.testing.assert_array_equal(made.classes >= EdgeClass.KEPT, reduce_edges(edge_map.edges, 40) > 0)


def test_strips_meet_without_a_seam(edge_map: EdgeMap, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = stage_pictures(edge_map, edge_map.whole, max_side=60)
    monkeypatch.setattr("kseg_core.canny.stage_pictures._STRIP_PIXELS", 500)
    in_strips = stage_pictures(edge_map, edge_map.whole, max_side=60)
    for name in ("smoothed", "magnitude", "direction", "maxima", "classes"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(in_strips, name))


def test_a_part_is_that_part(edge_map: EdgeMap) -> None:
    box = Box(left=10, top=20, right=70, bottom=50)
    part = stage_pictures(edge_map, box, max_side=200)
    whole = stage_pictures(edge_map, edge_map.whole, max_side=200)
    np.testing.assert_array_equal(part.classes, whole.classes[box.rows, box.columns])


def test_transparent_pixels_have_no_gradient() -> None:
    alpha = np.full((40, 50), 255, np.uint8)
    alpha[:, 25:] = 0
    image = RgbImage(pixels=textured(40, 50), alpha=alpha)
    made = stage_pictures(
        find_edges(image, CannySettings(20, 60)), Box(left=0, top=0, right=50, bottom=40), max_side=99
    )
    assert not made.magnitude[:, 25:].any()
    assert not made.classes[:, 25:].any()


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (30, 1), (2, 3)])
def test_tiny_and_flat_pictures_have_stages(size: tuple[int, int]) -> None:
    flat = find_edges(opaque(np.full((*size, 3), 77, np.uint8)), CannySettings(1, 2))
    made = stage_pictures(flat, flat.whole, max_side=10)
    assert not made.magnitude.any()
    assert not made.classes.any()


def test_direction_color_goes_round_the_hues() -> None:
    assert direction_color(np.array([0, 120, 240, 60])).tolist() == [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 255, 0],
    ]


def test_every_stage_has_a_picture_of_the_size_that_fits(edge_map: EdgeMap) -> None:
    pictures = encode_stages(edge_map, edge_map.whole, max_side=64)
    assert [title[0] for title in pictures] == ["1", "2", "D", "3", "4", "5"]
    assert {(each.width, each.height) for each in pictures.values()} == {(64, 48)}

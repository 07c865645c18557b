import numpy as np
import pytest

from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_panels import STAGE_TITLES, encode_stages
from kseg_core.canny.stage_pictures import EdgeClass, direction_color, stage_pictures
from kseg_core.canny.stage_window import EdgeWork
from kseg_core.canny.stages import canny_stages
from kseg_core.encoding.lines import reduce_edges
from kseg_core.image import Box, RgbImage
from tests.core.canny.edge_pictures import opaque, textured, work_of


@pytest.fixture(scope="module")
def work() -> EdgeWork:
    return work_of(opaque(textured(90, 120)), CannySettings(30, 110, blur_sigma=1))


def test_pictures_that_are_not_reduced_are_the_stages(work: EdgeWork) -> None:
    stages = canny_stages(opaque(textured(90, 120)), work.settings)
    made = stage_pictures(work, work.whole, max_side=200)
    np.testing.assert_array_equal(made.smoothed, stages.smoothed)
    np.testing.assert_array_equal(made.classes == EdgeClass.STRONG, stages.strong)
    np.testing.assert_array_equal(made.classes == EdgeClass.KEPT, stages.kept)
    np.testing.assert_array_equal(made.classes == EdgeClass.DROPPED, stages.dropped)
    np.testing.assert_array_equal(made.classes >= EdgeClass.KEPT, stages.edges > 0)
    assert np.corrcoef(made.magnitude.ravel(), np.sqrt(stages.magnitude).ravel())[0, 1] > 0.99
    assert not made.maxima[~stages.maxima].any()


def test_reduced_pictures_keep_every_line(work: EdgeWork) -> None:
    made = stage_pictures(work, work.whole, max_side=40)
    assert made.classes.shape == (30, 40) == made.magnitude.shape == made.maxima.shape
    np.testing.assert_array_equal(made.classes >= EdgeClass.KEPT, reduce_edges(work.edges, 40) > 0)


def test_strips_meet_without_a_seam(work: EdgeWork, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = stage_pictures(work, work.whole, max_side=60)
    monkeypatch.setattr("kseg_core.canny.stage_pictures._STRIP_PIXELS", 500)
    in_strips = stage_pictures(work, work.whole, max_side=60)
    for name in ("smoothed", "magnitude", "direction", "maxima", "classes"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(in_strips, name))


def test_a_part_is_that_part(work: EdgeWork) -> None:
    box = Box(left=10, top=20, right=70, bottom=50)
    part = stage_pictures(work, box, max_side=200)
    whole = stage_pictures(work, work.whole, max_side=200)
    np.testing.assert_array_equal(part.classes, whole.classes[box.rows, box.columns])


def test_transparent_pixels_have_no_gradient() -> None:
    alpha = np.full((40, 50), 255, np.uint8)
    alpha[:, 25:] = 0
    image = RgbImage(pixels=textured(40, 50), alpha=alpha)
    made = stage_pictures(
        work_of(image, CannySettings(20, 60)), Box(left=0, top=0, right=50, bottom=40), max_side=99
    )
    assert not made.magnitude[:, 25:].any()
    assert not made.classes[:, 25:].any()


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (30, 1), (2, 3)])
def test_tiny_and_flat_pictures_have_stages(size: tuple[int, int]) -> None:
    flat = work_of(opaque(np.full((*size, 3), 77, np.uint8)), CannySettings(1, 2))
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


def test_reduce_edges_takes_the_maximum() -> None:
    edges = (np.random.default_rng(0).random((37, 53)) < 0.02).astype(np.uint8) * 255
    small = reduce_edges(edges, 20)
    assert small.shape == (14, 20)
    for y, x in np.argwhere(edges):
        assert small[y * 14 // 37, x * 20 // 53] == 255
    assert np.count_nonzero(small) <= np.count_nonzero(edges)
    assert reduce_edges(edges, 53) is edges
    assert not reduce_edges(np.zeros((30, 30), np.uint8), 7).any()


def test_every_stage_has_a_panel(work: EdgeWork) -> None:
    panels = encode_stages(work, work.whole, max_side=64)
    assert len(panels.pictures) == len(STAGE_TITLES) == 6
    assert {(each.width, each.height) for each in panels.pictures} == {(64, 48)}

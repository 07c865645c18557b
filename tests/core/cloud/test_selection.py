import numpy as np
import pytest

from kseg_core import SettingsError, color_histogram
from kseg_core.cloud.outline import Outline
from kseg_core.cloud.points import CloudKind, color_cloud
from kseg_core.cloud.selection import ColorSelection, Ranges, select, selected_points
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, channel_values, coordinates
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, color_grid, noise

GRID = color_grid(51)


def whole(shape: CloudShape) -> Ranges:
    low, high = zip(*((axis.low, axis.high) for axis in shape.channels), strict=True)
    return Ranges(low=low, high=high)


def chosen(
    coords: np.ndarray, shape: CloudShape, *, ranges: Ranges | None = None, outline: Outline | None = None
) -> list[bool]:
    selection = ColorSelection(shape=shape, ranges=ranges, outline=outline)
    assert not selection.is_everything
    return select(coords, selection).tolist()


@pytest.mark.parametrize("shape", CLOUD_SHAPES.values(), ids=str)
def test_whole_ranges_select_everything(shape: CloudShape):
    coords = coordinates(GRID, shape)
    assert whole(shape).is_whole(shape)
    for ranges in (whole(shape), None):
        selection = ColorSelection(shape=shape, ranges=ranges)
        assert selection.is_everything
        assert select(coords, selection).all()


@pytest.mark.parametrize(
    "shape", [CLOUD_SHAPES["RGB cube"], CLOUD_SHAPES["CIELAB"], CLOUD_SHAPES["HSV cone"]]
)
def test_ranges_select_what_lies_between_their_ends(shape: CloudShape):
    axes = shape.channels
    low = tuple(axis.low + 0.2 * (axis.high - axis.low) for axis in axes)
    high = tuple(axis.low + 0.7 * (axis.high - axis.low) for axis in axes)
    coords = coordinates(GRID, shape)
    expected = [
        all(first <= value <= last for first, value, last in zip(low, row, high, strict=True))
        for row in channel_values(coords, shape).tolist()
    ]
    selected = chosen(coords, shape, ranges=Ranges(low=low, high=high))
    assert selected == expected
    assert 0 < sum(selected) < len(GRID)


def test_the_ends_of_a_range_belong_to_it():
    coords = coordinates(np.array([[51, 0, 0], [102, 0, 0], [153, 0, 0]], np.uint8), CLOUD_SHAPES["RGB cube"])
    ranges = Ranges(low=(51, 0, 0), high=(102, 255, 255))
    assert chosen(coords, CLOUD_SHAPES["RGB cube"], ranges=ranges) == [
        True,
        True,
        False,
    ]


def test_a_hue_range_can_go_around_through_red():
    colors = np.array([RED, (255, 0, 40), (255, 40, 0), GREEN, BLUE], dtype=np.uint8)
    coords = coordinates(colors, CLOUD_SHAPES["HSV cylinder"])
    around = Ranges(low=(30, 50, 50), high=(330, 100, 100), around=True)
    assert not around.is_whole(CLOUD_SHAPES["HSV cylinder"])
    assert chosen(coords, CLOUD_SHAPES["HSV cylinder"], ranges=around) == [True] * 3 + [False] * 2
    between = Ranges(low=(30, 50, 50), high=(330, 100, 100))
    assert chosen(coords, CLOUD_SHAPES["HSV cylinder"], ranges=between) == [False] * 3 + [True] * 2


def test_ranges_and_outline_select_what_both_hold():
    coords = coordinates(np.array([BLACK, RED, WHITE], np.uint8), CLOUD_SHAPES["RGB cube"])
    outline = Outline(axes=(0, 1), corners=((-5, -5), (300, -5), (300, 100), (-5, 100)))
    ranges = Ranges(low=(200, 0, 0), high=(255, 255, 255))
    assert chosen(coords, CLOUD_SHAPES["RGB cube"], outline=outline) == [
        True,
        True,
        False,
    ]
    assert select(
        coords, ColorSelection(shape=CLOUD_SHAPES["RGB cube"], ranges=ranges, outline=outline)
    ).tolist() == [False, True, False]


def test_an_outline_lies_on_its_own_axes():
    coords = np.array([[1, 2, 3], [3, 2, 1]], dtype=np.float32)
    corners = ((2.5, 0.5), (3.5, 0.5), (3.5, 1.5), (2.5, 1.5))
    for axes, expected in (((2, 0), [True, False]), ((0, 2), [False, True])):
        outline = Outline(axes=axes, corners=corners)
        assert chosen(coords, CLOUD_SHAPES["RGB cube"], outline=outline) == expected


def test_a_point_is_selected_with_half_of_its_pixels():
    histogram = color_histogram(noise(30, 30))
    cloud = color_cloud(histogram, CloudKind.DENSITY, max_points=40)
    selected = np.random.default_rng(1).random(histogram.n_colors) < 0.5
    shown = selected_points(cloud, histogram, selected)
    for number in range(cloud.n_points):
        members = cloud.point_of_color == number
        held = histogram.counts[members & selected].sum()
        assert shown[number] == (2 * held >= histogram.counts[members].sum())
    assert 0 < shown.sum() < cloud.n_points
    assert not selected_points(cloud, histogram, np.zeros(histogram.n_colors, np.bool_)).any()


def test_points_of_single_colors_are_selected_as_their_colors_are():
    histogram = color_histogram(noise(9, 9))
    selected = np.arange(histogram.n_colors) % 3 == 0
    cloud = color_cloud(histogram, CloudKind.COLORS)
    np.testing.assert_array_equal(selected_points(cloud, histogram, selected), selected)
    sample = color_cloud(histogram, CloudKind.SAMPLE, max_points=20)
    np.testing.assert_array_equal(
        selected_points(sample, histogram, selected), selected[sample.point_of_color >= 0]
    )


def test_a_range_upside_down_is_refused():
    with pytest.raises(SettingsError, match="lower end"):
        Ranges(low=(0, 5, 0), high=(1, 4, 1))

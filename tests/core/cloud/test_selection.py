import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core import SettingsError, color_histogram
from kseg_core.cloud.points import CloudKind, color_cloud
from kseg_core.cloud.selection import (
    CORNERS_MAX,
    Outline,
    Ranges,
    inside_polygon,
    outline_from_text,
    outline_of,
    outline_text,
    select,
    selected_points,
)
from kseg_core.cloud.shapes import CloudShape, axes_of, channel_values, channels_of, coordinates
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, color_grid, noise

GRID = color_grid(51)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def whole(shape: CloudShape) -> Ranges:
    low, high = zip(*((axis.low, axis.high) for axis in channels_of(shape)), strict=True)
    return Ranges(low=low, high=high)


def is_inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """One point by counting crossings, as in every textbook."""
    inside = False
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


@pytest.mark.parametrize("shape", CloudShape)
def test_whole_ranges_select_everything(shape: CloudShape):
    coords = coordinates(GRID, shape)
    assert whole(shape).is_whole(shape)
    assert select(coords, shape, whole(shape), None).all()
    assert select(coords, shape, None, None).all()


@pytest.mark.parametrize("shape", [CloudShape.RGB_CUBE, CloudShape.CIELAB, CloudShape.HSV_CONE])
def test_ranges_select_what_lies_between_their_ends(shape: CloudShape):
    axes = channels_of(shape)
    low = tuple(axis.low + 0.2 * (axis.high - axis.low) for axis in axes)
    high = tuple(axis.low + 0.7 * (axis.high - axis.low) for axis in axes)
    coords = coordinates(GRID, shape)
    expected = [
        all(first <= value <= last for first, value, last in zip(low, row, high, strict=True))
        for row in channel_values(coords, shape).tolist()
    ]
    selected = select(coords, shape, Ranges(low=low, high=high), None)
    np.testing.assert_array_equal(selected, expected)
    assert 0 < selected.sum() < len(GRID)


def test_the_ends_of_a_range_belong_to_it():
    coords = coordinates(np.array([[51, 0, 0], [102, 0, 0], [153, 0, 0]], np.uint8), CloudShape.RGB_CUBE)
    ranges = Ranges(low=(51, 0, 0), high=(102, 255, 255))
    assert select(coords, CloudShape.RGB_CUBE, ranges, None).tolist() == [True, True, False]


def test_a_hue_range_can_go_around_through_red():
    colors = np.array([RED, (255, 0, 40), (255, 40, 0), GREEN, BLUE], dtype=np.uint8)
    coords = coordinates(colors, CloudShape.HSV_CYLINDER)
    around = Ranges(low=(30, 50, 50), high=(330, 100, 100), around=True)
    assert not around.is_whole(CloudShape.HSV_CYLINDER)
    assert select(coords, CloudShape.HSV_CYLINDER, around, None).tolist() == [True] * 3 + [False] * 2
    between = Ranges(low=(30, 50, 50), high=(330, 100, 100))
    assert select(coords, CloudShape.HSV_CYLINDER, between, None).tolist() == [False] * 3 + [True] * 2


def test_ranges_and_outline_select_what_both_hold():
    coords = coordinates(np.array([BLACK, RED, WHITE], np.uint8), CloudShape.RGB_CUBE)
    outline = Outline(axes=(0, 1), corners=((-5, -5), (300, -5), (300, 100), (-5, 100)))
    ranges = Ranges(low=(200, 0, 0), high=(255, 255, 255))
    assert select(coords, CloudShape.RGB_CUBE, None, outline).tolist() == [True, True, False]
    assert select(coords, CloudShape.RGB_CUBE, ranges, outline).tolist() == [False, True, False]


def test_an_outline_lies_on_its_own_axes():
    coords = np.array([[1, 2, 3], [3, 2, 1]], dtype=np.float32)
    corners = ((2.5, 0.5), (3.5, 0.5), (3.5, 1.5), (2.5, 1.5))
    for axes, expected in (((2, 0), [True, False]), ((0, 2), [False, True])):
        outline = Outline(axes=axes, corners=corners)
        assert select(coords, CloudShape.RGB_CUBE, None, outline).tolist() == expected


def test_inside_a_square_and_outside():
    points = np.array([[5, 5], [-1, 5], [11, 5], [5, -1], [5, 11], [0.001, 9.999]])
    assert inside_polygon(points, SQUARE).tolist() == [True, False, False, False, False, True]


def test_where_a_line_crosses_itself_the_middle_is_outside():
    star = [(np.cos(a), np.sin(a)) for a in np.pi / 2 + np.arange(5) * 4 * np.pi / 5]
    points = np.array([[0.0, 0.0], [0.0, 0.8], [0.0, -0.9]])
    assert inside_polygon(points, star).tolist() == [False, True, False]


@settings(max_examples=60)
@given(
    corners=st.lists(st.tuples(st.integers(-8, 8), st.integers(-8, 8)), min_size=3, max_size=9),
    seed=st.integers(0, 2**32 - 1),
)
def test_inside_is_what_counting_crossings_says(corners: list[tuple[int, int]], seed: int):
    points = np.random.default_rng(seed).uniform(-9, 9, (60, 2))
    expected = [is_inside(x, y, corners) for x, y in points.tolist()]
    np.testing.assert_array_equal(inside_polygon(points, corners), expected)


def test_no_points_are_inside_nothing():
    assert inside_polygon(np.empty((0, 2)), SQUARE).shape == (0,)


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


@settings(max_examples=30)
@given(
    shape=st.sampled_from(list(CloudShape)),
    axes=st.sampled_from([(0, 1), (1, 2), (2, 0)]),
    places=st.lists(st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5)), min_size=3, max_size=200),
)
def test_an_outline_comes_back_from_an_address(
    shape: CloudShape, axes: tuple[int, int], places: list[tuple[float, float]]
):
    bounds = [axes_of(shape)[number] for number in axes]
    corners = [
        tuple(axis.low + part * (axis.high - axis.low) for axis, part in zip(bounds, place, strict=True))
        for place in places
    ]
    try:
        outline = outline_of(shape, axes, corners)
    except SettingsError:
        assert len({(round(x, 2), round(y, 2)) for x, y in places}) < CORNERS_MAX
        return
    text = outline_text(outline, shape)
    again = outline_from_text(text, shape)
    assert again is not None
    assert again.axes == axes
    np.testing.assert_allclose(again.corners, outline.corners)
    assert len(text) <= 3 + 11 * CORNERS_MAX
    # A grid of 1,000 steps an axis.
    first = np.array([axis.high - axis.low for axis in bounds]) / 2000 * 1.001
    assert (np.abs(np.array(outline.corners[0]) - corners[0]) <= first).all()


def test_a_long_outline_is_thinned_and_keeps_its_form():
    around = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    circle = [(50 + 30 * np.cos(angle), 50 + 30 * np.sin(angle)) for angle in around]
    outline = outline_of(CloudShape.CIELAB, (0, 0 + 1), circle)
    assert len(outline.corners) == CORNERS_MAX
    radius = np.hypot(*(np.array(outline.corners) - 50).T)
    np.testing.assert_allclose(radius, 30, atol=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01",
        "01_1.2_3.4",
        "00_1.2_3.4_5.6",
        "31_1.2_3.4_5.6",
        "01_1.2_3.4_5",
        "01_1.2_3.4_5.6.7",
        "01_1.2_3.4_x.6",
        "01_1.2_3.4_--5.6",
        "01_1.2_3.4_99999.6",
        "01_1.2_3.4_2001.6",
        "01_1.2_3.4_².6",
        "_".join(["01", *["1.2"] * (CORNERS_MAX + 1)]),
    ],
)
def test_what_is_no_outline_is_none(text: str):
    assert outline_from_text(text, CloudShape.CIELAB) is None


def test_settings_that_make_no_sense_are_refused():
    with pytest.raises(SettingsError, match="lower end"):
        Ranges(low=(0, 5, 0), high=(1, 4, 1))
    with pytest.raises(SettingsError, match="two of the three"):
        Outline(axes=(1, 1), corners=SQUARE)
    with pytest.raises(SettingsError, match="corners"):
        Outline(axes=(0, 1), corners=SQUARE[:2])
    with pytest.raises(SettingsError, match="corners"):
        outline_of(CloudShape.CIELAB, (0, 1), [(1, 1), (1, 1), (1, 1)])

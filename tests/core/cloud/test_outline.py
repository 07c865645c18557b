import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kseg_core import SettingsError
from kseg_core.cloud.outline import (
    CORNERS_MAX,
    Outline,
    inside_polygon,
    outline_from_text,
    outline_of,
    outline_text,
)
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def is_inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """One point by counting crossings, as in every textbook."""
    inside = False
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


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


@settings(max_examples=30)
@given(
    shape=st.sampled_from([*CLOUD_SHAPES.values()]),
    axes=st.sampled_from([(0, 1), (1, 2), (2, 0)]),
    places=st.lists(st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5)), min_size=3, max_size=200),
)
def test_an_outline_comes_back_from_an_address(
    shape: CloudShape, axes: tuple[int, int], places: list[tuple[float, float]]
):
    bounds = [shape.axes[number] for number in axes]
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
    assert len(text) <= len(shape.name) + 3 + 11 * CORNERS_MAX
    # A grid of 1,000 steps an axis.
    first = np.array([axis.high - axis.low for axis in bounds]) / 2000 * 1.001
    assert (np.abs(np.array(outline.corners[0]) - corners[0]) <= first).all()


def test_a_long_outline_is_thinned_and_keeps_its_form():
    around = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    circle = [(50 + 30 * np.cos(angle), 50 + 30 * np.sin(angle)) for angle in around]
    outline = outline_of(CLOUD_SHAPES["CIELAB"], (0, 0 + 1), circle)
    assert len(outline.corners) == CORNERS_MAX
    radius = np.hypot(*(np.array(outline.corners) - 50).T)
    np.testing.assert_allclose(radius, 30, atol=0.2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CIELAB",
        "CIELUV~01~1.2~3.4~5.6",
        "CIELAB~01",
        "CIELAB~01~1.2~3.4",
        "CIELAB~00~1.2~3.4~5.6",
        "CIELAB~31~1.2~3.4~5.6",
        "CIELAB~01~1.2~3.4~5",
        "CIELAB~01~1.2~3.4~5.6.7",
        "CIELAB~01~1.2~3.4~x.6",
        "CIELAB~01~1.2~3.4~--5.6",
        "CIELAB~01~1.2~3.4~99999.6",
        "CIELAB~01~1.2~3.4~2001.6",
        "CIELAB~01~1.2~3.4~².6",
        "~".join(["CIELAB", "01", *["1.2"] * (CORNERS_MAX + 1)]),
    ],
)
def test_what_is_no_outline_is_none(text: str):
    assert outline_from_text(text, CLOUD_SHAPES["CIELAB"]) is None


def test_the_address_of_a_triangle():
    outline = outline_from_text("CIELAB~10~500.0~-20.1000~1000.2000", CLOUD_SHAPES["CIELAB"])
    assert outline == Outline(axes=(1, 0), corners=((5, 0), (-93.8, 100), (100, 200)))


def test_settings_that_make_no_sense_are_refused():
    with pytest.raises(SettingsError, match="two of the three"):
        Outline(axes=(1, 1), corners=SQUARE)
    with pytest.raises(SettingsError, match="corners"):
        Outline(axes=(0, 1), corners=SQUARE[:2])
    with pytest.raises(SettingsError, match="corners"):
        outline_of(CLOUD_SHAPES["CIELAB"], (0, 1), [(1, 1), (1, 1), (1, 1)])

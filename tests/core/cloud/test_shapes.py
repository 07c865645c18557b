import colorsys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import color as skimage_color

from kseg_core import ColorSpace, SettingsError
from kseg_core.cloud.gamut import gamut_outline
from kseg_core.cloud.shapes import (
    CLOUD_SHAPES,
    CloudShape,
    center_coordinates,
    channel_values,
    coordinates,
    shape_of,
)
from kseg_core.color_spaces import to_space
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, color_grid

GRID = color_grid(15)
CUBE = CLOUD_SHAPES["RGB cube"]
SHAPES = pytest.mark.parametrize("shape", CLOUD_SHAPES.values(), ids=str)


def reference(shape: CloudShape) -> np.ndarray:
    """Coordinates of GRID by scikit-image, colorsys or the formula of the standard."""
    unit = GRID / 255.0
    red, green, blue = GRID.T.astype(float)
    match shape.title:
        case "RGB cube":
            return GRID.astype(float)
        case "CIELAB":
            return skimage_color.rgb2lab(unit)
        case "CIELUV":
            return skimage_color.rgb2luv(unit)
        case "YCrCb":
            # ITU-R BT.601 in full range, as JPEG has it.
            y = 0.299 * red + 0.587 * green + 0.114 * blue
            return np.stack([y, 128 + (red - y) / 1.402, 128 + (blue - y) / 1.772], axis=1)
        case "OKLab":
            # Ottosson's matrix from XYZ, by way of scikit-image's XYZ.
            lms = skimage_color.rgb2xyz(unit) @ np.transpose(
                [
                    [0.8189330101, 0.3618667424, -0.1288597137],
                    [0.0329845436, 0.9293118715, 0.0361456387],
                    [0.0482003018, 0.2643662691, 0.6338517070],
                ]
            )
            return 100.0 * (
                np.cbrt(lms)
                @ np.transpose(
                    [
                        [0.2104542553, 0.7936177850, -0.0040720468],
                        [1.9779984951, -2.4285922050, 0.4505937099],
                        [0.0259040371, 0.7827717662, -0.8086757660],
                    ]
                )
            )
        case "HSV cylinder" | "HSV cone":
            hsv = np.array([colorsys.rgb_to_hsv(*rgb) for rgb in unit])
            radius = 255.0 * hsv[:, 1] * (hsv[:, 2] if shape.is_cone else 1.0)
            angle = 2.0 * np.pi * hsv[:, 0]
            return np.stack([radius * np.cos(angle), radius * np.sin(angle), 255.0 * hsv[:, 2]], axis=1)
        case "HE stains":
            return 600 * skimage_color.separate_stains(np.maximum(GRID, 1), skimage_color.hed_from_rgb)
        case "H-DAB stains":
            return 600 * skimage_color.separate_stains(np.maximum(GRID, 1), skimage_color.hdx_from_rgb)
    pytest.fail(f"Another way to compute the coordinates of the {shape} is to stand here.")


@SHAPES
def test_coordinates_agree_with_another_conversion_to_half_a_percent_of_each_axis(shape):
    off = np.abs(coordinates(GRID, shape) - reference(shape)).max(axis=0)
    assert (off <= [0.005 * (axis.high - axis.low) for axis in shape.axes]).all()


@SHAPES
def test_every_color_lies_on_the_axes(shape):
    for rows, axes in (
        (coordinates(GRID, shape), shape.axes),
        (channel_values(coordinates(GRID, shape), shape), shape.channels),
    ):
        assert (rows >= [axis.low - 1e-3 for axis in axes]).all()
        assert (rows <= [axis.high + 1e-3 for axis in axes]).all()
        # No axis is more than a fifth longer than the colors need.
        extents = rows.max(axis=0) - rows.min(axis=0)
        assert (extents >= [0.8 * (axis.high - axis.low) for axis in axes]).all()


def test_the_cone_has_one_black_and_the_cylinder_a_disc_of_it():
    nearly_black = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.uint8)
    cone, cylinder = (
        coordinates(nearly_black, shape) for shape in (CLOUD_SHAPES["HSV cone"], CLOUD_SHAPES["HSV cylinder"])
    )
    assert np.linalg.norm(cone, axis=1).max() < 2
    np.testing.assert_allclose(np.linalg.norm(cylinder[:, :2], axis=1), 255, atol=0.01)
    np.testing.assert_allclose(
        coordinates(np.array([RED], np.uint8), CLOUD_SHAPES["HSV cone"]), [[255, 0, 255]], atol=0.01
    )


@pytest.mark.parametrize("shape", [CLOUD_SHAPES["HSV cylinder"], CLOUD_SHAPES["HSV cone"]])
def test_channels_of_hsv_are_hue_saturation_and_value(shape):
    values = channel_values(coordinates(GRID, shape), shape)
    expected = np.array([colorsys.rgb_to_hsv(*rgb) for rgb in GRID / 255.0]) * [360, 100, 100]
    around = np.abs(values[:, 0] - expected[:, 0])
    is_gray = expected[:, 1] == 0
    assert np.minimum(around, 360 - around)[~is_gray].max() < 0.01
    assert (values[:, 0] < 360).all()
    np.testing.assert_allclose(values[:, 1:], expected[:, 1:], atol=0.01)


def test_channels_of_other_shapes_are_their_axes():
    coords = coordinates(GRID, CLOUD_SHAPES["CIELAB"])
    assert CLOUD_SHAPES["CIELAB"].channels == CLOUD_SHAPES["CIELAB"].axes
    np.testing.assert_array_equal(channel_values(coords, CLOUD_SHAPES["CIELAB"]), coords)


@pytest.mark.parametrize("space", ColorSpace)
def test_a_centroid_of_one_color_lies_where_the_color_does(space):
    colors = np.array([RED, GREEN, BLUE, BLACK, WHITE, (200, 120, 40)], dtype=np.uint8)
    for shape in CLOUD_SHAPES.values():
        placed = center_coordinates(to_space(colors, space), colors, space, shape)
        # 8-bit HSV has steps of two degrees: up to 4.5 on a rim of 255.
        atol = 4.5 if space is ColorSpace.HSV and shape.is_round else 1e-3
        np.testing.assert_allclose(placed, coordinates(colors, shape), atol=atol)


def test_a_centroid_stays_where_it_is_in_the_shape_of_its_space():
    centers = np.array([[50.5, 20.25, -30.75]])
    gray = np.array([[128, 128, 128]], dtype=np.uint8)
    placed = center_coordinates(centers, gray, ColorSpace.CIELAB, CLOUD_SHAPES["CIELAB"])
    np.testing.assert_array_equal(placed, centers)
    elsewhere = center_coordinates(centers, gray, ColorSpace.CIELAB, CLOUD_SHAPES["RGB cube"])
    np.testing.assert_array_equal(elsewhere, gray)


def test_the_cone_draws_centroids_of_circular_hue_together():
    centers = np.array([[100.0, -60.0, 51.0]])
    gray = np.array([[128, 128, 128]], dtype=np.uint8)
    placed = center_coordinates(centers, gray, ColorSpace.HSV_CIRCULAR, CLOUD_SHAPES["HSV cone"])
    np.testing.assert_allclose(placed, [[20, -12, 51]], rtol=1e-6)
    assert centers.tolist() == [[100.0, -60.0, 51.0]]


def test_a_centroid_with_a_position_has_no_place():
    with pytest.raises(SettingsError, match="position"):
        center_coordinates(
            np.zeros((2, 5)), np.zeros((2, 3), np.uint8), ColorSpace.RGB, CLOUD_SHAPES["RGB cube"]
        )


def test_every_space_has_its_shape_and_every_shape_a_space():
    assert {shape_of(space) for space in ColorSpace} == {
        shape for shape in CLOUD_SHAPES.values() if not shape.is_cone
    }


@SHAPES
def test_lightness_stands_upright(shape):
    black, white = coordinates(np.array([BLACK, WHITE], np.uint8), shape)
    up = shape.scene_axes[2]
    ends = black[up], white[up]
    if shape.title.endswith("stains"):
        # More of a stain is darker.
        assert ends[0] > ends[1] == shape.axes[up].low
    else:
        assert ends == pytest.approx((shape.axes[up].low, shape.axes[up].high), abs=1e-3)
    assert sorted(shape.scene_axes) == [0, 1, 2]
    assert len({frozenset(pair) for pair in shape.projections}) == 3


@SHAPES
@given(seed=st.integers(0, 2**32 - 1))
def test_the_outline_bounds_every_color(shape, seed):
    colors = np.random.default_rng(seed).integers(0, 256, (200, 3)).astype(np.uint8)
    corners = np.concatenate([line for line, _ in gamut_outline(shape)])
    coords = coordinates(colors, shape)
    assert (coords >= corners.min(axis=0) - 1).all()
    assert (coords <= corners.max(axis=0) + 1).all()


def test_the_outline_of_rgb_is_the_twelve_edges_of_its_cube():
    outline = [line for line, _ in gamut_outline(CUBE)]
    ends = {frozenset((tuple(line[0]), tuple(line[-1]))) for line in outline}
    assert len(outline) == len(ends) == 12
    assert all(np.abs(line[-1] - line[0]).tolist().count(255) == 1 for line in outline)


def test_the_outline_of_hsv_has_rings_of_full_saturation():
    cylinder, cone = (
        [line for line, _ in gamut_outline(CLOUD_SHAPES[title])] for title in ("HSV cylinder", "HSV cone")
    )
    for ring, value in ((cylinder[0], 255), (cylinder[1], 0), (cone[0], 255)):
        np.testing.assert_allclose(np.linalg.norm(ring[:, :2], axis=1), 255, atol=0.01)
        assert (ring[:, 2] == value).all()
        np.testing.assert_allclose(ring[0], ring[-1], atol=0.01)
    pure = coordinates(np.array([RED, GREEN, BLUE], np.uint8), CLOUD_SHAPES["HSV cone"])
    ends = np.array([line[-1] for line in cone[1:]])
    assert len(ends) == 6
    assert all(np.abs(ends - color).max(axis=1).min() < 0.01 for color in pure)


@SHAPES
def test_grays_lie_between_black_and_white(shape):
    grays = coordinates(np.arange(256, dtype=np.uint8)[:, None].repeat(3, axis=1), shape)
    black, white = grays[[0, -1]]
    along = white - black
    share = (grays - black) @ along / (along @ along)
    off = grays - black - share[:, None] * along
    assert np.abs(off).max() < 0.6
    assert (np.diff(share) > -1e-6).all()

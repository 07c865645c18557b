import colorsys

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import color as skimage_color

from kseg_core.color_spaces import ColorSpace, to_space
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, color_grid

GRID = color_grid(15)


def convert(colors: list[tuple[int, int, int]], space: ColorSpace) -> np.ndarray:
    return to_space(np.array(colors, dtype=np.uint8), space)


def test_rgb_is_rgb() -> None:
    np.testing.assert_array_equal(to_space(GRID, ColorSpace.RGB), GRID)


@pytest.mark.parametrize(
    ("space", "code"), [(ColorSpace.HSV, cv2.COLOR_RGB2HSV), (ColorSpace.YCRCB, cv2.COLOR_RGB2YCrCb)]
)
def test_the_spaces_of_tutorials_are_opencvs_8_bit_ones(space: ColorSpace, code: int) -> None:
    np.testing.assert_array_equal(to_space(GRID, space), cv2.cvtColor(GRID[None], code)[0])


def test_hsv_of_the_primaries() -> None:
    hsv = convert([RED, GREEN, BLUE, WHITE, BLACK], ColorSpace.HSV)
    assert hsv.tolist() == [[0, 255, 255], [60, 255, 255], [120, 255, 255], [0, 0, 255], [0, 0, 0]]


def test_ycrcb_is_its_formula() -> None:
    r, g, b = GRID.T.astype(float)
    y = 0.299 * r + 0.587 * g + 0.114 * b
    expected = np.stack([y, (r - y) * 0.713 + 128, (b - y) * 0.564 + 128], axis=1)
    np.testing.assert_allclose(to_space(GRID, ColorSpace.YCRCB), expected.clip(0, 255), atol=1.0)


def test_cielab_is_that_of_scikit_image() -> None:
    np.testing.assert_allclose(to_space(GRID, ColorSpace.CIELAB), skimage_color.rgb2lab(GRID), atol=0.02)


def test_cieluv_is_that_of_scikit_image() -> None:
    np.testing.assert_allclose(to_space(GRID, ColorSpace.CIELUV), skimage_color.rgb2luv(GRID), atol=0.02)


def test_oklab_of_the_primaries_is_ottossons() -> None:
    expected = [
        [100.0, 0.0, 0.0],
        [62.796, 22.486, 12.585],
        [86.644, -23.389, 17.950],
        [45.201, -3.246, -31.153],
    ]
    np.testing.assert_allclose(
        convert([WHITE, RED, GREEN, BLUE], ColorSpace.OKLAB), np.array(expected), atol=0.01
    )


@pytest.mark.parametrize(
    ("space", "matrix"),
    [
        (ColorSpace.STAINS_HE, skimage_color.hed_from_rgb),
        (ColorSpace.STAINS_H_DAB, skimage_color.hdx_from_rgb),
    ],
)
def test_stains_are_those_of_scikit_image_in_optical_density(space: ColorSpace, matrix: np.ndarray) -> None:
    # Its unit is a channel that lets a millionth of the light through; it counts a level of 0 as that.
    separated = 600 * skimage_color.separate_stains(np.maximum(GRID, 1), matrix)
    np.testing.assert_allclose(to_space(GRID, space), separated, atol=1e-3)
    np.testing.assert_array_equal(convert([BLACK], space), convert([(1, 1, 1)], space))


def test_circular_hsv_lays_hue_out_as_an_angle() -> None:
    hsv = np.array([colorsys.rgb_to_hsv(*rgb) for rgb in GRID / 255.0])
    angle = 2 * np.pi * hsv[:, 0]
    disc = np.stack([hsv[:, 1] * np.cos(angle), hsv[:, 1] * np.sin(angle), hsv[:, 2]], axis=1)
    np.testing.assert_allclose(to_space(GRID, ColorSpace.HSV_CIRCULAR), 255 * disc, atol=0.01)


def test_both_ends_of_the_hue_scale_are_one_red_only_on_the_circle() -> None:
    ends = [(255, 0, 5), (255, 5, 0)]
    plain = convert(ends, ColorSpace.HSV)
    circular = convert(ends, ColorSpace.HSV_CIRCULAR)
    assert abs(plain[0, 0] - plain[1, 0]) > 170
    assert np.linalg.norm(circular[0] - circular[1]) < 11


@given(st.integers(0, 1529), st.integers(1, 255))
def test_hue_goes_round_without_a_jump(step: int, value: int) -> None:
    def wheel(position: int) -> tuple[float, ...]:
        rgb = colorsys.hsv_to_rgb(position % 1530 / 1530, 1.0, value / 255)
        return tuple(round(255 * channel) for channel in rgb)

    near = convert([wheel(step), wheel(step + 1)], ColorSpace.HSV_CIRCULAR)  # type: ignore[list-item]
    # One 8-bit level at this brightness turns hue by a sixth of the circle / value.
    assert np.linalg.norm(near[0] - near[1]) <= 255 * (np.pi / 3) / value + 1.0


@given(st.integers(0, 255))
def test_grays_have_no_hue(level: int) -> None:
    gray = [(level, level, level)]
    np.testing.assert_allclose(convert(gray, ColorSpace.HSV_CIRCULAR), [[0, 0, level]], atol=1e-3)
    for space in (ColorSpace.CIELAB, ColorSpace.CIELUV, ColorSpace.OKLAB):
        np.testing.assert_allclose(convert(gray, space)[0, 1:], 0.0, atol=0.02)


@pytest.mark.parametrize("space", ColorSpace)
def test_coordinates_fill_their_axes(space: ColorSpace) -> None:
    coordinates = to_space(GRID, space)
    assert coordinates.dtype == np.float32
    assert coordinates.shape == GRID.shape
    low, high = np.array([(axis.low, axis.high) for axis in space.definition.axes]).T
    assert np.all(coordinates.min(axis=0) >= low - 0.01)
    assert np.all(coordinates.max(axis=0) <= high + 0.01)
    assert np.all(np.ptp(coordinates, axis=0) >= 0.8 * (high - low))


@pytest.mark.parametrize("space", ColorSpace)
def test_the_scale_is_the_distance_from_black_to_white(space: ColorSpace) -> None:
    black, white = convert([BLACK, WHITE], space)
    # In RGB one channel is the unit, as it is in the 8-bit spaces.
    assert space.definition.scale == pytest.approx(float(np.abs(white - black).max()), rel=1e-4)


@pytest.mark.parametrize("space", ColorSpace)
def test_a_color_is_converted_alike_wherever_it_stands(space: ColorSpace) -> None:
    order = np.random.default_rng(0).permutation(len(GRID))
    np.testing.assert_array_equal(to_space(GRID[order], space), to_space(GRID, space)[order])
    np.testing.assert_array_equal(to_space(GRID[7:9], space), to_space(GRID, space)[7:9])
    np.testing.assert_array_equal(to_space(GRID[::-1], space), to_space(GRID, space)[::-1])

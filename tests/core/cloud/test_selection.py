import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kseg_core import RgbImage, SettingsError, color_histogram
from kseg_core.cloud.outline import Outline
from kseg_core.cloud.points import CloudKind, color_cloud
from kseg_core.cloud.selection import (
    VEIL_COLORS,
    VEIL_OPACITY,
    ColorSelection,
    Ranges,
    encode_veil,
    select,
    selected_points,
    selection_map,
)
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, channel_values, coordinates
from kseg_core.export.result_files import encode_mask
from kseg_core.image import NO_LABEL, Box
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, color_grid, noise, picture, tiny_pictures

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
    assert whole(shape).covers(shape)
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
    assert not around.covers(CLOUD_SHAPES["HSV cylinder"])
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


@settings(max_examples=40)
@given(image=tiny_pictures(), seed=st.integers(0, 99))
def test_the_map_says_where_a_selected_color_is_seen(image: RgbImage, seed: int):
    histogram = color_histogram(image)
    selected = np.random.default_rng(seed).random(histogram.n_colors) < 0.5
    labels = selection_map(image, histogram, selected)
    mask = labels == 1
    chosen = set(map(tuple, histogram.colors[selected].tolist()))
    there = np.ones(mask.shape, np.bool_) if image.opaque is None else image.opaque
    expected = [[tuple(color) in chosen for color in row] for row in image.pixels.tolist()]
    np.testing.assert_array_equal(mask, expected & there)
    assert mask.sum() == histogram.counts[selected].sum()
    np.testing.assert_array_equal(labels == NO_LABEL, ~there)


def veiled(
    image: RgbImage, selected: np.ndarray, *, box: Box | None = None, max_side: int = 99
) -> np.ndarray:
    encoded = encode_veil(image, color_histogram(image), selected, box=box, max_side=max_side)
    with Image.open(io.BytesIO(encoded.data)) as file:
        return np.array(file.convert("RGBA"))


def test_the_veil_covers_what_is_not_selected_and_only_what_is_there():
    image = picture([[RED, BLUE, GREEN]], alpha=[[255, 255, 0]])
    selected = (color_histogram(image).colors == RED).all(axis=1)
    rgba = veiled(image, selected)[0]
    assert rgba[:, 3].tolist() == [0, VEIL_OPACITY, 0]
    assert tuple(rgba[1, :3]) == VEIL_COLORS[0]
    part = veiled(image, selected, box=Box(left=1, top=0, right=3, bottom=1))
    assert part[0, :, 3].tolist() == [VEIL_OPACITY, 0]
    nothing = veiled(image, selected, box=Box(left=2, top=0, right=3, bottom=1))
    assert nothing[..., 3].tolist() == [[0]]


def test_the_veil_covers_no_part_that_is_too_transparent_to_count():
    image = picture([[RED, BLUE, GREEN]], alpha=[[255, 255, 90]])
    covered = veiled(image, np.array([True, False]), box=Box(left=1, top=0, right=3, bottom=1))
    assert (covered[0, :, 3] > 0).tolist() == [True, False]


def test_a_smaller_veil_covers_the_pixels_that_are_picked():
    image = noise(30, 90)
    histogram = color_histogram(image)
    selected = np.arange(histogram.n_colors) % 2 == 0
    covered = veiled(image, selected, max_side=30)[..., 3] > 0
    np.testing.assert_array_equal(covered, selection_map(image, histogram, selected)[1::3, 1::3] == 0)


def test_the_veil_has_checks_so_that_it_is_no_color_of_the_picture():
    image = picture(np.full((20, 20, 3), 40))
    rgba = veiled(image, np.zeros(1, np.bool_))
    seen = [tuple(rgba[row, column, :3]) for row, column in ((0, 0), (7, 7), (0, 8), (8, 0), (8, 8))]
    light, dark = VEIL_COLORS[1], VEIL_COLORS[0]
    assert seen == [dark, dark, light, light, dark]


def test_a_mask_of_all_or_nothing_is_still_a_file():
    image = noise(3, 5)
    histogram = color_histogram(image)
    for value in (False, True):
        chosen = selection_map(image, histogram, np.full(histogram.n_colors, value))
        with Image.open(io.BytesIO(encode_mask(chosen, 1))) as file:
            assert (np.array(file.convert("L")) == 255 * value).all()

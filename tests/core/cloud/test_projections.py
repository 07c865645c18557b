import numpy as np
import pytest

from kseg_core import color_histogram
from kseg_core.cloud.projections import (
    BINS,
    SIDE,
    Binned,
    Window,
    binned_projection,
    channel_histograms,
    draw_projection,
    window_around,
)
from kseg_core.cloud.shapes import CLOUD_SHAPES, channel_values, coordinates
from tests.core.pictures import BLACK, BLUE, GREEN, RED, WHITE, noise, picture

WHOLE = Window(axes=(0, 1), across=(0.0, 255.0), up=(0.0, 255.0))
SHAPES = pytest.mark.parametrize("shape", CLOUD_SHAPES.values(), ids=str)


@SHAPES
def test_projections_and_histograms_hold_every_pixel(shape):
    histogram = color_histogram(noise(20, 30))
    coords = coordinates(histogram.colors, shape)
    window = window_around(coords, shape, (0, 2))
    for binned in (
        binned_projection(histogram, coords, window),
        *channel_histograms(histogram, coords, shape),
    ):
        assert binned.pixels.sum() == 600
        assert binned.selected_pixels(histogram, np.ones(histogram.n_colors, np.bool_)).tolist() == (
            binned.pixels.tolist()
        )
        none = binned.selected_pixels(histogram, np.zeros(histogram.n_colors, np.bool_))
        assert none.shape == binned.pixels.shape
        assert not none.any()


def test_a_histogram_is_that_of_numpy():
    histogram = color_histogram(noise(20, 30))
    coords = coordinates(histogram.colors, CLOUD_SHAPES["CIELAB"])
    for number, (binned, axis) in enumerate(
        zip(
            channel_histograms(histogram, coords, CLOUD_SHAPES["CIELAB"]),
            CLOUD_SHAPES["CIELAB"].channels,
            strict=True,
        )
    ):
        expected, _ = np.histogram(
            coords[:, number], BINS, (axis.low, axis.high), weights=histogram.counts.astype(float)
        )
        np.testing.assert_array_equal(binned.pixels, expected)


def test_bins_of_bytes_hold_five_levels_each():
    ramp = picture([[(level, 255 - level, 7) for level in range(256)]])
    histogram = color_histogram(ramp)
    red, green, blue = channel_histograms(
        histogram, coordinates(histogram.colors, CLOUD_SHAPES["RGB cube"]), CLOUD_SHAPES["RGB cube"]
    )
    assert red.pixels.tolist() == green.pixels.tolist() == [5] * (BINS - 1) + [6]
    assert blue.pixels[1] == 256
    assert red.colors[:, 0].tolist()[:3] == [2, 7, 12]


def test_bins_have_the_mean_color_of_their_pixels():
    histogram = color_histogram(picture([[BLACK, BLACK, BLACK, (2, 4, 0)]]))
    coords = coordinates(histogram.colors, CLOUD_SHAPES["RGB cube"])
    red, *_ = channel_histograms(histogram, coords, CLOUD_SHAPES["RGB cube"])
    assert red.pixels[0] == 4
    assert red.colors[0].tolist() == [0, 1, 0]


def test_a_projection_shows_colors_where_they_lie():
    colors = [BLACK, RED, GREEN, BLUE, WHITE]
    histogram = color_histogram(picture([colors]))
    shape = CLOUD_SHAPES["CIELAB"]
    coords = coordinates(histogram.colors, shape)
    window = window_around(coords, shape, (1, 0))
    drawn = draw_projection(binned_projection(histogram, coords, window))
    assert drawn.pixels.shape == (SIDE, SIDE, 3)
    for color, (lightness, a, _) in zip(
        colors, coordinates(np.array(colors, np.uint8), shape).tolist(), strict=True
    ):
        column, row = (
            min(SIDE - 1, int((value - low) / (high - low) * SIDE))
            for value, (low, high) in ((a, window.across), (lightness, window.up))
        )
        row = SIDE - 1 - row
        assert drawn.pixels[row, column].tolist() == list(color)
        assert drawn.alpha[row, column] == 255


def test_few_colors_are_drawn_larger_and_many_as_they_are():
    def opaque_cells(size: int) -> tuple[int, int]:
        histogram = color_histogram(noise(size, size))
        coords = coordinates(histogram.colors, CLOUD_SHAPES["RGB cube"])
        projection = binned_projection(histogram, coords, WHOLE)
        return np.count_nonzero(projection.pixels), np.count_nonzero(draw_projection(projection).alpha)

    few, drawn_few = opaque_cells(3)
    assert drawn_few >= 9 * few
    many, drawn_many = opaque_cells(100)
    assert many <= drawn_many < 1.01 * many


def test_a_line_that_no_color_can_lie_on_is_closed():
    pixels = np.ones((SIDE, SIDE))
    pixels[100, :] = pixels[:, 30] = pixels[50, 50] = 0
    pixels[:, 200:] = 0
    colors = np.full((SIDE * SIDE, 3), 7, np.uint8)
    drawn = draw_projection(Binned(bins=np.zeros(1, np.uint16), pixels=pixels.ravel(), colors=colors))
    assert drawn.alpha is not None
    expected = np.zeros((SIDE, SIDE), bool)
    expected[:, :200] = True
    expected[50, 50] = False
    np.testing.assert_array_equal(drawn.alpha[::-1] > 0, expected)


def test_what_is_not_selected_is_faint():
    histogram = color_histogram(picture([[RED, BLUE]]))
    coords = coordinates(histogram.colors, CLOUD_SHAPES["RGB cube"])
    projection = binned_projection(histogram, coords, Window(axes=(0, 2), across=(0, 255), up=(0, 255)))
    only_red = projection.selected_pixels(histogram, histogram.colors[:, 0] == 255)
    drawn = draw_projection(projection, only_red)
    assert drawn.alpha[SIDE - 1, SIDE - 1] == 255
    assert drawn.pixels[SIDE - 1, SIDE - 1].tolist() == list(RED)
    assert 0 < drawn.alpha[0, 0] < 50


def test_hue_is_binned_around_the_circle():
    histogram = color_histogram(picture([[RED, GREEN, BLUE]]))
    coords = coordinates(histogram.colors, CLOUD_SHAPES["HSV cone"])
    hue, saturation, value = channel_histograms(histogram, coords, CLOUD_SHAPES["HSV cone"])
    assert np.flatnonzero(hue.pixels).tolist() == [0, BINS // 3, 2 * BINS // 3]
    assert saturation.pixels[-1] == value.pixels[-1] == 3
    assert channel_values(coords, CLOUD_SHAPES["HSV cone"])[:, 0].max() == pytest.approx(240)


@SHAPES
def test_a_window_holds_every_color_and_stays_on_the_axes(shape):
    for image in (noise(9, 9), picture([[RED]]), picture([[BLACK, WHITE]])):
        coords = coordinates(color_histogram(image).colors, shape)
        window = window_around(coords, shape, (2, 0))
        for number, (low, high) in zip(window.axes, (window.across, window.up), strict=True):
            axis = shape.axes[number]
            assert axis.low <= low <= coords[:, number].min() + 1e-3
            assert coords[:, number].max() - 1e-3 <= high <= axis.high
            assert high > low


def test_a_window_is_near_the_colors():
    coords = coordinates(np.array([[100, 0, 0], [150, 0, 0]], np.uint8), CLOUD_SHAPES["RGB cube"])
    window = window_around(coords, CLOUD_SHAPES["RGB cube"], (0, 1))
    assert window.across == pytest.approx((100 - 2.5 - 7.65, 150 + 2.5 + 7.65))
    # Half as high as wide, about the colors where the axis allows it.
    assert window.up == pytest.approx((0, 35.15))


def test_a_window_is_no_strip():
    coords = coordinates(np.array([[0, 128, 0], [255, 128, 0]], np.uint8), CLOUD_SHAPES["RGB cube"])
    window = window_around(coords, CLOUD_SHAPES["RGB cube"], (0, 1))
    assert window.across == (0, 255)
    assert window.up == pytest.approx((128 - 63.75, 128 + 63.75))
    assert window_around(coords, CLOUD_SHAPES["RGB cube"], (1, 0)).across == window.up

"""The cloud in two dimensions and in one: projections on two axes, histograms of one channel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.shapes import CloudShape, channel_values
from kseg_core.color_spaces import Axis
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage

SIDE = 256
"""Cells along each axis of a projection."""

BINS = 51
"""Bins of a channel histogram: 5 levels each on a scale from 0 to 255."""

_MARGIN, _LEAST_MARGIN = 0.05, 0.03
_NARROWEST = 0.5
_FAINT = 0.45
_UNSELECTED = 0.12
_SPARSE, _VERY_SPARSE = 6000, 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Binned:
    """The colors of a picture, counted in bins.

    Attributes
    ----------
    bins : ndarray of uint16, shape (U,)
        The bin of each color of the histogram.
    pixels : ndarray of float64, shape (B,)
        Pixels in each bin.
    colors : ndarray of uint8, shape (B, 3)
        Mean RGB of these pixels; black if there are none.
    """

    bins: NDArray[np.uint16]
    pixels: NDArray[np.float64]
    colors: NDArray[np.uint8]

    def selected_pixels(self, histogram: ColorHistogram, selected: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Selected pixels in each bin, shape (B,), from the selected colors (U,)."""
        rows = np.flatnonzero(selected)
        weights = histogram.counts[rows].astype(np.float64)
        return np.bincount(self.bins[rows], weights, len(self.pixels)).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The visible part of a projection plane.

    Attributes
    ----------
    axes : tuple of two int
        Numbers of the axes to the right and up.
    across, up : tuple of float
        Lower and upper bound, in units of the axes.
    """

    axes: tuple[int, int]
    across: tuple[float, float]
    up: tuple[float, float]


def window_around(coords: NDArray[np.float32], shape: CloudShape, axes: tuple[int, int]) -> Window:
    """The part of a projection plane that contains the colors (N, 3) of a picture, with a margin.

    If its axis allows it, neither side is shorter than half of the other: a thin strip would leave no room to
    draw a lasso.
    """
    bounds = []
    for number in axes:
        axis, values = shape.axes[number], coords[:, number]
        low, high = float(values.min()), float(values.max())
        margin = _MARGIN * (high - low) + _LEAST_MARGIN * (axis.high - axis.low)
        bounds.append((max(axis.low, low - margin), min(axis.high, high + margin)))
    least = _NARROWEST * max(high - low for low, high in bounds)
    across, up = (
        _widened(side, least, shape.axes[number]) for number, side in zip(axes, bounds, strict=True)
    )
    return Window(axes=axes, across=across, up=up)


def binned_projection(histogram: ColorHistogram, coords: NDArray[np.float32], window: Window) -> Binned:
    """Colors counted in the `SIDE` by `SIDE` cells of a projection, row by row from its lower left.

    Colors are given by their `coordinates` (U, 3). Those outside the window are counted at its border.
    """
    right, above = window.axes
    across, up = _bin(coords[:, right], window.across, SIDE), _bin(coords[:, above], window.up, SIDE)
    return _binned(histogram, up * np.int32(SIDE) + across, SIDE * SIDE)


def channel_histograms(
    histogram: ColorHistogram, coords: NDArray[np.float32], shape: CloudShape
) -> tuple[Binned, Binned, Binned]:
    """Colors counted in the `BINS` bins of each channel of the shape."""
    values = channel_values(coords, shape)
    first, second, third = (
        _binned(histogram, _bin(values[:, number], (axis.low, axis.high), BINS), BINS)
        for number, axis in enumerate(shape.channels)
    )
    return first, second, third


def draw_projection(projection: Binned, selected_pixels: NDArray[np.float64] | None = None) -> RgbImage:
    """A projection as a transparent picture of mean colors, more opaque where there are more pixels.

    Parameters
    ----------
    projection : Binned
        From `binned_projection`.
    selected_pixels : ndarray of float64, shape (B,), optional
        Selected pixels in each cell; cells without any are drawn faint.

    Returns
    -------
    RgbImage
        `SIDE` by `SIDE`; cells without a color are transparent. Gaps one cell wide are filled, because in
        some shapes no 8-bit color lies there. If there are few colors, each also fills a few empty cells
        around it, so that it can be seen.
    """
    density = np.log1p(projection.pixels)
    opacity = np.where(density > 0.0, _FAINT + (1.0 - _FAINT) * density / density.max(), 0.0)
    if selected_pixels is not None:
        share = selected_pixels / np.maximum(projection.pixels, 1.0)
        opacity *= _UNSELECTED + (1.0 - _UNSELECTED) * share
    rgba = np.empty((SIDE, SIDE, 4), dtype=np.uint8)
    rgba[..., :3] = projection.colors.reshape(SIDE, SIDE, 3)
    rgba[..., 3] = np.ceil(255.0 * opacity).reshape(SIDE, SIDE)
    occupied = np.count_nonzero(projection.pixels)
    _fill_gaps(rgba)
    for _ in range((occupied < _SPARSE) + 2 * (occupied < _VERY_SPARSE)):
        _dilate(rgba)
    flipped = rgba[::-1]
    return RgbImage(pixels=flipped[..., :3].copy(), alpha=flipped[..., 3].copy(), digest="projection")


def _widened(bounds: tuple[float, float], least: float, axis: Axis) -> tuple[float, float]:
    """Bounds about the same middle that are at least `least` apart, but within the axis."""
    low, high = bounds
    length = min(least, axis.high - axis.low)
    if high - low >= length:
        return bounds
    start = min(max(axis.low, (low + high - length) / 2), axis.high - length)
    return start, min(axis.high, start + length)


def _bin(values: NDArray[np.float32], bounds: tuple[float, float], count: int) -> NDArray[np.int32]:
    low, high = bounds
    steps = (values - np.float32(low)) * np.float32(count / (high - low))
    return steps.astype(np.int32).clip(0, count - 1)


def _binned(histogram: ColorHistogram, bins: NDArray[np.int32], count: int) -> Binned:
    weights = histogram.counts.astype(np.float64)
    pixels = np.bincount(bins, weights, count).astype(np.float64, copy=False)
    sums = [np.bincount(bins, weights * channel, count) for channel in histogram.colors.T]
    means = np.stack(sums, axis=1) / np.maximum(pixels, 1.0)[:, None]
    return Binned(bins=bins.astype(np.uint16), pixels=pixels, colors=np.rint(means).astype(np.uint8))


def _fill_gaps(rgba: NDArray[np.uint8]) -> None:
    """Fill gaps one cell wide between two rows or columns with the fainter of the two cells beside them."""
    for cells in (rgba, rgba.transpose(1, 0, 2)):
        above, middle, below = cells[:-2], cells[1:-1], cells[2:]
        fainter = np.where(above[..., 3:] < below[..., 3:], above, below)
        gap = (middle[..., 3] == 0) & (fainter[..., 3] > 0)
        padded = np.pad(gap, ((0, 0), (1, 1)))
        line = gap & (padded[:, :-2] | padded[:, 2:])
        middle[line] = fainter[line]


def _dilate(rgba: NDArray[np.uint8]) -> None:
    """Fill every empty cell with the most opaque of its four neighbors."""
    before = np.pad(rgba, ((1, 1), (1, 1), (0, 0)))
    for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
        neighbor = before[rows : rows + SIDE, columns : columns + SIDE]
        is_filled = (before[1:-1, 1:-1, 3] == 0) & (neighbor[..., 3] > rgba[..., 3])
        rgba[is_filled] = neighbor[is_filled]

"""The cloud seen flat: projections on two axes, and histograms of one channel."""

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
"""Of a channel: whole levels a bin on a scale from 0 to 255."""

_MARGIN, _LEAST_MARGIN = 0.05, 0.03
_NARROWEST = 0.5
_FAINT = 0.45
_UNSELECTED = 0.12
_SPARSE, _VERY_SPARSE = 6000, 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Binned:
    """The colors of a picture sorted into bins.

    Attributes
    ----------
    bins : ndarray of uint16, shape (U,)
        Bin of each color of the histogram.
    pixels : ndarray of float64, shape (B,)
        Pixels in each bin.
    colors : ndarray of uint8, shape (B, 3)
        Mean RGB of these pixels; black where there are none.
    """

    bins: NDArray[np.uint16]
    pixels: NDArray[np.float64]
    colors: NDArray[np.uint8]

    def selected_pixels(self, histogram: ColorHistogram, selected: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Selected pixels in each bin, shape (B,), for colors selected (U,)."""
        rows = np.flatnonzero(selected)
        weights = histogram.counts[rows].astype(np.float64)
        return np.bincount(self.bins[rows], weights, len(self.pixels)).astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The part of a plane that is seen.

    Attributes
    ----------
    axes : tuple of two int
        Numbers of the axes to the right and up.
    across, up : tuple of float
        From where to where, in units of the axes.
    """

    axes: tuple[int, int]
    across: tuple[float, float]
    up: tuple[float, float]


def window_around(coords: NDArray[np.float32], shape: CloudShape, axes: tuple[int, int]) -> Window:
    """The part of a plane where the colors (N, 3) of a picture lie, with a margin around them.

    Neither side is shorter than half of the other unless its axis is: colors on a line would leave a strip
    too thin to draw a lasso in.
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
    """Colors sorted into the `SIDE` by `SIDE` cells of a projection, row by row from its lower left.

    They are given by their `coordinates` (U, 3); those outside of the window are counted at its border.
    """
    right, above = window.axes
    across, up = _bin(coords[:, right], window.across, SIDE), _bin(coords[:, above], window.up, SIDE)
    return _binned(histogram, up * np.int32(SIDE) + across, SIDE * SIDE)


def channel_histograms(
    histogram: ColorHistogram, coords: NDArray[np.float32], shape: CloudShape
) -> tuple[Binned, Binned, Binned]:
    """Colors sorted into the `BINS` bins of each channel of the shape."""
    values = channel_values(coords, shape)
    first, second, third = (
        _binned(histogram, _bin(values[:, number], (axis.low, axis.high), BINS), BINS)
        for number, axis in enumerate(shape.channels)
    )
    return first, second, third


def draw_projection(projection: Binned, selected_pixels: NDArray[np.float64] | None = None) -> RgbImage:
    """A projection as a picture on nothing: mean colors, the more opaque the more pixels.

    Parameters
    ----------
    projection : Binned
        From `binned_projection`.
    selected_pixels : ndarray of float64, shape (B,), optional
        Selected pixels in each cell; cells without any are shown faint.

    Returns
    -------
    RgbImage
        `SIDE` by `SIDE`; cells without a color are transparent, but for lines one cell wide between
        others: in some shapes no color of 8 bits lies there. Where colors are few, each takes a few
        cells around it that are empty, so that it can be seen.
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
    _close(rgba)
    for _ in range((occupied < _SPARSE) + 2 * (occupied < _VERY_SPARSE)):
        _grow(rgba)
    flipped = rgba[::-1]
    return RgbImage(pixels=flipped[..., :3].copy(), alpha=flipped[..., 3].copy(), digest="projection")


def _widened(bounds: tuple[float, float], least: float, axis: Axis) -> tuple[float, float]:
    """Bounds at least so far apart about the same middle, but within the axis."""
    low, high = bounds
    wanted = min(least, axis.high - axis.low)
    if high - low >= wanted:
        return bounds
    start = min(max(axis.low, (low + high - wanted) / 2), axis.high - wanted)
    return start, min(axis.high, start + wanted)


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


def _close(rgba: NDArray[np.uint8]) -> None:
    """Let lines of empty cells between two rows or two columns that are not look like the fainter side."""
    for cells in (rgba, rgba.transpose(1, 0, 2)):
        above, here, below = cells[:-2], cells[1:-1], cells[2:]
        fainter = np.where(above[..., 3:] < below[..., 3:], above, below)
        gap = (here[..., 3] == 0) & (fainter[..., 3] > 0)
        beside = np.pad(gap, ((0, 0), (1, 1)))
        line = gap & (beside[:, :-2] | beside[:, 2:])
        here[line] = fainter[line]


def _grow(rgba: NDArray[np.uint8]) -> None:
    """Let every empty cell look like the most opaque of the four beside it."""
    before = np.pad(rgba, ((1, 1), (1, 1), (0, 0)))
    for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
        beside = before[rows : rows + SIDE, columns : columns + SIDE]
        taken = (before[1:-1, 1:-1, 3] == 0) & (beside[..., 3] > rgba[..., 3])
        rgba[taken] = beside[taken]

"""Which colors are selected: by ranges of three channels and by an outline in a projection."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.points import ColorCloud
from kseg_core.cloud.shapes import CloudShape, axes_of, channel_values, channels_of
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram

CORNERS_MAX = 64
"""Corners of an outline; a longer one is thinned."""

_GRID = 1000
_PAIRS = tuple(permutations(range(3), 2))
_Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """A range of each of the `channels_of` a shape; bounds belong to it.

    Attributes
    ----------
    low, high : tuple of three float
    around : bool
        The first range goes from its upper bound through the end of the scale to its lower bound.
        For hue, where 360 degrees are 0.

    Raises
    ------
    SettingsError
        If a lower bound lies above its upper one.
    """

    low: _Triple
    high: _Triple
    around: bool = False

    def __post_init__(self) -> None:
        if not all(low <= high for low, high in zip(self.low, self.high, strict=True)):
            raise SettingsError("The lower end of a range must not lie above its upper end.")

    def is_whole(self, shape: CloudShape) -> bool:
        """Whether every color is within."""
        axes = channels_of(shape)
        return not self.around and all(
            low <= axis.low and axis.high <= high
            for axis, low, high in zip(axes, self.low, self.high, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A closed line in a projection of a shape on two of its axes.

    Attributes
    ----------
    axes : tuple of two int
        Numbers of the axes to the right and up, two of 0, 1 and 2.
    corners : tuple of (float, float)
        In units of the axes, 3 to `CORNERS_MAX`. The line may cross itself: a color is selected where
        a ray from it crosses the line an odd number of times.

    Raises
    ------
    SettingsError
        If the axes are others or there are too few or too many corners.
    """

    axes: tuple[int, int]
    corners: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if self.axes not in _PAIRS:
            raise SettingsError("An outline lies on two of the three axes.")
        if not 3 <= len(self.corners) <= CORNERS_MAX:
            raise SettingsError(f"An outline has 3 to {CORNERS_MAX} corners.")


def select(
    coords: NDArray[np.float32], shape: CloudShape, ranges: Ranges | None, outline: Outline | None
) -> NDArray[np.bool_]:
    """Colors that lie in all ranges and inside the outline.

    Parameters
    ----------
    coords : ndarray of float32, shape (N, 3)
        `coordinates` of the colors.
    shape : CloudShape
    ranges : Ranges, optional
    outline : Outline, optional

    Returns
    -------
    ndarray of bool, shape (N,)
    """
    selected = np.ones(len(coords), dtype=np.bool_)
    if ranges is not None and not ranges.is_whole(shape):
        for number, values in enumerate(channel_values(coords, shape).T):
            if number == 0 and ranges.around:
                selected &= (values <= ranges.low[0]) | (values >= ranges.high[0])
            else:
                selected &= (values >= ranges.low[number]) & (values <= ranges.high[number])
    if outline is not None:
        rows = np.flatnonzero(selected)
        selected[rows] = inside_polygon(coords[rows][:, outline.axes], outline.corners)
    return selected


def inside_polygon(points: NDArray[np.floating], corners: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Which points lie inside a polygon, by the even-odd rule.

    Parameters
    ----------
    points : ndarray of float, shape (N, 2)
    corners : sequence of (x, y)
        The last is joined to the first.

    Returns
    -------
    ndarray of bool, shape (N,)

    Notes
    -----
    Points are sorted by height, so that every side of the polygon looks only at the points between its
    ends.
    """
    bounds = np.asarray(corners, dtype=np.float64)
    near = np.flatnonzero(((points >= bounds.min(axis=0)) & (points <= bounds.max(axis=0))).all(axis=1))
    x, y = points[near].astype(np.float64).T
    order = np.argsort(y, kind="stable")
    x, y = x[order], y[order]
    is_inside = np.zeros(len(near), dtype=np.bool_)
    for one, other in zip(bounds, np.roll(bounds, -1, axis=0), strict=True):
        (left, low), (right, high) = sorted((one, other), key=lambda corner: float(corner[1]))
        first, last = np.searchsorted(y, (low, high))
        if first < last:
            crossing = left + (y[first:last] - low) * ((right - left) / (high - low))
            is_inside[first:last] ^= x[first:last] < crossing
    inside = np.zeros(len(points), dtype=np.bool_)
    inside[near[order]] = is_inside
    return inside


def selected_points(
    cloud: ColorCloud, histogram: ColorHistogram, selected: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Points of which at least half of the pixels are selected, shape (N,).

    Parameters
    ----------
    cloud : ColorCloud
    histogram : ColorHistogram
    selected : ndarray of bool, shape (U,)
        For each color of the histogram.
    """
    rows = np.flatnonzero(selected & (cloud.point_of_color >= 0))
    held = np.bincount(cloud.point_of_color[rows], histogram.counts[rows], cloud.n_points)
    return (2 * held >= cloud.counts) & (held > 0)


def outline_of(shape: CloudShape, axes: tuple[int, int], corners: Sequence[tuple[float, float]]) -> Outline:
    """An outline as a mouse draws it, thinned so that it fits into an address.

    Corners are moved to a grid of 1,000 steps an axis; of those too close together to be told apart, or
    too many, some are left out.

    Raises
    ------
    SettingsError
        If fewer than three corners remain.
    """
    lows, widths = _grid(shape, axes)
    steps = np.rint((np.asarray(corners, dtype=np.float64).reshape(-1, 2) - lows) / widths * _GRID)
    steps = steps.clip(-_GRID, 2 * _GRID)
    kept = steps[[True, *(steps[1:] != steps[:-1]).any(axis=1)]] if len(steps) else steps
    if len(kept) > CORNERS_MAX:
        kept = kept[np.linspace(0, len(kept), CORNERS_MAX, endpoint=False).astype(np.intp)]
    placed = lows + kept / _GRID * widths
    return Outline(axes=axes, corners=tuple((float(x), float(y)) for x, y in placed))


def outline_text(outline: Outline, shape: CloudShape) -> str:
    """An outline in letters that an address can hold."""
    lows, widths = _grid(shape, outline.axes)
    steps = np.rint((np.array(outline.corners) - lows) / widths * _GRID).astype(int)
    return "_".join(["".join(map(str, outline.axes)), *(f"{x}.{y}" for x, y in steps.tolist())])


def outline_from_text(text: str, shape: CloudShape) -> Outline | None:
    """The outline that `outline_text` wrote, or None if the text is no such thing."""
    head, *places = text.split("_")
    axes = next((pair for pair in _PAIRS if head == "".join(map(str, pair))), None)
    if axes is None or not 3 <= len(places) <= CORNERS_MAX:
        return None
    lows, widths = _grid(shape, axes)
    corners = []
    for place in places:
        steps = place.split(".")
        if len(steps) != 2 or not all(_is_step(step) for step in steps):
            return None
        x, y = lows + np.array(steps, dtype=np.float64) / _GRID * widths
        corners.append((float(x), float(y)))
    return Outline(axes=axes, corners=tuple(corners))


def _is_step(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= 4 and -_GRID <= int(text) <= 2 * _GRID


def _grid(shape: CloudShape, axes: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    both = [axes_of(shape)[number] for number in axes]
    return np.array([axis.low for axis in both]), np.array([axis.high - axis.low for axis in both])

"""A line drawn around colors in a projection of the cloud."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.shapes import CloudShape
from kseg_core.errors import SettingsError

CORNERS_MAX = 64
"""Corners of an outline at most; a longer one is thinned."""

_GRID_STEPS = 1000
"""Steps per axis of the grid that corners are rounded to."""

_PAIRS = tuple(permutations(range(3), 2))
_TEXT = re.compile(
    r"(?P<shape>[^~]+)~(?P<right>[0-2])(?!(?P=right))(?P<up>[0-2])"
    rf"(?P<places>(~-?[0-9]{{1,4}}\.-?[0-9]{{1,4}}){{3,{CORNERS_MAX}}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A closed line in a projection of a shape on two of its axes.

    Attributes
    ----------
    axes : tuple of two int
        Numbers of the axes to the right and up, two of 0, 1 and 2.
    corners : tuple of (float, float)
        In units of the axes, 3 to `CORNERS_MAX`. The line may cross itself: the even-odd rule decides what
        is inside.

    Raises
    ------
    SettingsError
        If the axes are invalid or there are too few or too many corners.
    """

    axes: tuple[int, int]
    corners: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if self.axes not in _PAIRS:
            raise SettingsError("An outline lies on two of the three axes.")
        if not 3 <= len(self.corners) <= CORNERS_MAX:
            raise SettingsError(f"An outline has 3 to {CORNERS_MAX} corners.")


# Exported scripts carry the source of the next function, so it may use only NumPy.


def inside_polygon(points: np.ndarray, corners: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Which points lie inside a polygon, by the even-odd rule.

    Parameters
    ----------
    points : ndarray of float, shape (N, 2)
    corners : tuple of (x, y)
        The last is joined to the first.

    Returns
    -------
    ndarray of bool, shape (N,)

    Notes
    -----
    Points are sorted into thin rows, so that every side of the polygon is compared only with points in the
    rows that it crosses.
    """
    bounds = np.asarray(corners, dtype=np.float64)
    (_, bottom), (_, top) = bounds.min(axis=0), bounds.max(axis=0)
    if top <= bottom:
        return np.zeros(len(points), dtype=np.bool_)
    near = np.flatnonzero(((points >= bounds.min(axis=0)) & (points <= bounds.max(axis=0))).all(axis=1))
    x, y = points[near].astype(np.float64).T
    # NumPy sorts integers of 16 bits much faster than others.
    scale = 65535 / (top - bottom)
    rows = ((y - bottom) * scale).astype(np.uint16)
    order = np.argsort(rows, kind="stable")
    x, y, rows = x[order], y[order], rows[order]
    is_inside = np.zeros(len(near), dtype=np.bool_)
    for start, end in zip(bounds, np.roll(bounds, -1, axis=0), strict=True):
        (left, low), (right, high) = sorted((start, end), key=lambda corner: float(corner[1]))
        if low < high:
            ends = ((np.array([low, high]) - bottom) * scale).astype(np.uint16)
            part = slice(np.searchsorted(rows, ends[0]), np.searchsorted(rows, ends[1], side="right"))
            height = y[part]
            is_left = x[part] < left + (height - low) * ((right - left) / (high - low))
            is_inside[part] ^= is_left & (height >= low) & (height < high)
    inside = np.zeros(len(points), dtype=np.bool_)
    inside[near[order]] = is_inside
    return inside


def outline_of(shape: CloudShape, axes: tuple[int, int], corners: Sequence[tuple[float, float]]) -> Outline:
    """An outline drawn by mouse, thinned so that it fits into a URL.

    Corners are rounded to a grid of 1,000 steps per axis. Repeated corners are left out, and of more than
    `CORNERS_MAX` evenly spaced ones remain.

    Raises
    ------
    SettingsError
        If fewer than three corners remain.
    """
    lows, widths = _lows_and_widths(shape, axes)
    steps = np.rint((np.asarray(corners, dtype=np.float64).reshape(-1, 2) - lows) / widths * _GRID_STEPS)
    steps = steps.clip(-_GRID_STEPS, 2 * _GRID_STEPS)
    thinned = steps[[True, *(steps[1:] != steps[:-1]).any(axis=1)]] if len(steps) else steps
    if len(thinned) > CORNERS_MAX:
        thinned = thinned[np.linspace(0, len(thinned), CORNERS_MAX, endpoint=False).astype(np.intp)]
    return _on_grid(thinned, shape, axes)


def outline_text(outline: Outline, shape: CloudShape) -> str:
    """An outline as a text for URLs."""
    lows, widths = _lows_and_widths(shape, outline.axes)
    steps = np.rint((np.array(outline.corners) - lows) / widths * _GRID_STEPS).astype(int)
    axes = "".join(map(str, outline.axes))
    return "~".join([shape.name, axes, *(f"{x}.{y}" for x, y in steps.tolist())])


def outline_from_text(text: str, shape: CloudShape) -> Outline | None:
    """The outline that `outline_text` wrote for this shape; None for any other text."""
    match = _TEXT.fullmatch(text)
    if match is None or match["shape"] != shape.name:
        return None
    steps = np.array([place.split(".") for place in match["places"][1:].split("~")], dtype=np.float64)
    if (steps < -_GRID_STEPS).any() or (steps > 2 * _GRID_STEPS).any():
        return None
    return _on_grid(steps, shape, (int(match["right"]), int(match["up"])))


def _on_grid(steps: NDArray[np.float64], shape: CloudShape, axes: tuple[int, int]) -> Outline:
    lows, widths = _lows_and_widths(shape, axes)
    corners = (lows + steps / _GRID_STEPS * widths).tolist()
    return Outline(axes=axes, corners=tuple((x, y) for x, y in corners))


def _lows_and_widths(
    shape: CloudShape, axes: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    chosen = [shape.axes[number] for number in axes]
    return np.array([axis.low for axis in chosen]), np.array([axis.high - axis.low for axis in chosen])

"""How near colors lie to the ends of a selection."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.outline import Outline
from kseg_core.cloud.selection import ColorSelection, select
from kseg_core.cloud.shapes import channel_values

_TURN = 360.0
_LEAST = 1e-6
_BLOCK = 1 << 15


def relative_depth(coords: NDArray[np.float32], selection: ColorSelection) -> NDArray[np.float32]:
    """Where each color lies between the middle of a selection and its ends.

    Parameters
    ----------
    coords : ndarray of float32, shape (N, 3)
        `kseg_core.cloud.shapes.coordinates` in the selection's shape.
    selection : ColorSelection

    Returns
    -------
    ndarray of float32, shape (N,)
        0 in the middle of all ranges, 1 at an end, 2 as far outside an end as the middle is inside it. At
        most 1 for colors that are selected, above 1 for others.

    Notes
    -----
    Of several ranges the one counts that a color is least inside. An end of a range at the end of its scale
    is none: nothing lies behind it. The middle of a range with such an end is the mean of the colors in it,
    because the scale goes far beyond them. The distance from an outline is in half-widths of its bounding
    box.
    """
    depth = np.zeros(len(coords), np.float32)
    ranges, shape = selection.ranges, selection.shape
    if ranges is not None and not ranges.covers(shape):
        for number, (values, axis) in enumerate(
            zip(channel_values(coords, shape).T, shape.channels, strict=True)
        ):
            low, high = ranges.low[number], ranges.high[number]
            if number == 0 and shape.is_round:
                if high - low < axis.high - axis.low or ranges.around:
                    depth = np.maximum(depth, _around_depth(values, low, high, ranges.around))
                continue
            middle = (low + high) / 2
            if low == axis.low or high == axis.high:
                inside = values[(values >= low) & (values <= high)]
                middle = float(inside.mean(dtype=np.float64)) if len(inside) else middle
            if low > axis.low:
                depth = np.maximum(depth, (middle - values) / np.float32(max(middle - low, _LEAST)))
            if high < axis.high:
                depth = np.maximum(depth, (values - middle) / np.float32(max(high - middle, _LEAST)))
    if selection.outline is not None:
        depth = np.maximum(depth, _outline_depth(coords, selection, selection.outline))
    above_one = np.nextafter(np.float32(1), np.float32(2))
    return np.where(select(coords, selection), np.minimum(depth, 1), np.maximum(depth, above_one))


def _around_depth(hues: NDArray[np.float32], low: float, high: float, is_around: bool) -> NDArray[np.float32]:
    """The same for a range on the circle of hues."""
    half, middle = (high - low) / 2, (high + low) / 2
    if is_around:
        half, middle = _TURN / 2 - half, middle + _TURN / 2
    apart = np.abs((hues - np.float32(middle) + 540) % np.float32(_TURN) - 180)
    return apart / np.float32(max(half, _LEAST))


def _outline_depth(
    coords: NDArray[np.float32], selection: ColorSelection, outline: Outline
) -> NDArray[np.float32]:
    corners = np.array(outline.corners, np.float32)
    half = np.maximum(np.ptp(corners, axis=0) / 2, np.float32(_LEAST))
    corners = corners / half
    depth = np.empty(len(coords), np.float32)
    for start in range(0, len(coords), _BLOCK):
        block = coords[start : start + _BLOCK]
        points = block[:, outline.axes] / half
        apart = np.full(len(points), np.inf, np.float32)
        for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            side, from_a = b - a, points - a
            along = np.clip(from_a @ side / max(float(side @ side), _LEAST), 0, 1)
            np.minimum(apart, np.hypot(*(from_a - along[:, None] * side).T), out=apart)
        only_outline = ColorSelection(shape=selection.shape, outline=outline)
        depth[start : start + _BLOCK] = np.where(
            select(block, only_outline), np.maximum(1 - apart, 0), 1 + apart
        )
    return depth

"""Objects outlined and numbered, to lay over a picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.encoding.resizing import fitted_size
from kseg_core.image import NO_LABEL, Box, Rgb

LINE: Rgb = (255, 255, 255)
HALO: Rgb = (0, 0, 0)
CHOSEN: Rgb = (255, 214, 0)

_LINE, _HALO, _CHOSEN = range(3)
_COLORS = np.array([LINE, HALO, CHOSEN], np.uint8)
_THICK = np.ones((3, 3), np.uint8)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_TEXT_LEAST, _TEXT_MOST = 0.4, 0.5 / 700
"""Size of the font at least, and at most for each pixel of the longer side of the result."""
_LEAST_REDUCED = 40
"""Pixels of a reduced object from which it is outlined; lines around a smaller one would cover it."""


def object_outlines(
    numbers: NDArray[np.int32],
    ids: NDArray[np.int32],
    *,
    chosen: NDArray[np.bool_] | None = None,
    box: Box | None = None,
    max_side: int | None = None,
) -> NDArray[np.uint8]:
    """Lines around objects as a map of 0 (lines), 1 (dark halo) and 2 (chosen ones), `NO_LABEL` elsewhere.

    Parameters
    ----------
    numbers : ndarray of int32, shape (H, W)
        The object of each pixel; 0 = in none.
    ids : ndarray of int32, shape (N,)
        The objects to outline, ascending.
    chosen : ndarray of bool, shape (N,), optional
        Objects in another color.
    box : Box, optional
        The part of the picture to show; None = all of it.
    max_side : int, optional
        Longest side of the result; a larger map is first reduced by nearest neighbor, and objects that are
        then only dots are outlined if they are chosen.

    Returns
    -------
    ndarray of uint8, shape (h, w)
    """
    height, width = numbers.shape
    box = box or Box(left=0, top=0, right=width, bottom=height)
    size = fitted_size(box.width, box.height, max_side or max(box.width, box.height))
    part = numbers[box.rows, box.columns]
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_NEAREST_EXACT))
    last = int(small.max(initial=0))
    row_of = np.full(last + 1, -1, np.int32)
    there = ids[ids <= last]
    row_of[there] = np.arange(len(there))
    if small.shape != part.shape:
        is_dot = np.bincount(small.ravel(), minlength=last + 1)[there] < _LEAST_REDUCED
        if chosen is not None:
            is_dot &= ~chosen[: len(there)]
        row_of[there[is_dot]] = -1
    rows = row_of[small]
    # What lies beyond a side of the box is unknown, and as what lies at it; beyond the picture is nothing.
    around = np.pad(rows, 1, mode="edge")
    for is_border, beyond in (
        (box.top == 0, np.s_[0]),
        (box.bottom == height, np.s_[-1]),
        (box.left == 0, np.s_[:, 0]),
        (box.right == width, np.s_[:, -1]),
    ):
        if is_border:
            around[beyond] = -1
    edge = np.zeros(rows.shape, np.bool_)
    for beside in (around[:-2, 1:-1], around[2:, 1:-1], around[1:-1, :-2], around[1:-1, 2:]):
        edge |= beside != rows
    edge &= rows >= 0
    drawn = np.full(rows.shape, NO_LABEL, np.uint8)
    drawn[cv2.dilate(edge.view(np.uint8), _THICK) > 0] = _HALO
    drawn[edge] = _LINE
    if chosen is not None and chosen.any():
        line = edge & chosen[rows]
        drawn[cv2.dilate(line.view(np.uint8), _THICK) > 0] = _CHOSEN
    return drawn


def numbered_outlines(
    numbers: NDArray[np.int32],
    ids: NDArray[np.int32],
    places: NDArray[np.float64],
    areas: NDArray[np.int64],
    *,
    max_side: int | None = None,
) -> NDArray[np.uint8]:
    """The map of `object_outlines` with the number of each object: the first is 1.

    Where numbers would cover each other, that of the largest object is written.

    Parameters
    ----------
    numbers, ids, max_side
        As for `object_outlines`.
    places : ndarray of float64, shape (N, 2)
        Where each number stands: x and y.
    areas : ndarray of int64, shape (N,)
    """
    drawn = object_outlines(numbers, ids, max_side=max_side)
    places = (places + 0.5) * (drawn.shape[1] / numbers.shape[1])
    _write_numbers(drawn, places, np.argsort(-areas, kind="stable"))
    return drawn


def encode_outlined(drawn: NDArray[np.uint8]) -> Encoded:
    """The map of `object_outlines` as a PNG, transparent where nothing is drawn."""
    return encode_label_map(drawn, _COLORS)


def paint_over(pixels: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy of a picture (H, W, 3) with the map of `object_outlines` over it."""
    painted = pixels.copy()
    there = drawn != NO_LABEL
    painted[there] = _COLORS[drawn[there]]
    return painted


def _write_numbers(drawn: NDArray[np.uint8], places: NDArray[np.float64], order: NDArray[np.intp]) -> None:
    room = 0.6 * np.sqrt(drawn.size / max(1, len(places)))
    (needs, _), _ = cv2.getTextSize(str(len(places)), _FONT, 1.0, 2)
    size = max(_TEXT_LEAST, min(room / needs, max(drawn.shape) * _TEXT_MOST))
    thick = max(1, round(2 * size))
    taken = np.zeros(drawn.shape, np.bool_)
    halo, plain = np.zeros(drawn.shape, np.uint8), np.zeros(drawn.shape, np.uint8)
    # Widths of the digits do not differ in this font.
    (digit, high), _ = cv2.getTextSize("0", _FONT, size, thick)
    for row in order.tolist():
        x, y = places[row]
        text = str(row + 1)
        wide = digit * len(text)
        left, bottom = round(x - wide / 2), round(y + high / 2)
        place = slice(max(0, bottom - high - 2), bottom + 2), slice(max(0, left - 2), left + wide + 2)
        if taken[place].any():
            continue
        taken[place] = True
        for mask, width in ((halo, thick + 3), (plain, thick)):
            cv2.putText(mask, text, (left, bottom), _FONT, size, 255, width)
    for mask, value in ((halo, _HALO), (plain, _LINE)):
        drawn[mask > 127] = value  # OpenCV smooths letters

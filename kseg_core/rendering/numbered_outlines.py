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
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_TEXT_SIZE, _TEXT_PER_SIDE = 0.5, 1 / 1100
"""Size of the font at least, and how it grows with the longer side of the result."""


def numbered_outlines(
    numbers: NDArray[np.int32],
    ids: NDArray[np.int32],
    places: NDArray[np.float64],
    *,
    chosen: NDArray[np.bool_] | None = None,
    box: Box | None = None,
    max_side: int | None = None,
) -> tuple[NDArray[np.uint8], int]:
    """Lines around objects, and their numbers, as a map of 0 (lines), 1 (dark halo), 2 (chosen ones).

    Parameters
    ----------
    numbers : ndarray of int32, shape (H, W)
        The object of each pixel; 0 = in none.
    ids : ndarray of int32, shape (N,)
        The objects to outline, ascending; the first is shown as 1.
    places : ndarray of float64, shape (N, 2)
        Where each number stands: x and y in the whole picture.
    chosen : ndarray of bool, shape (N,), optional
        Objects in another color.
    box : Box, optional
        The part of the picture to show; None = all of it.
    max_side : int, optional
        Longest side of the result; a larger map is first reduced by nearest neighbor.

    Returns
    -------
    map : ndarray of uint8, shape (h, w)
        `NO_LABEL` where nothing is drawn.
    left_out : int
        Objects in sight without a number, because it would cover another.
    """
    box = box or Box(left=0, top=0, right=numbers.shape[1], bottom=numbers.shape[0])
    part = numbers[box.rows, box.columns]
    width, height = fitted_size(box.width, box.height, max_side or max(box.width, box.height))
    small = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_NEAREST_EXACT))
    row_of = np.full(int(numbers.max(initial=0)) + 2, -1, np.int32)
    row_of[ids] = np.arange(len(ids))
    rows = row_of[small]
    edge = _inner_edges(rows)
    drawn = np.full(rows.shape, NO_LABEL, np.uint8)
    around = cv2.dilate(edge.view(np.uint8), np.ones((3, 3), np.uint8)) > 0
    drawn[around] = _HALO
    drawn[edge] = _LINE
    if chosen is not None and chosen.any():
        line = edge & chosen[rows] & (rows >= 0)
        drawn[cv2.dilate(line.view(np.uint8), np.ones((3, 3), np.uint8)) > 0] = _CHOSEN
    return drawn, _write_numbers(drawn, ids, places, chosen, box, width / box.width)


def encode_numbered_outlines(drawn: NDArray[np.uint8]) -> Encoded:
    """The map of `numbered_outlines` as a PNG, transparent where nothing is drawn."""
    return encode_label_map(drawn, np.array([LINE, HALO, CHOSEN], np.uint8))


def paint_over(pixels: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy of a picture (H, W, 3) with the map of `numbered_outlines` over it."""
    colors = np.array([LINE, HALO, CHOSEN], np.uint8)
    painted = pixels.copy()
    there = drawn != NO_LABEL
    painted[there] = colors[drawn[there]]
    return painted


def _inner_edges(rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Pixels of an object beside a pixel of another one or of none, or at the border."""
    padded = np.full((rows.shape[0] + 2, rows.shape[1] + 2), -1, np.int32)
    padded[1:-1, 1:-1] = rows
    edge = np.zeros(rows.shape, np.bool_)
    for dy, dx in ((0, 1), (2, 1), (1, 0), (1, 2)):
        edge |= padded[dy : dy + rows.shape[0], dx : dx + rows.shape[1]] != rows
    return edge & (rows >= 0)


def _write_numbers(
    drawn: NDArray[np.uint8],
    ids: NDArray[np.int32],
    places: NDArray[np.float64],
    chosen: NDArray[np.bool_] | None,
    box: Box,
    scale: float,
) -> int:
    """Write the numbers, chosen ones first, where none would cover another; how many were left out."""
    height, width = drawn.shape
    at = (places - (box.left, box.top) + 0.5) * scale
    seen = np.flatnonzero(((at >= 0) & (at < (width, height))).all(axis=1))
    if chosen is not None:
        seen = seen[np.argsort(~chosen[seen], kind="stable")]
    size = _TEXT_SIZE * max(1.0, max(width, height) * _TEXT_PER_SIDE * 1.6)
    thick = max(1, round(2 * size))
    taken = np.zeros(drawn.shape, np.bool_)
    halo, plain, marked = (np.zeros(drawn.shape, np.uint8) for _ in range(3))
    left_out = 0
    # Widths of the digits do not differ in this font.
    (digit, high), _ = cv2.getTextSize("0", _FONT, size, thick)
    for row in seen.tolist():
        text = str(row + 1)
        wide = digit * len(text)
        left, bottom = round(at[row, 0] - wide / 2), round(at[row, 1] + high / 2)
        place = slice(max(0, bottom - high - 2), bottom + 2), slice(max(0, left - 2), left + wide + 2)
        if taken[place].any():
            left_out += 1
            continue
        taken[place] = True
        is_chosen = chosen is not None and bool(chosen[row])
        for mask, width_of_line in ((halo, thick + 3), (marked if is_chosen else plain, thick)):
            cv2.putText(mask, text, (left, bottom), _FONT, size, 255, width_of_line)
    for mask, value in ((halo, _HALO), (plain, _LINE), (marked, _CHOSEN)):
        drawn[mask > 127] = value  # OpenCV smooths letters
    return left_out

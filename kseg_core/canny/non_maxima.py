"""Canny's third stage: non-maximum suppression, with OpenCV's integers and comparisons."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import row_blocks

TAN_SHIFT = 15
TAN_22_5 = 13573
"""tan 22.5° in fixed point, as OpenCV has it: round(tan(22.5°) * 2**15)."""
NEIGHBORS = (((0, -1), (0, 1)), ((-1, -1), (1, 1)), ((-1, 0), (1, 0)), ((-1, 1), (1, -1)))
"""By sector, the two neighbors (dy, dx) a maximum is compared with. The first must be smaller;
the second too in the diagonal sectors 1 and 3, otherwise it may be equal."""


def suppress_non_maxima(
    gx: NDArray[np.int16], gy: NDArray[np.int16], strength: NDArray[np.int32]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Third stage: `direction` and `maxima` (see `CannyStages`)."""
    height, width = strength.shape
    padded = np.pad(strength, 1)
    direction = np.empty(strength.shape, np.uint8)
    maxima = np.empty(strength.shape, bool)
    for rows in row_blocks(strength.shape):
        first_row, last_row = rows.start, min(rows.stop, height)
        sector = _sector(gx[rows], gy[rows])
        direction[rows] = sector
        here = strength[rows]
        is_maximum = np.zeros(here.shape, bool)
        for index, offsets in enumerate(NEIGHBORS):
            before, after = (
                padded[first_row + 1 + dy : last_row + 1 + dy, 1 + dx : width + 1 + dx] for dy, dx in offsets
            )
            not_below_after = here > after if index % 2 else here >= after
            is_maximum |= (sector == index) & (here > before) & not_below_after
        maxima[rows] = is_maximum
    return direction, maxima


def _sector(gx: NDArray[np.int16], gy: NDArray[np.int16]) -> NDArray[np.uint8]:
    x, y = np.abs(gx.astype(np.int32)), np.abs(gy.astype(np.int32)) << TAN_SHIFT
    tan_22 = x * TAN_22_5
    tan_67 = tan_22 + (x << (TAN_SHIFT + 1))
    diagonal = np.where((gx ^ gy) < 0, np.uint8(3), np.uint8(1))
    return np.where(y < tan_22, np.uint8(0), np.where(y > tan_67, np.uint8(2), diagonal))

"""Partial alpha in an indexed picture: a palette entry for each color and alpha."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL

_ENTRIES = 256
"""Entries of a palette: one stays transparent."""


def color_alpha_pairs(labels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.intp]:
    """The distinct rows (label, alpha) of two maps (H, W), ascending, shape (N, 2)."""
    planes = [np.ascontiguousarray(labels), np.ascontiguousarray(alpha)]
    return np.argwhere(cv2.calcHist(planes, [0, 1], None, [256, 256], [0, 256, 0, 256]))


def alpha_steps(labels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> tuple[int, int] | None:
    """The arguments of `alpha_table` with which labels and alpha (H, W) fit into a palette.

    Returns
    -------
    tuple of int, or None
        The least alpha of a pixel that has a label, and the number of steps for each label; None if every
        pixel can keep its own alpha.
    """
    pairs = color_alpha_pairs(labels, alpha)
    pairs = pairs[pairs[:, 0] != NO_LABEL]
    if len(pairs) < _ENTRIES:
        return None
    return int(pairs[:, 1].min()), (_ENTRIES - 1) // len(np.unique(pairs[:, 0]))


# Exported scripts carry the source of the next function, so it may use only NumPy.


def alpha_table(low: int, steps: int) -> np.ndarray:
    """What alpha 0 to 255 becomes: the nearest of even steps from 255 down to `low`, and 0 below."""
    kept = np.rint(np.linspace(255, low, steps))
    table = kept[np.abs(np.arange(256)[:, None] - kept).argmin(axis=1)].astype(np.uint8)
    table[:low] = 0
    return table


def fitted_alpha(labels: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Alpha (H, W) in steps that fit into a palette; 0 where there is no label."""
    steps = alpha_steps(labels, alpha)
    fitted = alpha.copy() if steps is None else np.asarray(cv2.LUT(alpha, alpha_table(*steps)), np.uint8)
    np.copyto(fitted, np.uint8(0), where=labels == NO_LABEL)
    return fitted

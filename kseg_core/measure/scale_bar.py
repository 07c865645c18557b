"""A bar of a round length in a corner of a picture."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.measure.ruler import Ruler

_WIDEST = 0.25
"""Of the width of the picture."""


def bar_length(ruler: Ruler, width: int) -> float:
    """The longest length of 1, 2 or 5 times a power of ten that fits into a quarter of a width, in units."""
    room = _WIDEST * width * ruler.pixel
    step = 10.0 ** math.floor(math.log10(room))
    return next(factor * step for factor in (5.0, 2.0, 1.0) if factor * step <= room)


def draw_scale_bar(pixels: NDArray[np.uint8], ruler: Ruler) -> NDArray[np.uint8]:
    """A copy of a picture with a scale bar in its lower right corner.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        RGB.
    ruler : Ruler
        Of the picture.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        The bar is white on a dark ground. A picture too small for its text is returned without one.
    """
    height, width = pixels.shape[:2]
    length = bar_length(ruler, width)
    bar, size = round(length / ruler.pixel), max(0.4, min(width, height) / 900)
    text = f"{length:,.10g} {ruler.unit}"
    thickness = max(1, round(1.6 * size))
    (text_width, text_height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, thickness)
    gap = round(12 * size)
    box_width, box_height = max(bar, text_width) + 2 * gap, text_height + below + 4 * gap
    if box_width + gap > width or box_height + gap > height or bar < 1:
        return pixels
    drawn = pixels.copy()
    left, top = width - gap - box_width, height - gap - box_height
    ground = drawn[top : top + box_height, left : left + box_width]
    ground[:] = ground // 4
    middle = left + box_width // 2
    text_at = (middle - text_width // 2, top + gap + text_height)
    cv2.putText(drawn, text, text_at, cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), thickness, cv2.LINE_AA)
    bar_top = top + box_height - 2 * gap
    drawn[bar_top : bar_top + gap, middle - bar // 2 : middle - bar // 2 + bar] = 255
    return drawn

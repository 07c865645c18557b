"""Drawings of lines as picture files: edges, and boundaries of segments."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.encoding.resizing import fitted_size
from kseg_core.errors import SettingsError
from kseg_core.image import Rgb

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
LINE_WIDTH_MAX = 9
"""Pixels of a line that is drawn over a picture."""
LINE_COLOR = "#ff3b5c"
"""Of such a line until another color is chosen: few photos have it."""


def encode_edges(
    edges: NDArray[np.uint8],
    *,
    line: Rgb = WHITE,
    ground: Rgb | None = BLACK,
    width: int = 1,
    max_side: int | None = None,
) -> Encoded:
    """An edge map as a PNG of one bit a pixel.

    Parameters
    ----------
    edges : ndarray of uint8, shape (H, W)
        0 where there is no edge, 255 where there is one.
    line, ground : tuple of three int, 0 to 255
        RGB of the edges and of the rest; no `ground` leaves the rest transparent.
    width : int, 1 to LINE_WIDTH_MAX
        Of the lines, in pixels of the result.
    max_side : int, optional
        Longest side of the result; larger maps are reduced by taking the maximum.

    Raises
    ------
    SettingsError
        If the width is out of range.
    """
    if not 1 <= width <= LINE_WIDTH_MAX:
        raise SettingsError(f"The width of a line must lie between 1 and {LINE_WIDTH_MAX} pixels.")
    small = edges if max_side is None else reduce_edges(edges, max_side)
    if width > 1:
        small = np.asarray(
            cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))), np.uint8
        )
    if ground is None:
        outside = np.asarray(cv2.bitwise_not(small), np.uint8)
        return encode_label_map(outside, np.array([line], np.uint8))
    return encode_label_map(small >> np.uint8(7), np.array([ground, line], np.uint8))


def reduce_edges(edges: NDArray[np.uint8], max_side: int) -> NDArray[np.uint8]:
    """An edge map in which a place is 255 if any pixel of it was; its lines do not break.

    Parameters
    ----------
    edges : ndarray of uint8, shape (H, W)
        0 where there is no edge.
    max_side : int
        Longest side of the result; smaller maps are returned as they are.
    """
    height, width = edges.shape
    small_width, small_height = fitted_size(width, height, max_side)
    if (small_height, small_width) == edges.shape:
        return edges
    small = np.zeros((small_height, small_width), np.uint8)
    points = cv2.findNonZero(edges)
    if points is not None:
        x, y = np.asarray(points).reshape(-1, 2).T
        small[y * small_height // height, x * small_width // width] = 255
    return small

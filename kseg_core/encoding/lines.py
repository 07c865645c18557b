"""Line drawings as picture files: edges and the boundaries of segments."""

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
"""Largest width of a line, in pixels."""
LINE_COLOR = "#ff3b5c"
"""Default color of lines over a photo, which few photos contain."""


def encode_edges(
    edges: NDArray[np.uint8],
    *,
    line: Rgb = WHITE,
    background: Rgb | None = BLACK,
    width: int = 1,
    max_side: int | None = None,
) -> Encoded:
    """An edge map as a PNG of one bit a pixel.

    Parameters
    ----------
    edges : ndarray of uint8, shape (H, W)
        0 where there is no edge, 255 where there is one.
    line, background : tuple of three int, 0 to 255
        RGB of the edges and of the rest. Without a background the rest is transparent.
    width : int, 1 to LINE_WIDTH_MAX
        Width of the lines, in pixels of the result.
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
    if background is None:
        labels = np.asarray(cv2.bitwise_not(small), np.uint8)  # 0 on lines, NO_LABEL elsewhere
        return encode_label_map(labels, np.array([line], np.uint8))
    return encode_label_map(small >> np.uint8(7), np.array([background, line], np.uint8))


def reduce_edges(edges: NDArray[np.uint8], max_side: int) -> NDArray[np.uint8]:
    """A smaller edge map. A pixel of it is 255 if any pixel that it stands for is, so no line breaks.

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

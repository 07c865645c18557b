"""Edge maps as picture files, and what they are drawn over."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.stage_pictures import reduce_edges
from kseg_core.errors import SettingsError
from kseg_core.export import Encoded, encode_label_map
from kseg_core.regions import segment_boundaries
from kseg_core.segmentation import Rgb

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
OVERLAP: tuple[Rgb, ...] = ((14, 14, 14), (255, 176, 92), (17, 138, 128), (255, 255, 255))
"""Nothing, an edge, a boundary, both in one place; told apart by lightness, too."""
LINE_WIDTH_MAX = 9
"""Pixels of a line that is drawn over a picture."""


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


def encode_overlap(labels: NDArray[np.uint8], edges: NDArray[np.uint8], *, max_side: int) -> Encoded:
    """Boundaries of segments over edges: each in its own color of `OVERLAP`, a third where both are.

    Parameters
    ----------
    labels, edges : ndarray of uint8, shape (H, W)
    max_side : int
        Longest side of the result; larger maps are reduced by taking the maximum.
    """
    boundaries = reduce_edges(segment_boundaries(labels).view(np.uint8) * np.uint8(255), max_side)
    classes = (boundaries >> np.uint8(7)) * np.uint8(2) + (reduce_edges(edges, max_side) >> np.uint8(7))
    return encode_label_map(classes, np.array(OVERLAP, np.uint8))

"""Edge maps as picture files, and what they are drawn over."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.lines import reduce_edges
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.image import Rgb
from kseg_core.rendering.boundaries import segment_boundaries

OVERLAP: tuple[Rgb, ...] = ((14, 14, 14), (255, 176, 92), (17, 138, 128), (255, 255, 255))
"""Nothing, an edge, a boundary, both in one place; told apart by lightness, too."""


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

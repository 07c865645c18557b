"""How well segment boundaries and an edge map agree, in numbers and as a picture."""

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.lines import reduce_edges
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.errors import SettingsError
from kseg_core.image import Rgb
from kseg_core.rendering.boundaries import segment_boundaries

TOLERANCE_MAX = 100
"""Pixels."""
TOLERANCE_PERCENT_MAX = 1.0
"""Percent of the diagonal."""
OVERLAP: tuple[Rgb, ...] = ((14, 14, 14), (255, 176, 92), (17, 138, 128), (255, 255, 255))
"""Colors of neither, an edge, a boundary, and both. They differ in lightness, too."""
_DISC_MAX = 10
"""Tolerance up to which one dilation by a disc is faster than `_near_by_rows`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How well segment boundaries and edges agree.

    Attributes
    ----------
    boundaries_on_edges, edges_on_boundaries : float, 0 … 1, or None
        Share of the boundary pixels that have an edge within the tolerance, and of the edge pixels that
        have a boundary within it; None if there are no such pixels.
    boundary_pixels, edge_pixels : int
    """

    boundaries_on_edges: float | None
    edges_on_boundaries: float | None
    boundary_pixels: int
    edge_pixels: int


def tolerance_pixels(percent: float, height: int, width: int) -> int:
    """A tolerance that grows with the picture: a percentage of its diagonal, in whole pixels.

    Parameters
    ----------
    percent : float, 0 … TOLERANCE_PERCENT_MAX
    height, width : int
        Of the picture, in pixels.

    Notes
    -----
    A larger photo is smoothed more before its edges are found, which moves them. Its segment boundaries
    also follow grain that a smaller photo does not have.
    """
    return min(round(percent / 100 * math.hypot(height, width)), TOLERANCE_MAX)


def boundary_agreement(
    labels: NDArray[np.uint8], edges: NDArray[np.uint8], tolerance: float = 2
) -> Agreement:
    """How much of the segment boundaries lies on edges, and of the edges on boundaries.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        Label map; 255 where transparent.
    edges : ndarray of uint8, shape (H, W)
        Edge map, 0 where there is none.
    tolerance : float, 0 … TOLERANCE_MAX
        Euclidean distance in pixels up to which an edge and a boundary agree.

    Raises
    ------
    SettingsError
        If the sizes differ or the tolerance is out of range.
    """
    if labels.shape != edges.shape:
        raise SettingsError("The segmentation and the edges must be of the same size.")
    if not 0 <= tolerance <= TOLERANCE_MAX:
        raise SettingsError(f"The tolerance must lie between 0 and {TOLERANCE_MAX} pixels.")
    boundaries = segment_boundaries(labels)
    on_edge = edges > 0
    return Agreement(
        boundaries_on_edges=_share_near(boundaries, on_edge, tolerance),
        edges_on_boundaries=_share_near(on_edge, boundaries, tolerance),
        boundary_pixels=int(boundaries.sum()),
        edge_pixels=int(on_edge.sum()),
    )


def encode_overlap(labels: NDArray[np.uint8], edges: NDArray[np.uint8], *, max_side: int) -> Encoded:
    """Segment boundaries over edges, in the colors of `OVERLAP`.

    Parameters
    ----------
    labels, edges : ndarray of uint8, shape (H, W)
    max_side : int
        Longest side of the result; larger maps are reduced by taking the maximum.
    """
    boundaries = reduce_edges(segment_boundaries(labels).view(np.uint8) * np.uint8(255), max_side)
    classes = (boundaries >> np.uint8(7)) * np.uint8(2) + (reduce_edges(edges, max_side) >> np.uint8(7))
    return encode_label_map(classes, np.array(OVERLAP, np.uint8))


def _share_near(mask: NDArray[np.bool_], target: NDArray[np.bool_], tolerance: float) -> float | None:
    if not mask.any():
        return None
    if not target.any():
        return 0.0
    return float(np.mean(_near(target, tolerance)[mask]))


def _near(target: NDArray[np.bool_], tolerance: float) -> NDArray[np.bool_]:
    """Mask of the pixels within the Euclidean distance of the target."""
    reach = tolerance + 1e-3
    if tolerance <= _DISC_MAX:
        offsets = np.arange(-int(reach), int(reach) + 1)
        disc = (offsets[:, None] ** 2 + offsets**2 <= reach**2).astype(np.uint8)
        return cast(NDArray[np.uint8], cv2.dilate(target.view(np.uint8), disc)).view(np.bool_)
    return _near_by_rows(target.view(np.uint8), reach).view(np.bool_)


def _near_by_rows(target: NDArray[np.uint8], reach: float) -> NDArray[np.uint8]:
    """Dilation by a disc: for each vertical offset, a horizontal dilation as wide as the disc is there."""
    near, wide, half_width, height = np.zeros_like(target), target, 0, len(target)
    for shift in range(min(int(reach), height - 1), -1, -1):
        wider = int(math.sqrt(reach**2 - shift**2)) - half_width
        if wider:
            wide = cast(NDArray[np.uint8], cv2.dilate(wide, np.ones((1, 2 * wider + 1), np.uint8)))
            half_width += wider
        near[shift:] |= wide[: height - shift]
        near[: height - shift] |= wide[shift:]
    return near

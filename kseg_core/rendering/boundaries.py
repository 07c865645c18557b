"""The boundaries between the segments of a label map, as a mask and as lines over the photo."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.lines import encode_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.encoding.resizing import fitted_size, resized
from kseg_core.image import NO_LABEL, Box, Rgb


def segment_boundaries(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mask (H, W) of the pixels whose right or lower neighbor has another label.

    A boundary is one pixel wide, on its left or upper side. Neither the borders of transparent areas
    (`NO_LABEL`) nor the border of the picture are boundaries.
    """
    boundaries = np.zeros(labels.shape, bool)
    there = labels != NO_LABEL
    for here, neighbor in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
    ):
        boundaries[here] |= (labels[here] != labels[neighbor]) & there[here] & there[neighbor]
    return boundaries


def encode_outlines(
    labels: NDArray[np.uint8],
    *,
    color: Rgb,
    width: int = 1,
    box: Box | None = None,
    max_side: int | None = None,
) -> Encoded:
    """The boundaries between segments as an indexed PNG, transparent elsewhere, to lay over a picture.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
    color : tuple of three int, 0 to 255
        RGB.
    width : int, 1 to LINE_WIDTH_MAX
        Of the lines, in pixels of the result.
    box : Box, optional
        The part of the map to show; None = all of it.
    max_side : int, optional
        Longest side of the result. A larger map is first reduced by nearest neighbor, so that the
        lines bound the segments as shown at that size.

    Raises
    ------
    SettingsError
        If the width is out of range.
    """
    part = labels if box is None else labels[box.rows, box.columns]
    height, breadth = part.shape
    size = fitted_size(breadth, height, max_side or max(breadth, height))
    boundaries = segment_boundaries(resized(part, *size, cv2.INTER_NEAREST_EXACT))
    return encode_edges(boundaries.view(np.uint8) * np.uint8(255), line=color, background=None, width=width)

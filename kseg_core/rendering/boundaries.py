"""Where the segments of a label map meet."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL


def segment_boundaries(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mask (H, W) of the pixels whose right or lower neighbor has another label.

    A boundary is one pixel wide, on its left or upper side. The border with pixels that are not
    there (255) is none, nor is the border of the picture.
    """
    boundaries = np.zeros(labels.shape, bool)
    there = labels != NO_LABEL
    for here, neighbor in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1), slice(None)), (slice(1, None), slice(None))),
    ):
        boundaries[here] |= (labels[here] != labels[neighbor]) & there[here] & there[neighbor]
    return boundaries

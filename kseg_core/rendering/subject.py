"""A guess at which clusters are the subject of a photo and which are its background."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL

BORDER = 0.08
"""Width of the frame along the border, as a fraction of the shorter side of the picture."""


def subject_guesses(labels: NDArray[np.uint8]) -> tuple[tuple[int, ...], ...]:
    """Guesses at the subject, the best first: clusters with a larger share of the middle than of the border.

    Parameters
    ----------
    labels : ndarray of uint8, shape (H, W)
        `NO_LABEL` where a pixel is transparent.

    Returns
    -------
    tuple of tuple of int
        Labels, ascending. In each guess at least one; not all, if there are two or more. K - 1 guesses, or
        one of a single cluster.

    Notes
    -----
    1. The frame is `BORDER` wide along the border of the smallest rectangle that holds every
       opaque pixel; the middle is the ellipse with half the width and height of that rectangle.
    2. In the best guess a cluster belongs to the subject if its share of the middle is larger than its
       share of the frame. If that holds for all or none, the cluster with the largest difference does.
    3. The other guesses leave out the clusters with the smallest differences, or add the next, by turns.

    This fails for a subject away from the middle, and for one in the colors of its background.
    """
    there = labels != NO_LABEL
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    part = labels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = part.shape
    depth = max(1, round(BORDER * min(height, width)))
    in_frame = np.ones(part.shape, dtype=np.bool_)
    in_frame[depth:-depth, depth:-depth] = False
    y, x = ((np.arange(size) + 0.5) / size * 4 - 2 for size in (height, width))
    in_middle = y[:, None] ** 2 + x**2 <= 1
    frame, middle = _counts(part, in_frame), _counts(part, in_middle)
    clusters = np.flatnonzero(_counts(part))
    lead = (middle / max(1, middle.sum()) - frame / max(1, frame.sum()))[clusters]
    ranked = clusters[np.argsort(-lead, kind="stable")]
    best = int((lead > 0).sum())
    if best in (0, len(clusters)):
        best = 1
    sizes = sorted(range(1, max(2, len(clusters))), key=lambda size: (abs(size - best), size))
    return tuple(tuple(sorted(ranked[:size].tolist())) for size in sizes)


def _counts(labels: NDArray[np.uint8], mask: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
    """Pixels of each label below `NO_LABEL`."""
    inside = None if mask is None else mask.view(np.uint8)
    counts = cv2.calcHist([np.ascontiguousarray(labels)], [0], inside, [NO_LABEL], [0, NO_LABEL])
    return np.asarray(counts, np.float64).ravel()

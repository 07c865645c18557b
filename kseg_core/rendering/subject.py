"""A guess at which clusters are the subject of a photo and which are its background."""

from collections.abc import Iterator

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
    left, top, width, height = cv2.boundingRect((labels != NO_LABEL).view(np.uint8))
    part = labels[top : top + height, left : left + width]
    frame, middle = np.sum([_counts(strip) for strip in _frame(part)], axis=0), _counts(_middle(part))
    clusters = np.flatnonzero(_counts(part))
    lead = (middle / max(1, middle.sum()) - frame / max(1, frame.sum()))[clusters]
    ranked = clusters[np.argsort(-lead, kind="stable")]
    best = int((lead > 0).sum())
    if best in (0, len(clusters)):
        best = 1
    sizes = sorted(range(1, max(2, len(clusters))), key=lambda size: (abs(size - best), size))
    return tuple(tuple(sorted(ranked[:size].tolist())) for size in sizes)


def _frame(labels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The four strips along the border."""
    depth = max(1, round(BORDER * min(labels.shape)))
    bottom, right = (max(depth, side - depth) for side in labels.shape)
    yield from (labels[:depth], labels[bottom:])
    yield from (labels[depth:bottom, :depth], labels[depth:bottom, right:])


def _middle(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels of the ellipse, shape (N,): of each row the ones in its middle."""
    y, x = ((np.arange(side) + 0.5) / side * 4 - 2 for side in labels.shape)
    lengths = np.searchsorted(np.sort(x**2), 1 - y**2, side="right")
    starts = (labels.shape[1] - lengths) // 2
    return np.concatenate(
        [row[start : start + length] for row, start, length in zip(labels, starts, lengths, strict=True)]
    )


def _counts(labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Pixels of each label below `NO_LABEL`."""
    if not labels.size:
        return np.zeros(NO_LABEL)
    counts = cv2.calcHist([np.ascontiguousarray(labels)], [0], None, [NO_LABEL], [0, NO_LABEL])
    return np.asarray(counts, np.float64).ravel()

"""The connected regions of a label map. Two pixels of the same label are connected if they share a side."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL, row_blocks

CONNECTIVITY = 4
"""Of regions: a pixel is connected with the four that it shares a side with."""

_COUNTED = 1 << 22
"""Pixels counted at once, because `numpy.bincount` converts them to 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """All connected regions, ordered by label and then by first pixel in reading order.

    Attributes
    ----------
    numbers : ndarray of int32, shape (H, W)
        Region of each pixel, -1 where it is transparent.
    labels : ndarray of uint8, shape (N,)
        Label of each region.
    areas : ndarray of int64, shape (N,)
        Pixels of each region.
    """

    numbers: NDArray[np.int32]
    labels: NDArray[np.uint8]
    areas: NDArray[np.int64]


def connected_regions(labels: NDArray[np.uint8]) -> Regions:
    """The connected regions of a label map (H, W); those of `NO_LABEL` do not count."""
    numbers = np.full(labels.shape, -1, dtype=np.int32)
    found: list[int] = []
    for mask in _masks(labels, int(labels[labels != NO_LABEL].max()) + 1):
        with_background, part = cv2.connectedComponents(mask, connectivity=CONNECTIVITY)
        np.add(part, sum(found) - 1, out=numbers, where=mask.view(np.bool_))
        found.append(with_background - 1)
    areas = np.zeros(sum(found) + 1, dtype=np.int64)
    for rows in row_blocks(labels.shape, _COUNTED):
        areas += np.bincount(numbers[rows].ravel() + 1, minlength=len(areas))
    return Regions(
        numbers=numbers, labels=np.repeat(np.arange(len(found), dtype=np.uint8), found), areas=areas[1:]
    )


def region_counts(labels: NDArray[np.uint8], k: int) -> NDArray[np.int64]:
    """Number of connected regions of each of the labels 0 to ``k - 1``, shape (k,)."""
    counts = (cv2.connectedComponents(mask, connectivity=CONNECTIVITY)[0] for mask in _masks(labels, k))
    return np.fromiter(counts, np.int64, k) - 1


def relabeled(labels: NDArray[np.uint8], numbers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label map (H, W) with every label replaced by its entry in a table (256,)."""
    return np.asarray(cv2.LUT(np.ascontiguousarray(labels), numbers), np.uint8)


def _masks(labels: NDArray[np.uint8], k: int) -> Iterator[NDArray[np.uint8]]:
    for label in range(k):
        yield (labels == label).view(np.uint8)

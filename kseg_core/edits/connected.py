"""The connected regions of a label map. Two pixels of the same label are connected if they share a side."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL, row_blocks

CONNECTIVITY = 4
"""Of regions: a pixel is connected with the four that it shares a side with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """All connected regions, ordered by first pixel in reading order.

    Attributes
    ----------
    numbers : ndarray of int32, shape (H, W)
        Region of each pixel, -1 where it is transparent.
    labels : ndarray of uint8, shape (N,)
        Label of each region.
    areas : ndarray of int32, shape (N,)
        Pixels of each region.
    """

    numbers: NDArray[np.int32]
    labels: NDArray[np.uint8]
    areas: NDArray[np.int32]


def connected_regions(labels: NDArray[np.uint8]) -> Regions:
    """The connected regions of a label map (H, W); those of `NO_LABEL` do not count.

    Notes
    -----
    All labels are found at once, a band of rows after another. A band is drawn as a mask of double size
    that links neighbors of the same label; `cv2.connectedComponents` numbers its parts. Parts that
    meet at the seam of two bands are one region.
    """
    bands = row_blocks(labels.shape)
    numbers = np.empty(labels.shape, dtype=np.int32)
    starts, seams = [0], [np.zeros((2, 0), np.int32)]
    for rows in bands:
        count, parts = _linked(labels[rows])
        numbers[rows] = np.where(parts > 0, parts + (starts[-1] - 1), -1)
        starts.append(starts[-1] + count - 1)
        if rows.start:
            meet = labels[rows.start - 1] == labels[rows.start]
            meet &= labels[rows.start] != NO_LABEL
            seams.append(numbers[rows.start - 1 : rows.start + 1, meet])
    joined, target = _joined(np.concatenate(seams, axis=1))

    regions = Regions(
        numbers=numbers,
        labels=np.empty(starts[-1] - len(joined), np.uint8),
        areas=np.zeros(starts[-1] - len(joined), np.int32),
    )
    target -= np.searchsorted(joined, target)
    for rows, start, stop in zip(bands, starts, starts[1:], strict=False):
        first, last = np.searchsorted(joined, (start, stop))
        stays = np.ones(stop - start, np.bool_)
        stays[joined[first:last] - start] = False
        renumbered = np.append(np.cumsum(stays, dtype=np.int32) + np.int32(start - first - 1), np.int32(-1))
        renumbered[joined[first:last] - start] = target[first:last]
        part = numbers[rows] - np.int32(start)
        part[part < 0] = stop - start
        np.add.at(regions.areas, renumbered[:-1], np.bincount(part.ravel(), minlength=len(renumbered))[:-1])
        numbers[rows] = renumbered[part]
        opaque = part < stop - start
        regions.labels[numbers[rows][opaque]] = labels[rows][opaque]
    return regions


def _joined(seams: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of parts that meet, shape (2, N), all but the first of each region, ascending; and that first one."""
    ends, place = np.unique(seams, return_inverse=True)
    above, below = place.reshape(seams.shape)
    region, _ = components(len(ends), above, below)
    _, first = np.unique(region, return_index=True)
    target = ends[first][region]
    moves = target != ends
    return ends[moves].astype(np.int64), target[moves].astype(np.int64)


def region_counts(labels: NDArray[np.uint8], k: int) -> NDArray[np.int64]:
    """Number of connected regions of each of the labels 0 to ``k - 1``, shape (k,)."""
    return np.bincount(connected_regions(labels).labels, minlength=k)


def components(n: int, a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """The connected component of each of n nodes, shape (n,), for edges a to b; and their number."""
    root = np.arange(n)
    while len(a):
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        np.minimum.at(root, high, low)
        root = ends_of_chains(root)
        apart = root[a] != root[b]
        a, b = a[apart], b[apart]
    is_root = root == np.arange(n)
    return (np.cumsum(is_root) - 1)[root], int(is_root.sum())


def ends_of_chains(target: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last node of the chain from each node to its target; a last node is its own target."""
    while not np.array_equal(target, further := target[target]):
        target = further
    return target


def relabeled(labels: NDArray[np.uint8], numbers: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label map (H, W) with every label replaced by its entry in a table (256,)."""
    return np.asarray(cv2.LUT(np.ascontiguousarray(labels), numbers), np.uint8)


def _linked(labels: NDArray[np.uint8]) -> tuple[int, NDArray[np.int32]]:
    """The connected parts of a band, 0 for transparent pixels, and their number with that 0."""
    opaque = labels != NO_LABEL
    mask = np.zeros((2 * labels.shape[0] - 1, 2 * labels.shape[1] - 1), np.uint8)
    mask[::2, ::2] = opaque
    mask[::2, 1::2] = (labels[:, 1:] == labels[:, :-1]) & opaque[:, 1:]
    mask[1::2, ::2] = (labels[1:] == labels[:-1]) & opaque[1:]
    count, parts = cv2.connectedComponents(mask, connectivity=CONNECTIVITY)
    return count, np.asarray(parts, np.int32)[::2, ::2]

"""Touching objects split where they are narrow.

Exported scripts carry the source: only names of NumPy and OpenCV.
"""

import cv2
import numpy as np


def split_touching(mask: np.ndarray, connectivity: int) -> tuple[int, np.ndarray]:
    """The parts of a mask after a watershed of the distance to its border.

    Parameters
    ----------
    mask : ndarray of uint8, shape (H, W)
        0 or 1.
    connectivity : int, 4 or 8

    Returns
    -------
    count : int
        Number of parts and one.
    parts : ndarray of int32, shape (H, W)
        1 to ``count - 1``; 0 where the mask is.

    Notes
    -----
    1. The height of a pixel is its distance to the nearest pixel outside, smoothed a little.
    2. Every pixel belongs to the summit that is reached over the highest neighbors.
    3. Parts with a saddle between them that lies less than 12 % of the lower summit, or less than
       half a pixel, below it are one.
    """
    distance = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    height = cv2.GaussianBlur(np.minimum(distance, sum(mask.shape)), (0, 0), 0.5) * mask
    summit_of, summits = climb(height, connectivity)
    heights = height.ravel()[summits]
    a, b, saddles = passes(height, summit_of, connectivity)
    target = merge_summits(heights, a, b, saddles)
    is_last = target == np.arange(len(target))
    renumbered = (np.cumsum(is_last, dtype=np.int32) * is_last)[target]
    parts = np.where(mask.view(np.bool_), renumbered[summit_of], 0).astype(np.int32)
    return int(is_last.sum()) + 1, parts


def climb(height: np.ndarray, connectivity: int) -> tuple[np.ndarray, np.ndarray]:
    """The summit of each pixel above 0, shape (H, W), as a row of the pixels that are summits (S,)."""
    h, w = height.shape
    kernel = np.ones((3, 3), np.uint8) if connectivity == 8 else None
    if kernel is None:
        kernel = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
    target = np.empty(h * w, np.int32)
    for top in range(0, h, 256):
        first, last = max(0, top - 1), min(h, top + 257)
        rank = np.rint(height[first:last].astype(np.float64) * 256) * 2.0**27
        rank += np.where(rank > 0, np.arange(first * w, last * w).reshape(-1, w), 0)
        highest = cv2.dilate(rank, kernel)[top - first : min(h, top + 256) - first]
        place = np.mod(highest, 2.0**27).astype(np.int32).ravel()
        here = np.arange(top * w, min(h, top + 256) * w, dtype=np.int32)
        inside = height[top : top + 256].ravel() > 0
        target[here] = np.where(inside, place, here)
    while True:
        further = target[target]
        if np.array_equal(further, target):
            break
        target = further
    summits = np.flatnonzero((target == np.arange(h * w, dtype=np.int32)) & (height.ravel() > 0))
    row_of = np.zeros(h * w, np.int32)
    row_of[summits] = np.arange(len(summits), dtype=np.int32)
    return row_of[target].reshape(h, w), summits


def passes(
    height: np.ndarray, summit_of: np.ndarray, connectivity: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of summits whose pixels meet, and the height of the highest pass between them."""
    found = []
    h, w = height.shape
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1))[: connectivity // 2]:
        here = slice(0, h - down), slice(max(0, -right), w - max(0, right))
        there = slice(down, h), slice(max(0, right), w + min(0, right))
        meets = (summit_of[here] != summit_of[there]) & (height[here] > 0) & (height[there] > 0)
        levels = np.minimum(height[here][meets], height[there][meets])
        found.append((summit_of[here][meets], summit_of[there][meets], levels))
    a, b, levels = (np.concatenate(part) for part in zip(*found, strict=True))
    return highest_passes(a, b, levels)


def highest_passes(
    a: np.ndarray, b: np.ndarray, levels: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each pair of numbers once, the lower one first, with its highest level."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((-levels, high, low))
    low, high, levels = low[order], high[order], levels[order]
    is_new = np.ones(len(low), np.bool_)
    is_new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return low[is_new], high[is_new], levels[is_new]


def merge_summits(heights: np.ndarray, a: np.ndarray, b: np.ndarray, saddles: np.ndarray) -> np.ndarray:
    """The summit that each summit is part of: a lower one joins a higher one over a pass of little depth."""
    target = np.arange(len(heights))
    while len(a):
        is_lower = (heights[a] < heights[b]) | ((heights[a] == heights[b]) & (a < b))
        a, b = np.where(is_lower, a, b), np.where(is_lower, b, a)
        joins = heights[a] - saddles < np.maximum(0.5, 0.12 * heights[a])
        a, b, saddles = a[joins], b[joins], saddles[joins]
        best = np.zeros(len(heights))
        np.maximum.at(best, a, saddles)
        np.maximum.at(best, b, saddles)
        moves = saddles == best[a]
        step = np.arange(len(heights))
        step[a[moves]] = b[moves]
        while not np.array_equal(step, step[step]):
            step = step[step]
        target = step[target]
        a, b = step[a], step[b]
        apart = a != b
        a, b, saddles = highest_passes(a[apart], b[apart], saddles[apart])
    return target

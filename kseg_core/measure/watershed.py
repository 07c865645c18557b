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
        Number of parts.
    parts : ndarray of int32, shape (H, W)
        1 to `count`; 0 where the mask is.

    Notes
    -----
    1. The height of a pixel is its distance to the nearest pixel outside, smoothed a little.
    2. A pixel belongs to the summit that the steepest way up leads to: the topographic watershed [1]_. The
       flood of `cv2.watershed` rises at the same speed on all sides, and cuts beside the neck.
    3. Parts with a saddle between them that lies less than 12 % of the lower summit, or less than 0.4
       pixels, below it are one.

    References
    ----------
    .. [1] F. Meyer, "Topographic distance and watershed lines", Signal Processing 38, 1994.
    """
    height = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    np.minimum(height, sum(mask.shape), out=height)
    cv2.GaussianBlur(height, (0, 0), 0.5, dst=height)
    height *= mask
    parts, summits = climb(height, connectivity)
    target = merge_summits(summits, *passes(height, parts, connectivity))
    is_last = target == np.arange(len(target))
    number_of = np.append(0, np.cumsum(is_last)[target]).astype(np.int32)
    for top in range(0, len(parts), 256):
        parts[top : top + 256] = number_of[parts[top : top + 256]]
    return int(is_last.sum()), parts


def climb(height: np.ndarray, connectivity: int) -> tuple[np.ndarray, np.ndarray]:
    """The summit of each pixel above 0, counted from 1, shape (H, W); and the heights of the summits."""
    h, w = height.shape
    kernel = np.ones((3, 3), np.uint8)
    if connectivity == 4:
        kernel[::2, ::2] = 0
    target = np.empty((h, w), np.int32)
    place = np.arange(66 * w).reshape(66, w)
    for top in range(0, h, 64):
        stop = min(h, top + 64)
        first, last = max(0, top - 1), min(h, stop + 1)
        # Doubles that sort by height, then by place: the bits of floats above 0 sort as integers do.
        order = np.rint(height[first:last] * 256).view(np.int32).astype(np.int64)
        order <<= 32
        order |= place[: last - first]
        highest = cv2.dilate(order.view(np.float64), kernel)[top - first : stop - first].view(np.int64)
        target[top:stop] = (highest & 0xFFFFFFFF) + first * w
        here = place[: stop - top] + top * w
        np.copyto(target[top:stop], here, where=height[top:stop] == 0, casting="unsafe")
    flat = target.ravel()
    starts = range(0, h * w, 1 << 19)
    chunks = [flat[start : start + (1 << 19)] for start in starts]
    moves = True
    while moves:
        moves = False
        for chunk in chunks:
            further = flat[chunk]
            moves = moves or not np.array_equal(chunk, further)
            chunk[:] = further
    at_summit = []
    for start, chunk in zip(starts, chunks, strict=True):
        is_summit = chunk == np.arange(start, start + len(chunk), dtype=np.int32)
        is_summit &= height.ravel()[start : start + len(chunk)] > 0
        at_summit.append(np.flatnonzero(is_summit) + start)
    summits = np.concatenate(at_summit)
    flat[summits] = -1 - np.arange(len(summits), dtype=np.int32)
    for chunk in chunks:  # a summit is below 0 until the end, because other pixels still point to it
        np.copyto(chunk, np.minimum(flat[np.maximum(chunk, 0)], 0), where=chunk >= 0)
    np.negative(target, out=target)
    return target, height.ravel()[summits]


def passes(height: np.ndarray, parts: np.ndarray, connectivity: int) -> tuple[np.ndarray, ...]:
    """The pairs of parts that meet, as rows of their summits, and the highest pass between them."""
    found = []
    h, w = height.shape
    for top in range(0, h, 128):
        meeting = []
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1))[: connectivity // 2]:
            stop = min(h - down, top + 128)
            here = np.s_[top:stop, max(0, -right) : w - max(0, right)]
            there = np.s_[top + down : stop + down, max(0, right) : w + min(0, right)]
            meets = (parts[here] != parts[there]) & (parts[here] > 0) & (parts[there] > 0)
            level = np.minimum(height[here][meets], height[there][meets])
            meeting.append((parts[here][meets] - 1, parts[there][meets] - 1, level))
        found.append(highest_passes(*map(np.concatenate, zip(*meeting, strict=True))))
    return highest_passes(*map(np.concatenate, zip(*found, strict=True)))


def highest_passes(a: np.ndarray, b: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, ...]:
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
        joins = heights[a] - saddles < np.maximum(0.4, 0.12 * heights[a])
        a, b, saddles = a[joins], b[joins], saddles[joins]
        best = np.zeros(len(heights), saddles.dtype)
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

"""Numbered regions as runs of pixels, and their convex hulls.

Exported scripts carry the source: only names of NumPy and OpenCV.
"""

import numpy as np


def object_runs(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels of one object beside each other in a row: its number, where they start and stop.

    Start and stop are positions in ``numbers.ravel()``; runs are in reading order.
    """
    flat = numbers.ravel()
    is_last = np.ones(len(flat), np.bool_)
    np.not_equal(flat[1:], flat[:-1], out=is_last[:-1])
    is_last[numbers.shape[1] - 1 :: numbers.shape[1]] = True
    stops = np.flatnonzero(is_last).astype(np.int32) + np.int32(1)
    starts = np.concatenate([np.zeros(1, np.int32), stops[:-1]])
    ids = flat[starts]
    return ids[ids > 0], starts[ids > 0], stops[ids > 0]


def sorted_runs(
    ids: np.ndarray, starts: np.ndarray, stops: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Runs sorted by object, those of an object in reading order."""
    order = np.argsort(ids, kind="stable")
    return ids[order], starts[order], stops[order]


def rows_of_runs(
    starts: np.ndarray, stops: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The row of each run, and the columns of its first and last pixel."""
    row = starts // width
    return row, starts - row * width, stops - 1 - row * width


def run_pixels(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """The positions of all pixels of runs, one run after another."""
    lengths = stops - starts
    return np.repeat(stops - np.cumsum(lengths), lengths) + np.arange(lengths.sum())


def convex_areas(ids: np.ndarray, row: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Pixels in the convex hull of each object, as `skimage.morphology.convex_hull_image` has it.

    The hull is that of the middles of all sides of pixels; a pixel is in it if its own middle is.
    """
    is_new = np.ones(len(ids), np.bool_)
    is_new[1:] = (ids[1:] != ids[:-1]) | (row[1:] != row[:-1])
    group = np.flatnonzero(is_new)
    if not len(group):
        return np.zeros(0, np.int64)
    of_row, y = ids[group], row[group].astype(np.int32)
    first_x = hull_side(of_row, y, np.minimum.reduceat(left, group).astype(np.int32))
    last_x = -hull_side(of_row, y, -np.maximum.reduceat(right, group).astype(np.int32))
    return np.bincount(of_row, last_x - first_x + 1)[1:].astype(np.int64)


def hull_side(ids: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The first pixel of the convex hull in each row of each object, from the object's own first pixel.

    Twice as fine coordinates hold the middles of a pixel's sides.
    """
    outer = convex_chain(ids, y, x)
    of, chain_y, chain_x = np.repeat(ids[outer], 3), np.repeat(2 * y[outer], 3), np.repeat(2 * x[outer], 3)
    step = np.tile(np.array([-1, 0, 1], np.int32), len(outer))
    chain_y += step
    chain_x[1::3] -= 1
    place = np.repeat(3 * outer, 3) + step
    above = np.flatnonzero((of[2:-1:3] == of[3::3]) & (chain_y[2:-1:3] == chain_y[3::3])) * 3 + 2
    stays = np.ones(len(of), np.bool_)
    stays[np.where(chain_x[above] <= chain_x[above + 1], above + 1, above)] = False
    of, chain_y, chain_x, place = of[stays], chain_y[stays], chain_x[stays], place[stays]
    corner = convex_chain(of, chain_y, chain_x)
    edge = np.searchsorted(place[corner], np.arange(0, 3 * len(ids), 3, dtype=np.int32), side="right") - 1
    a, b = corner[edge], corner[edge + 1]
    down = chain_y[b] - chain_y[a]
    return -((-chain_x[a] * down - (chain_x[b] - chain_x[a]) * (2 * y - chain_y[a])) // (2 * down))


def convex_chain(ids: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Which points of each object, sorted by y, are corners of the convex hull on the side of small x."""
    kept = np.arange(len(ids), dtype=np.int32)
    while True:
        of, gap, slope = ids[kept], np.diff(y[kept]), np.diff(x[kept])
        stays = np.ones(len(kept), np.bool_)
        stays[1:-1] = slope[:-1] * gap[1:] < slope[1:] * gap[:-1]
        is_end = of[1:] != of[:-1]
        stays[1:] |= is_end
        stays[:-1] |= is_end
        if stays.all():
            return kept
        kept = kept[stays]

"""Holes in the objects of a mask, and which of them are gaps between touching objects.

Exported scripts carry the source: only names of NumPy and OpenCV.
"""

import cv2
import numpy as np

from kseg_core.measure.runs import convex_areas, object_runs, rows_of_runs, run_pixels, sorted_runs


def enclosed(
    mask: np.ndarray, rest: np.ndarray, connectivity: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The holes of a mask of 0 and 1: regions of the rest that it surrounds, as `sorted_runs`."""
    around = 12 - connectivity  # a hole of 8-connected pixels is 4-connected, and the other way round
    count, outside = cv2.connectedComponents(1 - mask, connectivity=around)
    is_hole = np.ones(count, np.bool_)
    is_hole[outside[~rest]] = False
    for edge in (outside[0], outside[-1], outside[:, 0], outside[:, -1]):
        is_hole[edge] = False
    number_of = np.cumsum(is_hole, dtype=np.int32) * is_hole
    for top in range(0, len(outside), 128):
        outside[top : top + 128] = number_of[outside[top : top + 128]]
    return sorted_runs(*object_runs(outside))


def solid_objects(mask: np.ndarray, ids: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """The mask with the holes filled that are no gaps between touching objects.

    Objects bulge into a gap. So a hole is none that fills most of its convex hull, or that is narrow beside
    the object which it would make if it was filled.
    """
    solid = mask.copy()
    if not len(ids):
        return solid
    areas = np.bincount(ids, stops - starts)[1:]
    may_be_gap = areas < 0.9 * convex_areas(ids, *rows_of_runs(starts, stops, mask.shape[1]))
    is_hollow = may_be_gap[ids - 1]
    hollow = run_pixels(starts[is_hollow], stops[is_hollow])
    solid.ravel()[run_pixels(starts, stops)] = 1
    if len(hollow):
        hole = np.repeat(ids[is_hollow] - 1, (stops - starts)[is_hollow])
        narrow, wide = np.zeros((2, len(areas)), np.float32)
        np.maximum.at(wide, hole, cv2.distanceTransform(solid, cv2.DIST_L2, 5).ravel()[hollow])
        outside = np.zeros_like(mask)
        outside.ravel()[hollow] = 1
        np.maximum.at(narrow, hole, cv2.distanceTransform(outside, cv2.DIST_L2, 5).ravel()[hollow])
        solid.ravel()[hollow[narrow[hole] > 0.2 * wide[hole]]] = 0
    return solid


def fill_from_around(
    parts: np.ndarray, mask: np.ndarray, ids: np.ndarray, starts: np.ndarray, stops: np.ndarray
) -> None:
    """Gives each hole to the part of the mask that is around it; to none if several are."""
    if not len(ids):
        return
    inside = run_pixels(starts, stops)
    hole = np.repeat(ids, stops - starts)
    least, most = np.full((2, ids[-1] + 1), [[np.iinfo(np.int32).max], [0]], np.int32)
    for step in (-mask.shape[1], -1, 1, mask.shape[1]):
        is_border = mask.ravel()[inside + step] > 0
        around = parts.ravel()[inside[is_border] + step]
        np.minimum.at(least, hole[is_border], around)
        np.maximum.at(most, hole[is_border], around)
    parts.ravel()[inside] = np.where(least == most, least, 0)[hole]

"""Which object each pixel belongs to. Exported scripts carry the source: only names of NumPy and OpenCV."""

import cv2
import numpy as np

from kseg_core.measure.runs import convex_areas, object_runs
from kseg_core.measure.watershed import split_touching


def object_map(
    class_map: np.ndarray, n_classes: int, connectivity: int, fills_holes: bool, splits: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The connected regions of each class.

    Parameters
    ----------
    class_map : ndarray of uint8, shape (H, W)
        Row of the class, `n_classes` = in no class, greater = not measured.
    n_classes : int
    connectivity : int, 4 or 8
    fills_holes : bool
        Whether pixels in no class that an object surrounds belong to it.
    splits : bool
        Whether touching objects are split.

    Returns
    -------
    numbers : ndarray of int32, shape (H, W)
        1 to N in reading order of the first pixels of the objects, 0 = in none.
    classes : ndarray of uint8, shape (N,)
    """
    numbers = np.zeros(class_map.shape, np.int32)
    classes = [np.zeros(0, np.uint8)]
    n_objects = 0
    for number in range(n_classes):
        mask = (class_map == number).view(np.uint8)
        if not mask.any():
            continue
        holes = enclosed(mask, class_map == n_classes, connectivity) if fills_holes else mask * 0
        if splits:
            count, parts = split_touching(mask | convex_regions(holes), connectivity)
            fill_from_around(parts, holes, mask)
        else:
            count, parts = cv2.connectedComponents(
                mask | (holes > 0).view(np.uint8), connectivity=connectivity
            )
        np.add(parts, n_objects, out=numbers, where=parts > 0)
        classes.append(np.full(count - 1, number, np.uint8))
        n_objects += count - 1
    return in_reading_order(numbers, np.concatenate(classes))


def enclosed(mask: np.ndarray, rest: np.ndarray, connectivity: int) -> np.ndarray:
    """The holes of a mask of 0 and 1: regions of the rest that it surrounds, numbered from 1."""
    around = 12 - connectivity  # a hole of 8-connected pixels is 4-connected, and the other way round
    count, outside = cv2.connectedComponents(1 - mask, connectivity=around)
    is_hole = np.ones(count, np.bool_)
    is_hole[outside[~rest]] = False
    for edge in (outside[0], outside[-1], outside[:, 0], outside[:, -1]):
        is_hole[edge] = False
    return (np.cumsum(is_hole, dtype=np.int32) * is_hole)[outside]


def convex_regions(regions: np.ndarray) -> np.ndarray:
    """A mask of the numbered regions that fill most of their convex hull.

    A hole in an object is like that; a gap between touching objects is not, because they bulge into it.
    """
    ids, starts, stops = object_runs(regions)
    order = np.argsort(ids, kind="stable")
    ids, starts, stops = ids[order], starts[order], stops[order]
    row = starts // regions.shape[1]
    left, right = starts - row * regions.shape[1], stops - 1 - row * regions.shape[1]
    areas = np.bincount(ids, stops - starts)[1:]
    is_convex = np.append(False, areas >= 0.85 * convex_areas(ids, row, left, right))
    return is_convex[regions].view(np.uint8)


def fill_from_around(parts: np.ndarray, holes: np.ndarray, mask: np.ndarray) -> None:
    """Gives each hole to the part that is around it; to none if several are."""
    at = np.flatnonzero(holes.ravel())
    hole = holes.ravel()[at]
    least, most = np.full((2, hole.max(initial=0) + 1), [[np.iinfo(np.int32).max], [0]], np.int32)
    for step in (-holes.shape[1], -1, 1, holes.shape[1]):
        is_border = mask.ravel()[at + step] > 0
        around = parts.ravel()[at + step][is_border]
        np.minimum.at(least, hole[is_border], around)
        np.maximum.at(most, hole[is_border], around)
    parts.ravel()[at] = np.where(least == most, least, 0)[hole]


def in_reading_order(numbers: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The objects renumbered by their first pixel."""
    ids = object_runs(numbers)[0]
    _, first = np.unique(ids, return_index=True)
    order = ids[np.sort(first)]
    renumbered = np.zeros(len(classes) + 1, np.int32)
    renumbered[order] = np.arange(1, len(classes) + 1, dtype=np.int32)
    return renumbered[numbers], classes[order - 1]

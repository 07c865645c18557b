"""Which object each pixel belongs to. Exported scripts carry the source: only names of NumPy and OpenCV."""

import cv2
import numpy as np

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
        if fills_holes:
            fill_enclosed(mask, class_map == n_classes, connectivity)
        if splits:
            count, parts = split_touching(mask, connectivity)
        else:
            count, parts = cv2.connectedComponents(mask, connectivity=connectivity)
        np.add(parts, n_objects, out=numbers, where=mask.view(np.bool_))
        classes.append(np.full(count - 1, number, np.uint8))
        n_objects += count - 1
    return in_reading_order(numbers, np.concatenate(classes))


def fill_enclosed(mask: np.ndarray, rest: np.ndarray, connectivity: int) -> None:
    """Adds to a mask of 0 and 1 its holes: regions of the rest that it surrounds."""
    around = 12 - connectivity  # a hole of 8-connected pixels is 4-connected, and the other way round
    count, outside = cv2.connectedComponents(1 - mask, connectivity=around)
    is_hole = np.ones(count, np.bool_)
    is_hole[outside[~rest]] = False
    for edge in (outside[0], outside[-1], outside[:, 0], outside[:, -1]):
        is_hole[edge] = False
    mask |= is_hole[outside].view(np.uint8)


def in_reading_order(numbers: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The objects renumbered by their first pixel."""
    ids = object_runs(numbers)[0]
    _, first = np.unique(ids, return_index=True)
    order = ids[np.sort(first)]
    renumbered = np.zeros(len(classes) + 1, np.int32)
    renumbered[order] = np.arange(1, len(classes) + 1, dtype=np.int32)
    return renumbered[numbers], classes[order - 1]


def object_runs(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels of one object beside each other in a row: its number, where they start and stop.

    Start and stop are positions in ``numbers.ravel()``; runs are in reading order.
    """
    flat = numbers.ravel()
    is_last = np.ones(len(flat), np.bool_)
    np.not_equal(flat[1:], flat[:-1], out=is_last[:-1])
    is_last[numbers.shape[1] - 1 :: numbers.shape[1]] = True
    stops = np.flatnonzero(is_last) + 1
    starts = np.concatenate([stops[:0], [0], stops[:-1]])
    ids = flat[starts]
    return ids[ids > 0], starts[ids > 0], stops[ids > 0]

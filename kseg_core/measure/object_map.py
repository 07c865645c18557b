"""Which object each pixel belongs to. Exported scripts carry the source: only names of NumPy and OpenCV."""

import cv2
import numpy as np

from kseg_core.measure.holes import enclosed, fill_from_around, solid_objects
from kseg_core.measure.runs import object_runs, run_pixels
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
        count, parts = class_objects(class_map, number, n_classes, connectivity, fills_holes, splits)
        np.add(parts, n_objects, out=numbers, where=parts > 0)
        classes.append(np.full(count, number, np.uint8))
        n_objects += count
    return in_reading_order(numbers, np.concatenate(classes))


def class_objects(
    class_map: np.ndarray, number: int, n_classes: int, connectivity: int, fills_holes: bool, splits: bool
) -> tuple[int, np.ndarray]:
    """The number of objects of one class, and the object of each pixel, 0 = in none."""
    mask = (class_map == number).view(np.uint8)
    if fills_holes:
        holes = enclosed(mask, class_map == n_classes, connectivity)
        if splits:
            count, parts = split_touching(solid_objects(mask, *holes), connectivity)
            fill_from_around(parts, mask, *holes)
            return count, parts
        mask.ravel()[run_pixels(*holes[1:])] = 1
    elif splits:
        return split_touching(mask, connectivity)
    count, parts = cv2.connectedComponents(mask, connectivity=connectivity)
    return count - 1, parts


def in_reading_order(numbers: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The objects renumbered by their first pixel; `numbers` is overwritten."""
    ids = object_runs(numbers)[0]
    present, first = np.unique(ids, return_index=True)
    number_of = np.zeros(len(classes) + 1, np.int32)
    number_of[present[np.argsort(first)]] = np.arange(1, len(present) + 1, dtype=np.int32)
    for top in range(0, len(numbers), 128):
        numbers[top : top + 128] = number_of[numbers[top : top + 128]]
    return numbers, classes[ids[np.sort(first)] - 1]

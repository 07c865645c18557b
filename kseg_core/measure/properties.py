"""The numbers of each object. Exported scripts carry the source: only names of NumPy and OpenCV."""

import cv2
import numpy as np

from kseg_core.color_spaces import cielab_of_light, light_of_levels
from kseg_core.measure.runs import convex_areas, object_runs, rows_of_runs, sorted_runs


def object_properties(
    numbers: np.ndarray, pixels: np.ndarray, class_map: np.ndarray, n_classes: int
) -> dict[str, np.ndarray]:
    """Columns of `Objects`, a row for each object.

    Parameters
    ----------
    numbers : ndarray of int32, shape (H, W)
        1 to N; 0 = in no object. Pixels of an object are connected.
    pixels : ndarray of uint8, shape (H, W, 3)
    class_map : ndarray of uint8, shape (H, W)
        Above `n_classes` = not measured.
    n_classes : int

    Returns
    -------
    dict of str to ndarray
    """
    ids, starts, stops = object_runs(numbers)
    colors = object_colors(pixels, ids, starts, stops)
    ids, starts, stops = sorted_runs(ids, starts, stops)
    first = np.searchsorted(ids, np.arange(1, ids[-1] + 1 if len(ids) else 1))
    row, left, right = rows_of_runs(starts, stops, numbers.shape[1])
    columns = run_moments(first, row, left, right)
    rgb = colors / columns["areas"][:, None]
    perimeters = outline_lengths(numbers, len(first))
    areas = columns["areas"]
    with np.errstate(divide="ignore", invalid="ignore"):
        circularities = np.where(perimeters > 0, 4 * np.pi * areas / perimeters**2, np.nan)
    return {
        **columns,
        "perimeters": perimeters,
        "equivalent_diameters": np.sqrt(4 * areas / np.pi),
        "circularities": circularities,
        "solidities": areas / convex_areas(ids, row, left, right),
        "mean_rgb": rgb,
        "mean_lab": cielab_of_light(light_of_levels(rgb)),
        "cut": cut_objects(numbers, class_map > n_classes, len(first)),
    }


def object_colors(pixels: np.ndarray, ids: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """The sum of the colors of each object, shape (N, 3), from its runs in reading order."""
    height, width = pixels.shape[:2]
    sums = np.empty((len(starts), 3), np.int32)
    for top in range(0, height, 128):
        total = cv2.integral(pixels[top : top + 128]).reshape(-1, 3)
        some = slice(*np.searchsorted(starts, (top * width, (top + 128) * width)))
        row = starts[some] // width
        start = starts[some] - top * width + (row - top)
        stop = stops[some] - top * width + (row - top)
        below = width + 1
        sums[some] = total[stop + below] - total[start + below] - total[stop] + total[start]
    return np.stack([np.bincount(ids, channel)[1:] for channel in sums.T], axis=1)


def run_moments(
    first: np.ndarray, row: np.ndarray, left: np.ndarray, right: np.ndarray
) -> dict[str, np.ndarray]:
    """Area, centroid, box and axes from runs that are sorted by object."""
    if not len(first):
        return {
            "areas": np.zeros(0, np.int64),
            "centroids": np.zeros((0, 2)),
            "boxes": np.zeros((0, 4), np.int32),
            "major_axes": np.zeros(0),
            "minor_axes": np.zeros(0),
        }
    of_object = np.repeat(np.arange(len(first), dtype=np.int32), np.diff(np.append(first, len(row))))
    length = (right - left + 1).astype(np.float64)
    areas = np.add.reduceat(length, first)
    along, down = (left + right) / 2, row.astype(np.float64)
    x, y = np.add.reduceat(length * along, first) / areas, np.add.reduceat(length * down, first) / areas
    along -= x[of_object]
    down -= y[of_object]
    xx = np.add.reduceat(length * (along**2 + (length**2 - 1) / 12), first) / areas
    yy = np.add.reduceat(length * down**2, first) / areas
    xy = np.add.reduceat(length * along * down, first) / areas
    half, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    box_left, box_top = np.minimum.reduceat(left, first), row[first]
    box_right, box_bottom = np.maximum.reduceat(right, first), np.maximum.reduceat(row, first)
    sides = box_left, box_top, box_right - box_left + 1, box_bottom - box_top + 1
    return {
        "areas": areas.astype(np.int64),
        "centroids": np.stack([x, y], axis=1),
        "boxes": np.stack(sides, axis=1).astype(np.int32),
        "major_axes": 4 * np.sqrt(half + spread),
        "minor_axes": 4 * np.sqrt(np.maximum(half - spread, 0)),
    }


def outline_lengths(numbers: np.ndarray, n_objects: int) -> np.ndarray:
    """The perimeter of each object as `skimage.measure.perimeter` defines it (4-connected border).

    A pixel of the border counts 1, √2 or (1 + √2) / 2 by how its neighbors on the border lie [1]_.

    References
    ----------
    .. [1] K. Benkrid, D. Crookes, "Design and FPGA Implementation of a Perimeter Estimator", 2000.
    """
    height, width = numbers.shape
    weights = np.zeros(50)
    weights[[5, 7, 15, 17, 25, 27]] = 1
    weights[[21, 33]] = np.sqrt(2)
    weights[[13, 23]] = (1 + np.sqrt(2)) / 2
    lengths = np.zeros(n_objects + 1)
    for top in range(0, height, 256):
        first, last = max(0, top - 2), min(height, top + 258)
        part = np.pad(numbers[first:last], 1)
        middle = part[1:-1, 1:-1]
        inside = (middle == part[:-2, 1:-1]) & (middle == part[2:, 1:-1])
        inside &= (middle == part[1:-1, :-2]) & (middle == part[1:-1, 2:])
        middle[inside] = 0
        border = part.ravel()
        rows = slice((top - first + 1) * (width + 2), (min(height, top + 256) - first + 1) * (width + 2))
        at = np.flatnonzero(border[rows]) + rows.start
        code = np.ones(len(at), np.int64)
        for down, right, weight in (
            (-1, -1, 10), (-1, 0, 2), (-1, 1, 10), (0, -1, 2), (0, 1, 2), (1, -1, 10), (1, 0, 2), (1, 1, 10)
        ):  # fmt: skip
            code += weight * (border[at + down * (width + 2) + right] == border[at])
        lengths += np.bincount(border[at], weights[code], n_objects + 1)
    return lengths[1:]


def cut_objects(numbers: np.ndarray, unmeasured: np.ndarray, n_objects: int) -> np.ndarray:
    """Whether an object touches the border of the picture or a pixel that is not measured."""
    is_cut = np.zeros(n_objects + 1, np.bool_)
    for edge in (numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]):
        is_cut[edge] = True
    if unmeasured.any():
        near = cv2.dilate(unmeasured.view(np.uint8), np.ones((3, 3), np.uint8))
        is_cut[numbers[near.view(np.bool_)]] = True
    return is_cut[1:]

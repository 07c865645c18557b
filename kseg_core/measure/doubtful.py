"""The pixels that could as well be in another class."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.selection import ColorSelection
from kseg_core.cloud.selection_ends import relative_depth
from kseg_core.cloud.shapes import coordinates
from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.edits.connected import relabeled
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import NO_LABEL, RgbImage, row_blocks
from kseg_core.kmeans.label_maps import map_labels
from kseg_core.kmeans.lloyd import BLOCK, column_argmin, nearest
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import pixel_features
from kseg_core.measure.classes import Classes, class_of_clusters, found_classes
from kseg_core.threads import in_threads

SPOT = 5
"""Side in pixels of the square that a spot or line of a class is narrower than."""

SPOT_FACTOR = 4
"""How many times `doubt` holds in such spots and lines."""

_IN_SPOTS = 64
"""Added to the number of a class for what is doubtful only in a spot."""

_Classes8 = NDArray[np.uint8]


def doubtful_map(
    image: RgbImage,
    histogram: ColorHistogram,
    found: Segmentation,
    result: Segmentation,
    classes: Classes,
    numbers: NDArray[np.uint8],
    doubt: float,
) -> NDArray[np.uint8]:
    """The doubtful pixels, and the class that each would otherwise be in.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    found : Segmentation
        Of the image, with its label map, before edits.
    result : Segmentation
        The same after edits.
    classes : Classes
    numbers : ndarray of uint8, shape (H, W)
        The `class_map` of result and classes, in which no class is left out.
    doubt : float
        `MeasureSettings.doubt`.

    Returns
    -------
    ndarray of uint8, shape (H, W)
        Row of `classes`, ``len(classes)`` = in no class; `NO_LABEL` where a pixel is not doubtful or not
        measured.

    Notes
    -----
    A pixel is doubtful

    1. if the nearest centroid of another class is at most ``doubt`` farther, as a fraction, than the nearest
       one of its own, in the feature space of the segmentation; its other class is that of this centroid;
    2. if removing specks moved it to another class; then its other class is the one it was in before;
    3. if the nearest end of a color range that is a class is as near: as if beside the range lay another
       one of the same width, and the middles of both were centroids.

    4. if it shares a side with a pixel of another class: a border is sure to a pixel at best.

    In spots and lines of a class into which no square of `SPOT` pixels fits, `SPOT_FACTOR` times ``doubt``
    holds in 1 and 3. Noise ends up in such spots, and the blur between two classes in such lines, which a
    third class gets if its color lies between.
    """
    n_classes = len(classes)
    in_spot = _in_spots(numbers)
    bounds = doubt, SPOT_FACTOR * doubt
    of_found = class_of_clusters(found, found_classes(classes, result.edits))
    now = _relabeled(found.labels, of_found)
    codes = _nearest_others(image, histogram, found, of_found, bounds)
    other = _decoded(codes, in_spot)
    if result.edits.specks:
        of_result = _relabeled(result.labels, class_of_clusters(result, classes))
        moved = of_result != now
        other[moved] = now[moved]
        now = of_result
    for row, each in reversed(list(enumerate(classes))):
        if each.selection is None:
            continue
        codes = map_labels(image, histogram, _end_codes(histogram.colors, each.selection, bounds))
        is_inside, is_near = (codes & 1).astype(np.bool_), (codes >= 4) | (in_spot & (codes >= 2))
        other = np.where(is_inside, np.where(is_near, now, NO_LABEL), np.where(is_near, np.uint8(row), other))
        now[is_inside] = row
    other[(other == now) | (other > n_classes)] = NO_LABEL
    other = np.where(other == NO_LABEL, _beside(numbers), other)
    other[numbers == NO_LABEL] = NO_LABEL
    return other


def _beside(numbers: _Classes8) -> _Classes8:
    """Another class that a pixel shares a side with, `NO_LABEL` if there is none."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    highest = cv2.dilate(np.where(numbers == NO_LABEL, np.uint8(0), numbers), cross)
    lowest = cv2.erode(numbers, cross)
    others = np.where(highest > numbers, highest, np.where(lowest < numbers, lowest, np.uint8(NO_LABEL)))
    return np.asarray(others, np.uint8)


def _in_spots(numbers: _Classes8) -> NDArray[np.bool_]:
    """Where no square of `SPOT` pixels of one class covers a pixel."""
    square = np.ones((SPOT, SPOT), np.uint8)
    middles = (cv2.erode(numbers, square) == cv2.dilate(numbers, square)).view(np.uint8)
    return np.asarray(cv2.dilate(middles, square) == 0)


def _nearest_others(
    image: RgbImage,
    histogram: ColorHistogram,
    found: Segmentation,
    of_found: _Classes8,
    bounds: tuple[float, float],
) -> _Classes8:
    """The codes of all pixels, shape (H, W)."""
    settings = found.settings
    seen = smoothed(image, settings.smoothing)
    centers = found.centers.astype(np.float32)
    if settings.position_weight > 0.0:
        codes = np.empty((image.height, image.width), np.uint8)

        def of_rows(rows: slice) -> None:
            part = codes[rows]
            index = rows.start * image.width + np.arange(part.size)
            part[:] = _codes(pixel_features(seen, index, settings), centers, of_found, bounds).reshape(
                part.shape
            )

        in_threads(of_rows, row_blocks(codes.shape))
        return codes
    if seen is not image:
        histogram = color_histogram(seen)
    space = ColorSpace(settings.color_space)
    of_colors = np.empty(histogram.n_colors, np.uint8)

    def of_block(block: slice) -> None:
        of_colors[block] = _codes(to_space(histogram.colors[block], space), centers, of_found, bounds)

    in_threads(of_block, row_blocks((histogram.n_colors, 1)))
    return map_labels(seen, histogram, of_colors)


def _codes(
    features: NDArray[np.float32],
    centers: NDArray[np.float32],
    of_centers: _Classes8,
    bounds: tuple[float, float],
) -> _Classes8:
    """The other class of each row; `_IN_SPOTS` more if in spots only, `NO_LABEL` if there is none."""
    present = np.unique(of_centers)
    codes = np.full(len(features), NO_LABEL, np.uint8)
    if len(present) < 2:
        return codes
    for start in range(0, len(features), BLOCK):
        x = np.ascontiguousarray(features[start : start + BLOCK].T)
        relative = nearest(x, centers)[1]
        squared = np.stack([relative[of_centers == each].min(axis=0) for each in present])
        squared += np.einsum("dn,dn->n", x, x)
        rows, columns = column_argmin(squared), np.arange(x.shape[1])
        own = np.maximum(squared[rows, columns], 0)
        squared[rows, columns] = np.inf
        rows = column_argmin(squared)
        others, apart = present[rows], squared[rows, columns]
        everywhere, in_spots = (apart <= own * np.float32((1 + bound) ** 2) for bound in bounds)
        codes[start : start + BLOCK] = np.where(
            everywhere, others, np.where(in_spots, others + np.uint8(_IN_SPOTS), np.uint8(NO_LABEL))
        )
    return codes


def _decoded(codes: _Classes8, in_spot: NDArray[np.bool_]) -> _Classes8:
    others = np.where((codes < _IN_SPOTS) | in_spot, codes, np.uint8(NO_LABEL))
    others[(others >= _IN_SPOTS) & (others < NO_LABEL)] -= np.uint8(_IN_SPOTS)
    return others


def _end_codes(
    colors: NDArray[np.uint8], selection: ColorSelection, bounds: tuple[float, float]
) -> _Classes8:
    """1 if a color is selected, plus 4 if an end is near, or 2 if it is only in spots."""
    depth = relative_depth(coordinates(colors, selection.shape), selection)
    codes = (depth <= 1).astype(np.uint8)
    # At 1 ± t, one middle is 1 - t and the other 1 + t away.
    everywhere, in_spots = (np.abs(depth - 1) <= bound / (2 + bound) for bound in bounds)
    codes += np.where(everywhere, np.uint8(4), np.where(in_spots, np.uint8(2), np.uint8(0)))
    return codes


def _relabeled(labels: _Classes8, of_labels: _Classes8) -> _Classes8:
    table = np.full(256, NO_LABEL, np.uint8)
    table[: len(of_labels)] = of_labels
    return relabeled(labels, table)

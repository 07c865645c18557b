"""Label maps from the labels of the distinct colors."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.resizing import fitted_size, resized
from kseg_core.histogram import ColorHistogram
from kseg_core.image import COLOR_CODES, NO_LABEL, Box, RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.threads import in_threads


def with_label_map(image: RgbImage, histogram: ColorHistogram, result: Segmentation) -> Segmentation:
    """`with_label_maps` of one segmentation."""
    return next(with_label_maps(image, histogram, [result]))


def with_label_maps(
    image: RgbImage, histogram: ColorHistogram, results: Iterable[Segmentation]
) -> Iterator[Segmentation]:
    """Segmentations whose label map was left out, with it; any other as it is.

    Parameters
    ----------
    image : RgbImage
        The picture that was segmented.
    histogram : ColorHistogram
        Of the image.
    results : iterable of Segmentation

    Notes
    -----
    To look up the color of every pixel takes longest. It is done once for successive results as long as 8
    bits can number the combinations of their labels.
    """
    together: list[Segmentation] = []
    combinations = 1
    for result in results:
        is_left_out = not result.labels.size and result.color_labels is not None
        combinations *= result.n_clusters
        if together and not (is_left_out and combinations <= NO_LABEL):
            yield from _mapped(image, histogram, together)
            together, combinations = [], result.n_clusters
        if is_left_out:
            together.append(result)
        else:
            yield result
    if together:
        yield from _mapped(image, histogram, together)


def _mapped(
    image: RgbImage, histogram: ColorHistogram, results: list[Segmentation]
) -> Iterator[Segmentation]:
    numbers, combinations = np.zeros(histogram.n_colors, np.uint8), 1
    for each in results:
        if each.color_labels is not None:
            numbers += np.uint8(combinations) * each.color_labels
            combinations *= each.n_clusters
    painted, combinations = map_labels(image, histogram, numbers), 1
    if len(results) == 1:
        yield replace(results[0], labels=painted)
        return
    for each in results:
        of_number = (np.arange(256) // combinations % each.n_clusters).astype(np.uint8)
        of_number[NO_LABEL] = NO_LABEL
        combinations *= each.n_clusters
        yield replace(each, labels=np.asarray(cv2.LUT(painted, of_number), dtype=np.uint8))


def labels_seen(
    image: RgbImage, histogram: ColorHistogram, result: Segmentation, *, box: Box | None = None, max_side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """What is seen of the label map at a smaller size, even if it was left out: every so many pixels.

    Parameters
    ----------
    image : RgbImage
        The picture that was segmented.
    histogram : ColorHistogram
        Of the image.
    result : Segmentation
    box : Box, optional
        The part to show; None = all of it.
    max_side : int
        Longer side of the result at most.

    Returns
    -------
    labels : ndarray of uint8, shape (h, w)
        The same that scaling down the whole label map by nearest neighbor gives.
    alpha : ndarray of uint8, shape (h, w), or None
        Of these pixels.
    """
    box = box or image.box
    part = (box.rows, box.columns)
    size = fitted_size(box.width, box.height, max_side)

    def sampled(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return resized(values[part], *size, cv2.INTER_NEAREST_EXACT)

    alpha = None if image.alpha is None else sampled(image.alpha)
    if result.labels.size or result.color_labels is None:
        return sampled(result.labels), alpha
    opaque = None if alpha is None else alpha >= image.opaque_from
    return _labeled(sampled(image.pixels), opaque, histogram, result.color_labels), alpha


def map_labels(image: RgbImage, histogram: ColorHistogram, labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The label map (H, W) of a picture from the labels (U,) of its distinct colors."""
    return _labeled(image.pixels, image.opaque, histogram, labels)


def _labeled(
    pixels: NDArray[np.uint8],
    opaque: NDArray[np.bool_] | None,
    histogram: ColorHistogram,
    labels: NDArray[np.uint8],
) -> NDArray[np.uint8]:
    table = np.zeros(COLOR_CODES, dtype=np.uint8)
    for block in row_blocks((histogram.n_colors, 1)):
        table[pack_colors(histogram.colors[block])] = labels[block]
    painted = np.empty(pixels.shape[:2], dtype=np.uint8)

    def paint(rows: slice) -> None:
        np.take(table, pack_colors(pixels[rows]), out=painted[rows], mode="clip")

    in_threads(paint, row_blocks(painted.shape))
    if opaque is not None:
        painted[~opaque] = NO_LABEL
    return painted

"""How points, pixels and clusters relate: the point of each pixel and the cluster of each point."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.points import NO_POINT, ColorCloud
from kseg_core.encoding.resizing import fitted_size
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import COLOR_CODES, RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.segmentation import Segmentation


def point_map(
    image: RgbImage, histogram: ColorHistogram, cloud: ColorCloud, *, max_side: int
) -> NDArray[np.uint16]:
    """The point of each pixel in a small version of the picture (`nearest_neighbor_grid`).

    Histogram and cloud are those of the picture.

    Returns
    -------
    ndarray of uint16, shape (h, w)
        `NO_POINT` if the pixel is not opaque or its color has no point.
    """
    grid = nearest_neighbor_grid(image.height, image.width, max_side)
    pixels = image.pixels[grid]
    opaque = np.ones(pixels.shape[:2], np.bool_) if image.opaque is None else image.opaque[grid]
    colors = np.searchsorted(histogram.codes, pack_colors(pixels)[opaque])
    small = np.full(opaque.shape, NO_POINT, dtype=np.uint16)
    # -1 becomes NO_POINT.
    small[opaque] = cloud.point_of_color[colors].astype(np.uint16)
    return small


def nearest_neighbor_grid(
    height: int, width: int, max_side: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows (h, 1) and columns (1, w) that scale a picture (H, W) down by nearest neighbor.

    Neither side is longer than `max_side`. Pixel (r, c) of the smaller picture is the one in row
    ``floor((r + 0.5) H / h)`` and column ``floor((c + 0.5) W / w)``.
    """
    small_width, small_height = fitted_size(width, height, max_side)
    rows = ((np.arange(small_height) + 0.5) * height / small_height).astype(np.intp)
    columns = ((np.arange(small_width) + 0.5) * width / small_width).astype(np.intp)
    return rows[:, None], columns[None]


def stray_points(
    small: NDArray[np.uint16], image: RgbImage, histogram: ColorHistogram, cloud: ColorCloud
) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """The points that do not occur in a point map, and where one pixel of each lies.

    Histogram and cloud are those of the picture, and `small` (h, w) is its `point_map`.

    Returns
    -------
    points : ndarray of uint16, shape (S,)
        Ascending.
    cells : ndarray of uint32, shape (S,)
        Flat indices of the map.
    """
    is_stray = np.ones(NO_POINT + 1, dtype=np.bool_)
    is_stray[small] = False
    is_stray[cloud.n_points :] = False
    table = np.full(COLOR_CODES, NO_POINT, dtype=np.uint16)
    table[histogram.codes] = cloud.point_of_color.astype(np.uint16)
    cell_of_point = np.zeros(cloud.n_points, dtype=np.uint32)
    height, width = small.shape
    for block in row_blocks((image.height, image.width)):
        points = table[pack_colors(image.pixels[block])]
        if image.alpha is not None:
            points[image.alpha[block] < image.opaque_from] = NO_POINT
        rows, columns = np.nonzero(is_stray[points])
        map_rows = (block.start + rows) * height // image.height
        cell_of_point[points[rows, columns]] = map_rows * width + columns * width // image.width
    strays = np.flatnonzero(is_stray)
    return strays.astype(np.uint16), cell_of_point[strays]


def labels_of_points(
    cloud: ColorCloud, histogram: ColorHistogram, segmentation: Segmentation
) -> NDArray[np.uint8]:
    """The cluster of each point: that of most of its pixels, the lower number in a tie.

    Cloud, histogram and segmentation are those of one picture.

    Returns
    -------
    ndarray of uint8, shape (N,)
        Exact where every point is one color.

    Raises
    ------
    SettingsError
        If pixels of one color can have several clusters.
    """
    labels, k = segmentation.color_labels, segmentation.n_clusters
    if labels is None:
        raise SettingsError("The cloud shows clusters of colors alone: no position weight, no smoothing.")
    shown = cloud.point_of_color >= 0
    point, label = cloud.point_of_color[shown].astype(np.intp), labels[shown]
    votes = np.bincount(point * k + label, histogram.counts[shown], cloud.n_points * k)
    return votes.reshape(cloud.n_points, k).argmax(axis=1).astype(np.uint8)

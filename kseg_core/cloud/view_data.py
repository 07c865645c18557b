"""The messages that describe the cloud to the browser; each is sent again only if it changes."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.gamut import gamut_outline
from kseg_core.cloud.packed import pack_arrays
from kseg_core.cloud.picture_points import labels_of_points, point_map, stray_points
from kseg_core.cloud.pixel_facts import centroid_distances
from kseg_core.cloud.points import ColorCloud
from kseg_core.cloud.selection import selected_points
from kseg_core.cloud.shapes import CloudShape, center_coordinates, coordinates
from kseg_core.color_spaces import ColorSpace
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code
from kseg_core.wording import percent

MAP_PIXELS = 36_000
"""Pixels of a point map at most: it is the largest array, and 16 bits must number its pixels."""

POSITION_STEPS = 2047
"""Positions are rounded to this many steps per axis, far finer than a point is wide."""


def pack_points(cloud: ColorCloud, image: RgbImage, histogram: ColorHistogram) -> bytes:
    """The colors and pixel counts of the points, and the point map: what no shape or cluster changes.

    Returns
    -------
    bytes
        From `pack_arrays`, with ``points``, ``kind``, ``width`` and ``height`` of the map in the header and

        - ``colors``: `deltas` of the RGB colors, 3 channels of 1 byte;
        - ``counts``: `deltas` of the pixel counts, 1 channel of 4 bytes;
        - ``map``: uint16, shape (height, width), see `point_map`;
        - ``strays`` and ``cells``: `deltas`, 1 channel of 2 bytes each, see `stray_points`.
    """
    shrink = min(1.0, np.sqrt(MAP_PIXELS / (image.width * image.height)))
    max_side = min(MAP_PIXELS, max(1, int(shrink * max(image.width, image.height))))
    pixels = point_map(image, histogram, cloud, max_side=max_side)
    strays, cells = stray_points(pixels, image, histogram, cloud)
    height, width = pixels.shape
    return pack_arrays(
        {"points": cloud.n_points, "kind": cloud.kind.name.lower(), "width": width, "height": height},
        {
            "colors": deltas(cloud.colors),
            "counts": deltas(np.minimum(cloud.counts, 2**32 - 1).astype(np.uint32)[:, None]),
            "map": pixels,
            "strays": deltas(strays[:, None]),
            "cells": deltas(cells.astype(np.uint16)[:, None]),
        },
    )


def pack_shape(cloud: ColorCloud, shape: CloudShape) -> bytes:
    """The positions of the points in a shape.

    Returns
    -------
    bytes
        From `pack_arrays`, with ``axes`` (title, low, high, decimals), ``up`` (the axis drawn upright),
        ``gray`` (``"diagonal"`` or ``"upright"``), ``proportions`` and ``lines`` (points of each line
        of the outline) in the header and

        - ``positions``: `deltas`, 3 channels of 2 bytes: 0 = low, `POSITION_STEPS` = high;
        - ``outline``: float32, shape (M, 3), all lines concatenated;
        - ``outline_colors``: uint8, shape (M, 3).
    """
    axes = shape.axes
    low = np.array([axis.low for axis in axes])
    span = np.array([axis.high for axis in axes]) - low
    steps = np.rint((coordinates(cloud.colors, shape) - low) / span * POSITION_STEPS)
    outline, outline_colors = zip(*gamut_outline(shape), strict=True)
    return pack_arrays(
        {
            "shape": str(shape),
            "axes": [
                {"title": axis.title, "low": axis.low, "high": axis.high, "decimals": axis.decimals}
                for axis in axes
            ],
            "up": shape.scene_axes[2],
            "gray": "upright" if _white_is_above_black(shape) else "diagonal",
            "proportions": [1.0, 1.0, 0.9] if shape.is_round else (span / span.max()).tolist(),
            "steps": POSITION_STEPS,
            "lines": [len(line) for line in outline],
        },
        {
            "positions": deltas(np.clip(steps, 0, POSITION_STEPS).astype(np.uint16)),
            "outline": np.concatenate(outline),
            "outline_colors": np.concatenate(outline_colors),
        },
    )


def pack_clusters(
    cloud: ColorCloud, histogram: ColorHistogram, segmentation: Segmentation, shape: CloudShape
) -> bytes:
    """The clusters of the points, and the centroids.

    Returns
    -------
    bytes
        From `pack_arrays`, with ``hexes`` and ``shares`` of the clusters as texts, ``space`` and ``farthest``
        (distance of the farthest point from its centroid, in units of the space, as a text) in the header and

        - ``labels``: uint8, shape (N,);
        - ``distances``: uint8, shape (N,): 0 = none, 255 = the farthest;
        - ``centers``: float32, shape (K, 3), in the units of the shape;
        - ``palette``: uint8, shape (K, 3).

    Raises
    ------
    SettingsError
        If pixels of one color can have several clusters.
    """
    space = ColorSpace(segmentation.settings.color_space)
    labels = labels_of_points(cloud, histogram, segmentation)
    distances = centroid_distances(cloud.colors, segmentation)[np.arange(cloud.n_points), labels].astype(
        np.float32
    )
    farthest = float(distances.max())
    relative = distances / np.float32(farthest or 1.0)
    return pack_arrays(
        {
            "hexes": [hex_code(color) for color in segmentation.palette],
            "shares": [percent(share) for share in segmentation.shares.tolist()],
            "space": str(space),
            "farthest": f"{farthest:.{1 if farthest < 10 else 0}f}",
        },
        {
            "labels": labels,
            "distances": np.rint(relative * 255).astype(np.uint8),
            "centers": center_coordinates(segmentation.centers, segmentation.palette, space, shape),
            "palette": segmentation.palette,
        },
    )


def pack_selection(cloud: ColorCloud, histogram: ColorHistogram, selected: NDArray[np.bool_]) -> bytes:
    """The selected points, from the selected colors (U,): ``lit``, uint8 of 0 or 1, shape (N,)."""
    return pack_arrays({}, {"lit": selected_points(cloud, histogram, selected).view(np.uint8)})


def deltas(values: NDArray[np.unsignedinteger]) -> NDArray[np.uint8]:
    """Differences of neighboring rows, byte by byte, which zlib compresses twice as well.

    Parameters
    ----------
    values : ndarray of uint8, uint16 or uint32, shape (N, C)

    Returns
    -------
    ndarray of uint8, shape (C, B, N)
        For each channel the B bytes, lowest first, of the difference to the row above, modulo 256 ** B;
        the first row is unchanged.
    """
    steps = values.copy()
    steps[1:] -= values[:-1]
    little = np.ascontiguousarray(steps, dtype=values.dtype.newbyteorder("<"))
    return little.view(np.uint8).reshape(*values.shape, values.itemsize).transpose(1, 2, 0).copy()


def _white_is_above_black(shape: CloudShape) -> bool:
    right, back, _ = shape.scene_axes
    black, white = coordinates(np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8), shape)
    return bool(np.abs(white - black)[[right, back]].max() < 1.0)

"""Pixels that lie inside a region, away from the borders where two colors mix."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import RgbImage
from kseg_core.kmeans.spatial import spread_pixels

DRAWN = 32_768
"""Pixels looked at, spread evenly over the picture."""

KEPT = 4096
"""Interior pixels kept of them at most."""

BORDER_CONTRAST = 30.0
"""Color difference (RGB levels) across a pixel from which on it lies on a border."""

_LEAST_SHARE = 0.02
_LEAST = 512
_NEAR, _SIDE = (2, 3), (-1, 0, 1)


def interior_pixels(image: RgbImage, *, seed: int) -> NDArray[np.intp]:
    """Draw pixels and leave out those on a border.

    Blur, anti-aliasing and the halved color resolution of most JPEGs fill borders with mixtures
    of the colors beside them. Such pixels belong to no region.

    Parameters
    ----------
    image : RgbImage
    seed : int

    Returns
    -------
    ndarray of intp, shape (N,), N <= `KEPT`
        Flat indices, ascending. Where hardly any pixel is interior, as in noise, border pixels
        are kept too.
    """
    drawn = spread_pixels(image, DRAWN, seed=seed)
    inside = drawn[border_contrast(image, drawn) <= BORDER_CONTRAST]
    if len(inside) < _LEAST_SHARE * len(drawn) or len(inside) < min(_LEAST, len(drawn) // 4):
        inside = drawn
    if len(inside) > KEPT:
        inside = inside[((np.arange(KEPT) + 0.5) * len(inside) / KEPT).astype(np.intp)]
    return inside


def border_contrast(image: RgbImage, index: NDArray[np.intp]) -> NDArray[np.float32]:
    """Color difference across each pixel, the larger of left to right and top to bottom.

    Compared are means of 2 × 3 pixels that begin two pixels away from the pixel, so that neither
    noise nor the mixtures on a border weigh much. Outside the picture its rim is repeated.

    Parameters
    ----------
    image : RgbImage
    index : ndarray of intp, shape (N,)
        Flat indices.

    Returns
    -------
    ndarray of float32, shape (N,)
        Euclidean distance in RGB levels, 0 to 442. What lies under alpha 0 counts as seen.
    """
    y, x = np.divmod(index, image.width)
    backward = tuple(-step for step in _NEAR)
    across = _mean(image, y, x, _SIDE, _NEAR) - _mean(image, y, x, _SIDE, backward)
    down = _mean(image, y, x, _NEAR, _SIDE) - _mean(image, y, x, backward, _SIDE)
    squares = np.maximum(np.einsum("nc,nc->n", across, across), np.einsum("nc,nc->n", down, down))
    contrast: NDArray[np.float32] = np.sqrt(squares)
    return contrast


def _mean(
    image: RgbImage, y: NDArray[np.intp], x: NDArray[np.intp], rows: tuple[int, ...], columns: tuple[int, ...]
) -> NDArray[np.float32]:
    total = np.zeros((len(y), 3), dtype=np.float32)
    for down in rows:
        for right in columns:
            total += image.pixels[
                np.clip(y + down, 0, image.height - 1), np.clip(x + right, 0, image.width - 1)
            ]
    return total / np.float32(len(rows) * len(columns))

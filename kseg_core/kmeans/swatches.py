"""The color that stands for a cluster: its mean, or one of its own pixels."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.image import NO_LABEL, RgbImage, row_blocks
from kseg_core.kmeans.cluster_statistics import rgb_moments, squared_rgb_error
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Swatch

LEAST_SHARE = 0.01
"""Of a cluster: a cell with fewer pixels is no candidate for its most vivid color."""

_LEVELS = 32
"""Cells along each channel; a cell holds 8 × 8 × 8 colors."""

_CELLS = _LEVELS**3
_SIDE = 256 // _LEVELS
_IN_CELL = _SIDE**3


def with_swatches(image: RgbImage, result: Segmentation) -> Segmentation:
    """A result without edits whose palette is what its settings say; locked colors stay."""
    if result.settings.swatch is Swatch.MEAN:
        return result
    counts, sums, squares = rgb_moments(image.pixels, result.labels, result.n_clusters)
    palette = swatch_colors(image, result.labels, result.means, result.settings.swatch)
    for row, color in enumerate(result.palette.tolist()):
        if tuple(color) in result.settings.locked:
            palette[row] = color
    return replace(result, palette=palette, rgb_sse=squared_rgb_error(palette, counts, sums, squares))


def swatch_colors(
    image: RgbImage, labels: NDArray[np.uint8], means: NDArray[np.uint8], swatch: Swatch | str
) -> NDArray[np.uint8]:
    """The colors that stand for the clusters of a label map.

    Parameters
    ----------
    image : RgbImage
    labels : ndarray of uint8, shape (H, W)
        0 to K - 1, each at least once; `NO_LABEL` where a pixel is transparent.
    means : ndarray of uint8, shape (K, 3)
        Of the clusters.
    swatch : Swatch or its value

    Returns
    -------
    ndarray of uint8, shape (K, 3), writable

    Notes
    -----
    Except for the means, these are colors of pixels. RGB is divided into 32 × 32 × 32 cells. `Swatch.COMMON`
    takes the cell with the most pixels of a cluster, `Swatch.VIVID` the one whose middle has the highest
    chroma in OKLab among those with at least `LEAST_SHARE` of the cluster; of the cell, the color of the most
    pixels. One exact color of all would be a matter of noise.
    """
    if swatch == Swatch.MEAN:
        return means.copy()
    pixels = np.zeros(len(means) * _CELLS, dtype=np.int64)
    for colors, owner in _blocks(image, labels):
        pixels += np.bincount(owner * _CELLS + _number(colors // _SIDE, _LEVELS), minlength=len(pixels))
    rank = pixels.reshape(len(means), _CELLS)
    if swatch == Swatch.VIVID:
        enough = rank >= LEAST_SHARE * rank.sum(axis=1, keepdims=True)
        # Where a cluster is so noisy that no cell has enough, the most common one stands for it.
        rank = np.where(enough, 1.0 + _chroma(), rank / (1.0 + rank.sum()))
    cell = rank.argmax(axis=1)
    inside = np.zeros(len(means) * _IN_CELL, dtype=np.int64)
    for colors, owner in _blocks(image, labels):
        mine = _number(colors // _SIDE, _LEVELS) == cell[owner]
        within = _number(colors[mine] % _SIDE, _SIDE)
        inside += np.bincount(owner[mine] * _IN_CELL + within, minlength=len(inside))
    place = inside.reshape(len(means), _IN_CELL).argmax(axis=1)
    return (_channels(cell, _LEVELS) * _SIDE + _channels(place, _SIDE)).astype(np.uint8)


def _blocks(
    image: RgbImage, labels: NDArray[np.uint8]
) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.int64]]]:
    """The colors of labeled pixels, (N, 3), and their labels, some rows at a time."""
    for rows in row_blocks(labels.shape):
        seen = labels[rows] != NO_LABEL
        yield image.pixels[rows][seen], labels[rows][seen].astype(np.int64)


def _number(channels: NDArray[np.uint8], base: int) -> NDArray[np.int64]:
    """Three digits in one number, the last channel the highest."""
    return channels @ np.array([1, base, base * base])


def _channels(number: NDArray[np.intp], base: int) -> NDArray[np.intp]:
    """The three digits of `_number`, shape (N, 3)."""
    return np.stack([number % base, number // base % base, number // (base * base)], axis=1)


def _chroma() -> NDArray[np.float64]:
    """Chroma in OKLab of the middle of each cell, shape (32768,)."""
    middles = (_channels(np.arange(_CELLS), _LEVELS) * _SIDE + _SIDE // 2).astype(np.uint8)
    lab = to_space(middles, ColorSpace.OKLAB).astype(np.float64)
    return np.hypot(lab[:, 1], lab[:, 2])

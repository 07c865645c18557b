"""The color that stands for a cluster: its mean, or one of its own pixels."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.image import NO_LABEL, RgbImage, pack_colors
from kseg_core.kmeans.cluster_statistics import rgb_moments, squared_rgb_error
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Swatch

LEAST_SHARE = 0.01
"""Of a cluster: a group of close colors with fewer pixels is no candidate for the most vivid one."""

_CLOSE = 0x1F1F1F
"""Highest five bits of three channels, after a shift by three: 32 levels."""


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
    Except for the means, these are colors of pixels. A cluster's colors are grouped by the highest five bits
    of each channel. `Swatch.COMMON` takes the group with the most pixels, `Swatch.VIVID` the one with the
    highest chroma in OKLab among those with at least `LEAST_SHARE` of the cluster; of the group, the
    color of the most pixels. One exact color of all would be a matter of noise.
    """
    if swatch == Swatch.MEAN:
        return means.copy()
    keys, counts = _label_colors(image, labels)
    codes = keys & np.uint32(0xFFFFFF)
    owner = (keys >> 24).astype(np.intp)
    close = (keys >> 24 << 24) | (codes >> 3 & _CLOSE)
    _, group = np.unique(close, return_inverse=True)
    pixels = np.bincount(group, counts)
    rank = pixels[group]
    if swatch == Swatch.VIVID:
        enough = rank >= LEAST_SHARE * np.bincount(owner, counts)[owner]
        lab = to_space(_unpacked(codes), ColorSpace.OKLAB)
        chroma = np.bincount(group, counts * np.hypot(lab[:, 1], lab[:, 2])) / pixels
        rank = np.where(enough, 1.0 + chroma[group], rank / (1.0 + rank.sum()))
    # The last of each cluster, in this order, is its color; of two alike the one with the lower code.
    order = np.lexsort((-codes.astype(np.int64), counts, -group, rank, owner))
    last = np.searchsorted(owner[order], np.arange(len(means)), side="right") - 1
    return _unpacked(codes[order[last]])


def _label_colors(image: RgbImage, labels: NDArray[np.uint8]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Each pair of a label and a color, ``label << 24 | B << 16 | G << 8 | R``, and its pixels."""
    keys = pack_colors(image.pixels).ravel()
    keys |= labels.ravel().astype(np.uint32) << 24
    if image.opaque is not None:
        keys = keys[labels.ravel() != NO_LABEL]
    keys.sort()
    last = np.flatnonzero(np.append(keys[1:] != keys[:-1], True))
    return keys[last], np.diff(last, prepend=-1)


def _unpacked(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return codes.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].copy()

"""The colors that clusters can be painted with, and the painted picture."""

import hashlib
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kseg_core.ciede2000 import ciede2000
from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import K_MAX


class Paint(StrEnum):
    """How clusters are painted. The values are the names shown to people."""

    MEAN = "Mean colors"
    DISTINCT = "Label colors"
    HSV_AS_RGB = "Mistake: HSV shown as RGB"
    BGR_AS_RGB = "Mistake: BGR shown as RGB"


_FIRST_LABEL_COLORS = np.frombuffer(
    bytes.fromhex(
        "a8701c 0000a8 00ffff e0fc00 548cfc 70001c 007070 ffa8a8 fc1ca8 381c38 8c8c70 54c400 a81c00 c4a8fc "
        "c4fca8 8c5454 a81ca8 3838ff 1c3870 8cc4c4 ffe0e0 c4a870 8c708c 383838 1c5438 00a8c4 c40070 707038 "
        "ffc470 703854 fcc4e0 fc3854"
    ),
    dtype=np.uint8,
).reshape(-1, 3)
_LEVELS = np.arange(0, 256, 28, dtype=np.uint8)


@cache
def label_colors(count: int) -> NDArray[np.uint8]:
    """Clearly distinct colors, uint8 RGB (count, 3), the most distinct first; always the same.

    Notes
    -----
    The first 32 were chosen one after another from a grid of 1,242 colors with CIELAB L* from 15 to 95,
    each as far as possible from those before it. The distance of two colors is the smallest of their
    CIEDE2000 in normal vision and in the three dichromacies simulated after Machado, Oliveira and
    Fernandes 2009 (these times 1.7, 1.5 and 1.7). The smallest distance is 34 among the first 8, 17 among
    16 and 12 among 32; seen with protanopia, deuteranopia or tritanopia it is 19, 10 and 7.

    Later ones are taken from a grid of 959 colors in the same way, for normal vision alone: the
    smallest distance among 64 is 12, among 128 it is 9.
    """
    colors = _FIRST_LABEL_COLORS[:count]
    if count > len(colors):
        grid = np.stack(np.meshgrid(_LEVELS, _LEVELS, _LEVELS, indexing="ij"), axis=-1).reshape(-1, 3)
        lightness = to_space(grid, ColorSpace.CIELAB)[:, 0]
        grid = grid[(lightness >= 15) & (lightness <= 95)]
        distances = ciede2000(grid, colors).min(axis=1)
        while len(colors) < count:
            farthest = grid[[distances.argmax()]]
            distances = np.minimum(distances, ciede2000(grid, farthest)[:, 0])
            colors = np.concatenate([colors, farthest])
    colors.flags.writeable = False
    return colors


def paint_colors(result: Segmentation, paint: Paint | str) -> NDArray[np.uint8]:
    """What each cluster is painted with, uint8 RGB (K, 3).

    Notes
    -----
    - `Paint.MEAN`: the colors of the result, replacements included.
    - `Paint.DISTINCT`: by the first member, so that a cluster keeps its color through merges.
    - `Paint.HSV_AS_RGB`: OpenCV's 8-bit H (0 to 179), S and V of these colors, taken for R, G and B,
      as by a program that clusters in HSV and does not convert back.
    - `Paint.BGR_AS_RGB`: red and blue exchanged, as by a program that reads with OpenCV and shows
      with a library that expects RGB.
    """
    paint = Paint(paint)
    if paint is Paint.DISTINCT:
        return label_colors(K_MAX)[[group[0] for group in result.members]]
    if paint is Paint.HSV_AS_RGB:
        return to_space(result.palette, ColorSpace.HSV).astype(np.uint8)
    if paint is Paint.BGR_AS_RGB:
        return np.ascontiguousarray(result.palette[:, ::-1])
    return result.palette


def painted(labels: NDArray[np.uint8], colors: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A label map (H, W) in the colors (K, 3) of its clusters, uint8 RGB (H, W, 3); other labels black."""
    table = np.zeros((256, 3), dtype=np.uint8)
    table[: len(colors)] = colors
    return table[labels]


def clustered_picture(image: RgbImage, result: Segmentation) -> RgbImage:
    """A photo with every pixel in the color of its cluster, as a picture to work on further.

    Its transparency is that of the photo; what is not opaque there is wholly transparent.
    """
    return RgbImage(
        pixels=painted(result.labels, result.palette),
        alpha=image.opaque_alpha,
        digest=hashlib.sha256(f"{image.digest} clustered {result.settings!r}".encode()).hexdigest(),
    )

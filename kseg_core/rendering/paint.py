"""The colors that clusters can be painted with."""

from enum import StrEnum
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.kmeans.segmentation import Segmentation


class Paint(StrEnum):
    """How clusters are painted. The values are the names shown to people."""

    MEAN = "Mean colors"
    DISTINCT = "Label colors"
    HSV_AS_RGB = "Mistake: HSV shown as RGB"
    BGR_AS_RGB = "Mistake: BGR shown as RGB"


# Chosen one after another from a grid of 1,242 colors with CIELAB L* from 15 to 95, each as far as
# can be from those before it: by CIEDE2000, the least of normal vision and of the three dichromacies
# simulated after Machado, Oliveira and Fernandes 2009 (these times 1.7, 1.5 and 1.7).
DISTINCT_COLORS = np.frombuffer(
    bytes.fromhex(
        "a8701c 0000a8 00ffff e0fc00 548cfc 70001c 007070 ffa8a8 fc1ca8 381c38 8c8c70 54c400 a81c00 c4a8fc "
        "c4fca8 8c5454 a81ca8 3838ff 1c3870 8cc4c4 ffe0e0 c4a870 8c708c 383838 1c5438 00a8c4 c40070 707038 "
        "ffc470 703854 fcc4e0 fc3854"
    ),
    dtype=np.uint8,
).reshape(-1, 3)
"""Clearly distinct colors (32, 3), the first few the most.

The least CIEDE2000 distance among the first 8 is 34, among 16 it is 17, among all 32 it is 12; seen
with protanopia, deuteranopia or tritanopia at least 19, 10 and 7.
"""


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
        return DISTINCT_COLORS[[group[0] for group in result.members]]
    if paint is Paint.HSV_AS_RGB:
        rows = np.ascontiguousarray(result.palette).reshape(-1, 1, 3)
        return cast(NDArray[np.uint8], cv2.cvtColor(rows, cv2.COLOR_RGB2HSV)).reshape(-1, 3)
    if paint is Paint.BGR_AS_RGB:
        return np.ascontiguousarray(result.palette[:, ::-1])
    return result.palette

"""Canny's stages as pictures: computed in strips at full resolution, reduced for the browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.stages import CannyStages, stage_window
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_pixels
from kseg_core.encoding.resizing import fitted_size
from kseg_core.image import Box, Rgb

WEAK_COLOR: Rgb = (242, 163, 58)
KEPT_COLOR: Rgb = (46, 196, 182)
DROPPED_COLOR: Rgb = (196, 60, 60)
STRONG_COLOR: Rgb = (255, 255, 255)
_BACKGROUND: Rgb = (14, 14, 14)

_STRIP_PIXELS = 1_000_000
_BRIGHTEST = 99.5
"""Percentile of the gradient that is shown as white."""


class EdgeClass(IntEnum):
    """Class of a pixel in stages 4 and 5. Where several are reduced to one, the largest number wins."""

    NOTHING = 0
    DROPPED = 1
    KEPT = 2
    STRONG = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StagePictures:
    """The stages of one part of a picture, reduced; each of shape (h, w) or (h, w, 3).

    Attributes
    ----------
    smoothed : ndarray of uint8
        Gray or RGB.
    magnitude, maxima : ndarray of uint8
        Length of the gradient everywhere and on maxima alone, brighter = longer.
    direction : ndarray of uint8, shape (h, w, 3)
        RGB: the hue is the direction of the gradient (`direction_color`), the brightness its length.
    classes : ndarray of uint8
        `EdgeClass` of each pixel.
    """

    smoothed: NDArray[np.uint8]
    magnitude: NDArray[np.uint8]
    direction: NDArray[np.uint8]
    maxima: NDArray[np.uint8]
    classes: NDArray[np.uint8]


def encode_stages(edge_map: EdgeMap, box: Box, *, max_side: int) -> dict[str, Encoded]:
    """Pictures of all stages of a part by their titles, no side longer than `max_side`."""
    made = stage_pictures(edge_map, box, max_side=max_side)
    quality = 100 if max(made.classes.shape) < max_side // 4 else 88
    by_strength = np.array([_BACKGROUND, WEAK_COLOR, WEAK_COLOR, STRONG_COLOR], np.uint8)
    by_fate = np.array([_BACKGROUND, DROPPED_COLOR, KEPT_COLOR, STRONG_COLOR], np.uint8)
    return {
        "1 · Smoothed": _encode_plane(made.smoothed, quality),
        "2 · Gradient": _encode_plane(made.magnitude, quality),
        "Direction of the gradient": _encode_plane(made.direction, quality),
        "3 · Thinned": _encode_plane(made.maxima, quality),
        "4 · Two thresholds": encode_label_map(made.classes, by_strength),
        "5 · Hysteresis": encode_label_map(made.classes, by_fate),
    }


def stage_pictures(edge_map: EdgeMap, box: Box, *, max_side: int) -> StagePictures:
    """Pictures of the stages in a part of the picture, no side longer than `max_side`.

    Lines are reduced by taking the maximum, so that they do not break; everything else by averaging.
    """
    width, height = fitted_size(box.width, box.height, max_side)
    smoothed = np.zeros((height, width, *edge_map.smoothed.plane.shape[2:]), np.uint8)
    gx, gy, magnitude, maxima = (np.zeros((height, width), np.float32) for _ in range(4))
    classes = np.zeros((height, width), np.uint8)
    for small, part in _strips(box, height, _STRIP_PIXELS):
        stages = stage_window(edge_map, part)
        size = width, small.stop - small.start
        there = 1 if stages.opaque is None else stages.opaque
        smoothed[small] = _mean(stages.picture, size)
        gx[small] = _mean((stages.gx * there).astype(np.float32), size)
        gy[small] = _mean((stages.gy * there).astype(np.float32), size)
        magnitude[small] = _mean(stages.magnitude * there, size)
        maxima[small] = _maximum(stages.nms, size)
        classes[small] = _classes(stages, size)
    white = float(np.percentile(magnitude, _BRIGHTEST)) or 1.0
    white_line = float(np.percentile(maxima[maxima > 0], _BRIGHTEST)) if maxima.any() else 1.0
    angle = np.degrees(np.arctan2(gy, gx)) % 360
    brightness = _bright(magnitude, white)
    return StagePictures(
        smoothed=smoothed,
        magnitude=brightness,
        direction=(direction_color(angle) * (brightness[..., None] / 255)).astype(np.uint8),
        maxima=_bright(maxima, white_line),
        classes=classes,
    )


def direction_color(degrees: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Color of a direction: red to the right (0°), and once around the hues clockwise. (..., 3) RGB."""
    sixths = (np.asarray(degrees)[..., None] / 60 + np.array([0, 4, 2])) % 6
    return cast(NDArray[np.uint8], np.rint(255 * np.clip(np.abs(sixths - 3) - 1, 0, 1)).astype(np.uint8))


def _encode_plane(values: NDArray[np.uint8], quality: int) -> Encoded:
    pixels = values if values.ndim == 3 else np.repeat(values[..., None], 3, axis=2)
    return encode_pixels(np.ascontiguousarray(pixels), None, quality=quality)


def _strips(box: Box, height: int, pixels: int) -> Iterator[tuple[slice, Box]]:
    """Rows of the reduced picture, and the part of the whole picture that they stand for."""
    bounds = box.top + np.arange(height + 1) * box.height // height
    step = max(1, int(pixels * height / (box.width * box.height)))
    for start in range(0, height, step):
        stop = min(height, start + step)
        top, bottom = int(bounds[start]), int(bounds[stop])
        yield slice(start, stop), Box(left=box.left, top=top, right=box.right, bottom=bottom)


def _mean(values: NDArray[np.generic], size: tuple[int, int]) -> NDArray[np.float32]:
    whole = np.ascontiguousarray(values)
    return cast(NDArray[np.float32], cv2.resize(whole, size, interpolation=cv2.INTER_AREA))


def _maximum(values: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    width, height = size
    rows = np.arange(height) * values.shape[0] // height
    columns = np.arange(width) * values.shape[1] // width
    by_rows = np.maximum.reduceat(values, rows, axis=0)
    return cast(NDArray[np.float32], np.maximum.reduceat(by_rows, columns, axis=1))


def _classes(stages: CannyStages, size: tuple[int, int]) -> NDArray[np.uint8]:
    width, height = size
    classes = np.zeros((height, width), np.uint8)
    for edge_class, mask in (
        (EdgeClass.DROPPED, stages.dropped),
        (EdgeClass.KEPT, stages.kept),
        (EdgeClass.STRONG, stages.strong),
    ):
        y, x = np.nonzero(mask)
        classes[y * height // mask.shape[0], x * width // mask.shape[1]] = edge_class
    return classes


def _bright(values: NDArray[np.float32], white: float) -> NDArray[np.uint8]:
    """Brightness by the square root, so that weak gradients can be seen beside strong ones."""
    return cast(NDArray[np.uint8], np.rint(255 * np.sqrt(np.clip(values / white, 0, 1))).astype(np.uint8))

"""Picked segments stay as they are; the rest is toned down."""

from collections.abc import Iterable
from enum import StrEnum
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.edits.cut import soft_alpha
from kseg_core.encoding.pictures import (
    Encoded,
    encode_label_map,
    encode_pixels,
    encode_translucent,
)
from kseg_core.encoding.resizing import fitted_size, resized, resized_photo
from kseg_core.image import NO_LABEL, Box, RgbImage
from kseg_core.rendering.paint import painted


class Rest(StrEnum):
    """What becomes of the segments that are not picked."""

    TRANSPARENT = "Transparent"
    GRAY = "Gray"
    DIMMED = "Dimmed"
    BLURRED = "Blurred"


DIMMED_TO = 0.25
"""Fraction of its brightness that a dimmed segment keeps."""

BLUR_PER_SIDE = 1 / 60
"""σ of the blur as a fraction of the longer side of the whole picture."""

_BLUR_SIDE = 600
"""Longer side, in pixels, of the picture in which the blur is computed: it has no detail to lose."""


def encode_picked(
    image: RgbImage,
    labels: NDArray[np.uint8],
    picked: Iterable[int],
    rest: Rest | str,
    *,
    colors: NDArray[np.uint8] | None = None,
    box: Box | None = None,
    max_side: int | None = None,
    softness: float = 0.0,
) -> Encoded:
    """The picture, in which the segments that are not picked are transparent, gray, dimmed or blurred.

    Parameters
    ----------
    image : RgbImage
    labels : ndarray of uint8, shape (H, W)
        Its label map.
    picked : iterable of int
        Labels; those that the map does not have are ignored.
    rest : Rest or its value
    colors : ndarray of uint8, shape (K, 3), optional
        What the labels are painted with; None = the photo itself.
    box : Box, optional
        The part to show; None = all of it.
    max_side : int, optional
        Longest side of the result in pixels. A larger photo is scaled down by averaging, which softens the
        outline of the picked segments; flat colors are scaled down by nearest neighbor.
    softness : float
        Pixels from the outline inward over which the picked segments of a photo fade (`soft_alpha`).

    Returns
    -------
    Encoded
        Without metadata. Flat colors that are not blurred come as an indexed PNG of no more than K
        colors, everything else as JPEG, or as WebP if some of it is transparent.
    """
    rest, picks = Rest(rest), pick_table(picked)
    box = box or image.box
    part = (box.rows, box.columns)
    if colors is not None and rest is not Rest.BLURRED:
        return _encode_flat(labels[part], colors, image.alpha_in(box), picks, rest, max_side)
    size = fitted_size(box.width, box.height, max_side or max(box.width, box.height))
    softness = 0.0 if colors is not None else softness
    weight = resized(soft_alpha((picks > 0)[labels], softness, box), *size, cv2.INTER_AREA)
    alpha = image.alpha_in(box)
    if colors is None:
        pixels, alpha = resized_photo(image.pixels[part], alpha, *size)
    else:
        small = resized(labels[part], *size, cv2.INTER_NEAREST_EXACT)
        pixels = painted(small, colors)
        if alpha is not None:
            alpha = np.where(small == NO_LABEL, 0, resized(alpha, *size, cv2.INTER_NEAREST_EXACT))
    if rest is Rest.TRANSPARENT:
        alpha = weight if alpha is None else np.asarray(cv2.multiply(alpha, weight, scale=1 / 255), np.uint8)
    else:
        sigma = BLUR_PER_SIDE * max(image.width, image.height) * size[0] / box.width
        back = _blurred(pixels, weight, alpha, sigma) if rest is Rest.BLURRED else _toned_down(pixels, rest)
        pixels = _mixed(pixels, back, weight)
    if alpha is None:
        return encode_pixels(pixels, None, quality=90)
    return encode_translucent(pixels, alpha, quality=90)


def _encode_flat(
    labels: NDArray[np.uint8],
    colors: NDArray[np.uint8],
    alpha: NDArray[np.uint8] | None,
    picks: NDArray[np.uint8],
    rest: Rest,
    max_side: int | None,
) -> Encoded:
    if rest is Rest.TRANSPARENT:
        kept = np.where(picks > 0, np.arange(256, dtype=np.uint8), np.uint8(NO_LABEL))
        left = np.asarray(cv2.LUT(np.ascontiguousarray(labels), kept), np.uint8)
        return encode_label_map(left, colors, alpha=alpha, max_side=max_side)
    back = _toned_down(colors[:, None], rest)[:, 0]
    is_picked = picks[: len(colors), None] > 0
    return encode_label_map(labels, np.where(is_picked, colors, back), alpha=alpha, max_side=max_side)


def pick_table(picked: Iterable[int]) -> NDArray[np.uint8]:
    """255 for labels that are picked, 0 for others; shape (256,)."""
    picks = np.zeros(256, dtype=np.uint8)
    picks[[number for number in picked if 0 <= number < NO_LABEL]] = 255
    return picks


def _toned_down(pixels: NDArray[np.uint8], rest: Rest) -> NDArray[np.uint8]:
    if rest is Rest.GRAY:
        gray = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
        return cast(NDArray[np.uint8], cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB))
    return np.rint(np.arange(256) * DIMMED_TO).astype(np.uint8)[pixels]


def _blurred(
    pixels: NDArray[np.uint8], weight: NDArray[np.uint8], alpha: NDArray[np.uint8] | None, sigma: float
) -> NDArray[np.uint8]:
    """The segments that are not picked, blurred without the colors of those that are."""
    height, width = weight.shape
    size = fitted_size(width, height, _BLUR_SIDE)
    behind = 255 - weight if alpha is None else np.minimum(255 - weight, alpha)
    share = resized(behind, *size, cv2.INTER_AREA).astype(np.float32)[..., None] + np.float32(1e-3)
    small = resized(pixels, *size, cv2.INTER_AREA).astype(np.float32)
    reach = sigma * size[0] / width
    above, below = (cv2.GaussianBlur(plane, (0, 0), reach) for plane in (small * share, share))
    mean = (np.asarray(above) / np.asarray(below).reshape(*size[::-1], 1)).clip(0, 255).astype(np.uint8)
    return resized(mean, width, height, cv2.INTER_LINEAR)


def _mixed(front: NDArray[np.uint8], back: NDArray[np.uint8], weight: NDArray[np.uint8]) -> NDArray[np.uint8]:
    share = weight.astype(np.float32) / np.float32(255)
    return cast(NDArray[np.uint8], cv2.blendLinear(front, back, share, 1 - share))

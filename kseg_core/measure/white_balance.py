"""White balance by one point of a picture that is gray or white in nature."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import linear_rgb, srgb_from_linear
from kseg_core.errors import SettingsError
from kseg_core.image import Box, RgbImage

PATCH_RADIUS = 0.004
"""Of the square around the point whose mean counts, in longer sides of the picture."""

DARKEST, BRIGHTEST = 20, 252
"""Levels between which every channel of the point must lie: outside, the light is not known."""

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


class PointKind(StrEnum):
    """What is at the point. The values are the names shown to people."""

    GRAY = "gray"
    WHITE = "white"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhitePoint:
    """A point of a picture without a color of its own.

    Attributes
    ----------
    x, y : int
        Its pixel.
    kind : PointKind
        Gray: it gets neutral and stays as bright as it is. White: it gets white, so that pictures of the same
        white under more or less light get equally bright.
    """

    x: int
    y: int
    kind: PointKind = PointKind.GRAY

    def __str__(self) -> str:
        return f"{self.kind} point at {self.x}, {self.y}"


def balanced(image: RgbImage, point: WhitePoint) -> RgbImage:
    """The picture as if lit by neutral light.

    Parameters
    ----------
    image : RgbImage
    point : WhitePoint

    Returns
    -------
    RgbImage
        Each channel of linear light is multiplied by a factor (von Kries). What gets brighter than white is
        clipped.

    Raises
    ------
    SettingsError
        If the point is outside the picture, or too dark or too bright to tell the light.
    """
    if not (0 <= point.x < image.width and 0 <= point.y < image.height):
        raise SettingsError(f"The {point.kind} point lies outside the picture.")
    mean = _mean_light(image, point)
    levels = 255.0 * srgb_from_linear(mean)
    if levels.max() > BRIGHTEST:
        raise SettingsError(f"The {point.kind} point is overexposed. Choose one that is a little darker.")
    if levels.min() < DARKEST:
        raise SettingsError(f"The {point.kind} point is too dark. Choose a brighter one.")
    wanted = 1.0 if point.kind is PointKind.WHITE else float(_LUMINANCE @ mean)
    light = linear_rgb(np.arange(256))[:, None] * (wanted / mean)
    table = np.rint(255.0 * srgb_from_linear(np.minimum(light, 1.0))).astype(np.uint8)
    return replace(
        image,
        pixels=np.asarray(cv2.LUT(image.pixels, table[None]), np.uint8),
        digest=hashlib.sha256(f"{image.digest} balanced {point}".encode()).hexdigest(),
        prepared=replace(image.prepared, balanced=str(point)),
    )


def _mean_light(image: RgbImage, point: WhitePoint) -> NDArray[np.float64]:
    """Linear light around the point, shape (3,)."""
    radius = round(PATCH_RADIUS * max(image.width, image.height))
    box = Box.around(point.x, point.y, radius, width=image.width, height=image.height)
    part, alpha = image.pixels[box.rows, box.columns], image.alpha_in(box)
    patch = part.reshape(-1, 3) if alpha is None else part[alpha >= image.opaque_from]
    if not len(patch):
        raise SettingsError(f"The {point.kind} point is transparent.")
    mean: NDArray[np.float64] = linear_rgb(patch).mean(axis=0)
    return mean

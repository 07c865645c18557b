"""The part of a picture that is measured: shapes that count, and shapes that do not."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError

SHAPES_MAX = 16
"""Shapes of a region."""

POINTS_MAX = 64
"""Corners of a polygon."""

Point = tuple[int, int]
"""x and y of a pixel."""


class ShapeKind(StrEnum):
    """The values are the names shown to people."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionShape:
    """A shape in a picture, its border included.

    Attributes
    ----------
    kind : ShapeKind
    points : tuple of Point
        Two opposite corner pixels of a rectangle, or of the one around an ellipse; or the 3 to `POINTS_MAX`
        corners of a polygon.
    is_left_out : bool
        Whether what lies in it does not count.

    Raises
    ------
    SettingsError
        If the number of points does not fit the kind, or a point lies left of or above the picture.
    """

    kind: ShapeKind
    points: tuple[Point, ...]
    is_left_out: bool = False

    def __post_init__(self) -> None:
        fits = (
            3 <= len(self.points) <= POINTS_MAX if self.kind is ShapeKind.POLYGON else len(self.points) == 2
        )
        if not fits:
            raise SettingsError(f"A {self.kind} in the picture needs other points.")
        if min(min(point) for point in self.points) < 0:
            raise SettingsError("A region must lie in the picture.")


Region = tuple[RegionShape, ...]
"""Everything in a shape that counts (in the whole picture if there is none), without what is left out."""


def region_mask(region: Region, height: int, width: int) -> NDArray[np.bool_] | None:
    """What of a picture is measured, shape (H, W); None = all of it."""
    if not region:
        return None
    counted = [shape for shape in region if not shape.is_left_out]
    mask = np.full((height, width), 0 if counted else 255, np.uint8)
    for shape in [*counted, *(shape for shape in region if shape.is_left_out)]:
        fill_shape(mask, shape.kind, shape.points, 0 if shape.is_left_out else 255)
    return mask != 0


# Exported scripts carry the source of the next function, so it may use only NumPy and OpenCV.


def fill_shape(mask: np.ndarray, kind: str, points: tuple[tuple[int, int], ...], value: int) -> None:
    """Gives the pixels of a shape in a mask (H, W) of uint8 a value."""
    corners = np.array(points, np.int32)
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    if kind == "rectangle":
        mask[top : bottom + 1, left : right + 1] = value
    elif kind == "ellipse":
        center, size = ((left + right) / 2, (top + bottom) / 2), (float(right - left), float(bottom - top))
        cv2.ellipse(mask, (center, size, 0.0), value, cv2.FILLED)
    else:
        cv2.fillPoly(mask, [corners], value)

"""The part of a picture that is measured: shapes that count, and shapes that do not."""

import zlib
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.wording import size_text

SHAPES_MAX = 16
"""Shapes of a region."""

PACKED_MAX = 700_000
"""Bytes of a mask: more than those of 24 megapixels have, unless they are full of specks."""

POINTS_MAX = 64
"""Corners of a polygon."""

Point = tuple[int, int]
"""x and y of a pixel."""


class ShapeKind(StrEnum):
    """The values are the names shown to people."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    MASK = "mask"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionShape:
    """A shape in a picture, its border included.

    Attributes
    ----------
    kind : ShapeKind
    points : tuple of Point
        Two opposite corner pixels of a rectangle, or of the one around an ellipse; or the 3 to `POINTS_MAX`
        corners of a polygon; or the first and the last pixel of a mask.
    is_left_out : bool
        Whether what lies in it does not count.
    packed : bytes
        Of a mask: its pixels, packed by `mask_shape`.

    Raises
    ------
    SettingsError
        If the number of points does not fit the kind, a point lies left of or above the picture, or a mask is
        larger than `PACKED_MAX`.
    """

    kind: ShapeKind
    points: tuple[Point, ...]
    is_left_out: bool = False
    packed: bytes = b""

    def __post_init__(self) -> None:
        fits = (
            3 <= len(self.points) <= POINTS_MAX if self.kind is ShapeKind.POLYGON else len(self.points) == 2
        )
        if not fits:
            raise SettingsError(f"A {self.kind} in the picture needs other points.")
        if len(self.packed) > PACKED_MAX:
            raise SettingsError(
                "This mask is too ragged to be kept. Take its specks away and choose it again."
            )
        if min(min(point) for point in self.points) < 0:
            raise SettingsError("A region must lie in the picture.")


def mask_shape(inside: NDArray[np.bool_], *, is_left_out: bool = False) -> RegionShape:
    """Any part of a picture, shape (H, W), as a shape: eight pixels a byte, compressed by zlib."""
    height, width = inside.shape
    return RegionShape(
        kind=ShapeKind.MASK,
        points=((0, 0), (width - 1, height - 1)),
        is_left_out=is_left_out,
        packed=zlib.compress(np.packbits(inside).tobytes(), 9),
    )


Region = tuple[RegionShape, ...]
"""Everything in a shape that counts (in the whole picture if there is none), without what is left out."""


def region_mask(region: Region, height: int, width: int) -> NDArray[np.bool_] | None:
    """What of a picture is measured, shape (H, W); None = all of it.

    Raises
    ------
    SettingsError
        If a mask is for a picture of another size, or damaged.
    """
    if not region:
        return None
    counted = [shape for shape in region if not shape.is_left_out]
    mask = np.full((height, width), 0 if counted else 255, np.uint8)
    for shape in [*counted, *(shape for shape in region if shape.is_left_out)]:
        value = 0 if shape.is_left_out else 255
        if shape.kind is ShapeKind.MASK:
            mask[unpacked(shape, (height, width))] = value
        else:
            fill_shape(mask, shape.kind, shape.points, value)
    return mask != 0


def unpacked(shape: RegionShape, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The pixels (H, W) of a mask for a picture of this height and width."""
    _, (right, bottom) = shape.points
    if (bottom + 1, right + 1) != size:
        raise SettingsError(
            f"The mask has {size_text(right + 1, bottom + 1)}, the picture {size_text(size[1], size[0])}."
        )
    n_pixels = size[0] * size[1]
    try:
        bits = zlib.decompressobj().decompress(shape.packed, (n_pixels + 7) // 8)
        if 8 * len(bits) < n_pixels:
            raise ValueError("too short")
        return np.unpackbits(np.frombuffer(bits, np.uint8), count=n_pixels).reshape(size).view(np.bool_)
    except (zlib.error, ValueError) as error:
        raise SettingsError("The mask is damaged. Choose its file again.") from error


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

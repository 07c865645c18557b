"""The shapes of the color cloud: where a color lies on the three axes of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.errors import SettingsError


class CloudShape(StrEnum):
    """Ways to lay colors out in three dimensions. The values are the names shown to people.

    The axes are those of the color spaces in `ColorSpace`, in their units. The HSV cylinder is
    "HSV (circular hue)"; the cone draws each of its discs together by V, so that all blacks meet
    in its tip.
    """

    RGB_CUBE = "RGB cube"
    HSV_CYLINDER = "HSV cylinder"
    HSV_CONE = "HSV cone"
    CIELAB = "CIELAB"
    CIELUV = "CIELUV"
    YCRCB = "YCrCb"
    OKLAB = "OKLab"

    @property
    def is_hsv(self) -> bool:
        return self in (CloudShape.HSV_CYLINDER, CloudShape.HSV_CONE)

    @property
    def scene_axes(self) -> tuple[int, int, int]:
        """Which coordinate goes right, back and up in a scene: lightness stands upright."""
        return (0, 1, 2) if self.is_hsv or self is CloudShape.RGB_CUBE else (1, 2, 0)

    @property
    def projections(self) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
        """Pairs of coordinates, to the right and up: the view from above, then those from two sides."""
        right, back, up = self.scene_axes
        return (right, back), (right, up), (back, up)


SHAPE_OF_SPACE: Mapping[ColorSpace, CloudShape] = MappingProxyType(
    {
        ColorSpace.RGB: CloudShape.RGB_CUBE,
        ColorSpace.HSV: CloudShape.HSV_CYLINDER,
        ColorSpace.HSV_CIRCULAR: CloudShape.HSV_CYLINDER,
        ColorSpace.CIELAB: CloudShape.CIELAB,
        ColorSpace.CIELUV: CloudShape.CIELUV,
        ColorSpace.YCRCB: CloudShape.YCRCB,
        ColorSpace.OKLAB: CloudShape.OKLAB,
    }
)
"""The shape in which distances look as K-means measures them; plain HSV has none and gets the cylinder."""

_SPACES = {
    CloudShape.RGB_CUBE: ColorSpace.RGB,
    CloudShape.HSV_CYLINDER: ColorSpace.HSV_CIRCULAR,
    CloudShape.HSV_CONE: ColorSpace.HSV_CIRCULAR,
    CloudShape.CIELAB: ColorSpace.CIELAB,
    CloudShape.CIELUV: ColorSpace.CIELUV,
    CloudShape.YCRCB: ColorSpace.YCRCB,
    CloudShape.OKLAB: ColorSpace.OKLAB,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a shape, or one channel.

    Attributes
    ----------
    title : str
    low, high : float
        Bounds in the axis's units. Every sRGB color lies within them.
    unit : str
        What follows a number: ``"°"``, ``" %"`` or nothing.
    """

    title: str
    low: float
    high: float
    unit: str = ""


def _axes(*axes: tuple[str, float, float]) -> tuple[Axis, Axis, Axis]:
    first, second, third = (Axis(title=title, low=low, high=high) for title, low, high in axes)
    return first, second, third


_AXES = {
    CloudShape.RGB_CUBE: _axes(("R", 0, 255), ("G", 0, 255), ("B", 0, 255)),
    CloudShape.HSV_CYLINDER: _axes(("S cos H", -255, 255), ("S sin H", -255, 255), ("V", 0, 255)),
    CloudShape.HSV_CONE: _axes(("S V cos H", -255, 255), ("S V sin H", -255, 255), ("V", 0, 255)),
    CloudShape.CIELAB: _axes(("L*", 0, 100), ("a*", -90, 100), ("b*", -110, 100)),
    CloudShape.CIELUV: _axes(("L*", 0, 100), ("u*", -90, 180), ("v*", -140, 110)),
    CloudShape.YCRCB: _axes(("Y", 0, 255), ("Cr", 0, 255), ("Cb", 0, 255)),
    CloudShape.OKLAB: _axes(("L", 0, 100), ("a", -25, 30), ("b", -35, 20)),
}
_HSV_CHANNELS = (
    Axis(title="Hue", low=0.0, high=360.0, unit="°"),
    Axis(title="Saturation", low=0.0, high=100.0, unit=" %"),
    Axis(title="Value", low=0.0, high=100.0, unit=" %"),
)


def axes_of(shape: CloudShape) -> tuple[Axis, Axis, Axis]:
    """The three axes of a shape, in the order of `coordinates`."""
    return _AXES[shape]


def channels_of(shape: CloudShape) -> tuple[Axis, Axis, Axis]:
    """What ranges and histograms are about: the axes, or hue, saturation and value for HSV."""
    return _HSV_CHANNELS if shape.is_hsv else _AXES[shape]


def coordinates(colors: NDArray[np.uint8], shape: CloudShape) -> NDArray[np.float32]:
    """Where colors lie in a shape.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        sRGB.
    shape : CloudShape

    Returns
    -------
    ndarray of float32, shape (N, 3)
        In the units of `axes_of`.

    Notes
    -----
    These are the coordinates K-means works on (`kseg_core.color_spaces.to_space`). With saturation S, value V
    (both 0 to 255) and hue H, the cylinder is ``(S cos H, S sin H, V)`` and the cone
    ``(S cos H, S sin H, 255) V / 255``.
    """
    return _drawn_together(to_space(colors, _SPACES[shape]), shape)


def channel_values(coords: NDArray[np.float32], shape: CloudShape) -> NDArray[np.float32]:
    """The values of `channels_of` for points given by their `coordinates`.

    Parameters
    ----------
    coords : ndarray of float32, shape (N, 3)
    shape : CloudShape

    Returns
    -------
    ndarray of float32, shape (N, 3)
        Hue lies in 0 to below 360 degrees and is 0 for grays; saturation and value are percentages.
    """
    if not shape.is_hsv:
        return coords
    x, y, value = coords.T
    hue = np.rad2deg(np.arctan2(y, x)) % np.float32(360)
    hue[hue >= 360.0] = 0.0
    saturation = np.hypot(x, y) * np.float32(100 / 255)
    if shape is CloudShape.HSV_CONE:
        saturation = saturation * np.float32(255) / np.maximum(value, np.float32(1))
    return np.stack([hue, saturation, value * np.float32(100 / 255)], axis=1)


def center_coordinates(
    centers: NDArray[np.floating],
    palette: NDArray[np.uint8],
    space: ColorSpace,
    shape: CloudShape,
) -> NDArray[np.float32]:
    """Where centroids lie in a shape.

    Parameters
    ----------
    centers : ndarray of float, shape (K, 3)
        Centroids in the space they were fitted in.
    palette : ndarray of uint8, shape (K, 3)
        Mean RGB of each cluster.
    space : ColorSpace
        The space of `centers`.
    shape : CloudShape

    Returns
    -------
    ndarray of float32, shape (K, 3)

    Raises
    ------
    SettingsError
        If `centers` has not three columns.

    Notes
    -----
    In the shape of their own space centroids lie where they are. Plain HSV centroids are put at
    their hue, saturation and value in the cylinder and the cone. In any other shape a mean of
    coordinates has no exact place, so the centroid lies where its mean RGB does.
    """
    if centers.ndim != 2 or centers.shape[1] != 3:
        raise SettingsError("The cloud shows centroids of colors alone, without a position weight.")
    if space is ColorSpace.HSV and shape.is_hsv:
        half_degrees, saturation, value = centers.T
        angle = np.deg2rad(2.0 * half_degrees)
        disc = np.stack([saturation * np.cos(angle), saturation * np.sin(angle), value], axis=1)
        return _drawn_together(disc.astype(np.float32), shape)
    if space is _SPACES[shape]:
        return _drawn_together(centers.astype(np.float32), shape)
    return coordinates(palette, shape)


def _drawn_together(rows: NDArray[np.float32], shape: CloudShape) -> NDArray[np.float32]:
    if shape is CloudShape.HSV_CONE:
        rows[:, :2] *= rows[:, 2:] / np.float32(255)
    return rows

"""The shapes of the color cloud, and the coordinates of colors in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import Axes, ColorSpace, to_space
from kseg_core.errors import SettingsError

Coordinates = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudShape:
    """A way to arrange the colors of a space in three dimensions: one of `CLOUD_SHAPES`.

    Attributes
    ----------
    title : str
        Shown to people.
    space : ColorSpace
        The space of the axes.
    is_cone : bool
        Whether the disc of hue and saturation shrinks with V, so that all blacks meet in a tip.
    """

    title: str
    space: ColorSpace
    is_cone: bool = False

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """Its name in URLs."""
        return self.title.upper().replace(" ", "_")

    @property
    def is_round(self) -> bool:
        """Whether hue is an angle."""
        return self.space.definition.channels is not None

    @property
    def axes(self) -> Axes:
        """The three axes, in the order of `coordinates`."""
        across, back, up = self.space.definition.axes
        if self.is_cone:
            across, back = (replace(axis, title=axis.title.replace("S ", "S V ")) for axis in (across, back))
        return across, back, up

    @property
    def channels(self) -> Axes:
        """The channels of ranges and histograms: the axes, or hue, saturation and value."""
        return self.space.definition.channels or self.axes

    @property
    def scene_axes(self) -> tuple[int, int, int]:
        """Which coordinates point right, back and up in a scene."""
        up = self.space.definition.up
        return (up + 1) % 3, (up + 2) % 3, up

    @property
    def projections(self) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
        """Pairs of coordinates, to the right and up: the view from above, then those from two sides."""
        right, back, up = self.scene_axes
        return (right, back), (right, up), (back, up)


def _all_shapes() -> Mapping[str, CloudShape]:
    shapes = []
    for space in ColorSpace:
        definition = space.definition
        if definition.to_shape is None:
            shapes.append(CloudShape(title=definition.shape, space=space))
        if definition.cone is not None:
            shapes.append(CloudShape(title=definition.cone, space=space, is_cone=True))
    return MappingProxyType({shape.title: shape for shape in shapes})


CLOUD_SHAPES = _all_shapes()
"""Title -> shape, in the order of the menu."""


def shape_of(space: ColorSpace) -> CloudShape:
    """The shape whose distances are those that K-means measures; for plain HSV, the cylinder."""
    return CLOUD_SHAPES[space.definition.shape]


def coordinates(colors: NDArray[np.uint8], shape: CloudShape) -> Coordinates:
    """The coordinates of colors in a shape.

    Parameters
    ----------
    colors : ndarray of uint8, shape (N, 3)
        sRGB.
    shape : CloudShape

    Returns
    -------
    ndarray of float32, shape (N, 3)
        In the units of the axes.

    Notes
    -----
    These are the coordinates that K-means uses (`kseg_core.color_spaces.to_space`). With saturation S,
    value V (both 0 to 255) and hue H, the cylinder is ``(S cos H, S sin H, V)`` and the cone
    ``(S cos H, S sin H, 255) V / 255``.
    """
    return _narrowed(to_space(colors, shape.space), shape)


def channel_values(coords: NDArray[np.float32], shape: CloudShape) -> NDArray[np.float32]:
    """The values of a shape's channels for points given by their `coordinates`.

    Parameters
    ----------
    coords : ndarray of float32, shape (N, 3)
    shape : CloudShape

    Returns
    -------
    ndarray of float32, shape (N, 3)
        Hue lies in 0 to below 360 degrees and is 0 for grays; saturation and value are percentages.
    """
    if not shape.is_round:
        return coords
    return hue_saturation_value(coords, shape.is_cone)


def center_coordinates(
    centers: NDArray[np.floating],
    palette: NDArray[np.uint8],
    space: ColorSpace,
    shape: CloudShape,
) -> NDArray[np.float32]:
    """The coordinates of centroids in a shape.

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
        If `centers` does not have three columns.

    Notes
    -----
    In the shapes of their own space centroids keep their coordinates. Plain HSV centroids are drawn at
    their hue, saturation and value in the cylinder and the cone. In any other shape a centroid has no exact
    place, so it is drawn at the mean RGB of its cluster.
    """
    if centers.ndim != 2 or centers.shape[1] != 3:
        raise SettingsError("The cloud shows centroids of colors alone, without a position weight.")
    if shape_of(space).space is not shape.space:
        return coordinates(palette, shape)
    to_shape = space.definition.to_shape
    placed = centers.astype(np.float32) if to_shape is None else to_shape(centers)
    return _narrowed(placed, shape)


def _narrowed(rows: NDArray[np.float32], shape: CloudShape) -> NDArray[np.float32]:
    return cone_of_cylinder(rows) if shape.is_cone else rows


# Exported scripts carry the source of the next two functions, so they may use only NumPy.


def cone_of_cylinder(coords: np.ndarray) -> np.ndarray:
    """Coordinates (N, 3) in the cylinder, changed to those in the cone."""
    coords[:, :2] *= coords[:, 2:] / np.float32(255)
    return coords


def hue_saturation_value(coords: np.ndarray, is_cone: bool) -> np.ndarray:
    """Hue in degrees, saturation and value in percent, float32 (N, 3), of points in the cylinder or cone."""
    x, y, value = coords.T
    hue = np.rad2deg(np.arctan2(y, x)) % np.float32(360)
    hue[hue >= 360.0] = 0.0
    saturation = np.hypot(x, y) * np.float32(100 / 255)
    if is_cone:
        saturation = saturation * np.float32(255) / np.maximum(value, np.float32(1))
    return np.stack([hue, saturation, value * np.float32(100 / 255)], axis=1)

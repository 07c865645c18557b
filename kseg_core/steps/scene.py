"""What K-means is watched on, and the scene of a photo: its colors in a color space."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.picture_points import point_map, stray_points
from kseg_core.cloud.points import CloudKind, ColorCloud, color_cloud, describe
from kseg_core.color_spaces import Axis, ColorSpace, to_space
from kseg_core.histogram import ColorHistogram
from kseg_core.image import Rgb, RgbImage
from kseg_core.steps.centroid_names import CentroidWords
from kseg_core.steps.seeding import StepPoints

POINTS_MAX = 4000
"""Points of a photo: few enough to see each of them and to draw every step at once."""

MAP_SIDE = 400
"""Longer side, in pixels, of the picture that takes the colors of the steps."""

_LEAST_SPAN, _LEAST_PART = 0.4, 0.1
_FINE_UNIT, _COARSE_UNIT, _COARSE_FROM = 5.0, 16.0, 255.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a point stands for, in the singular and the plural, and what the points are."""

    one: str
    many: str
    things: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """Points with their axes and, for a photo, its picture.

    Attributes
    ----------
    points : StepPoints
    axes : tuple of Axis
        One for each dimension of the points, from just below the lowest to just above the highest.
    up : int
        The axis to draw upright.
    point_map : ndarray of uint16, shape (h, w), or None
        The point of each pixel of a small picture, as `kseg_core.cloud.picture_points.point_map` makes it.
    strays : tuple of ndarray, or None
        Points that the small picture does not show and where they lie, as `stray_points` finds them.
    words : Words
    about : str
        A sentence: what the points are.
    names : CentroidWords or None
        How clusters get names; None = they have numbers only.
    """

    points: StepPoints
    axes: tuple[Axis, ...]
    up: int
    point_map: NDArray[np.uint16] | None
    strays: tuple[NDArray[np.uint16], NDArray[np.uint32]] | None
    words: Words
    about: str
    names: CentroidWords | None = None

    @property
    def is_photo(self) -> bool:
        return self.point_map is not None

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        pixels = () if self.point_map is None else (self.point_map, *(self.strays or ()))
        return self.points.nbytes + sum(array.nbytes for array in pixels)


def photo_scene(
    image: RgbImage,
    histogram: ColorHistogram,
    space: ColorSpace,
    *,
    max_points: int = POINTS_MAX,
    map_side: int = MAP_SIDE,
) -> Scene:
    """The colors of a photo as weighted points.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the same image.
    space : ColorSpace
        The space in which distances are measured; its coordinates are the positions.
    max_points : int
        With more colors than that, points are cells of close colors at their mean.
    map_side : int
        Longer side of the small picture.
    """
    cloud = color_cloud(histogram, CloudKind.COLORS, max_points=max_points)
    small = point_map(image, histogram, cloud, max_side=map_side)
    points = _points_of(cloud, space)
    return Scene(
        points=points,
        axes=_closely(space.definition.axes, points.positions),
        up=space.definition.up,
        point_map=small,
        strays=stray_points(small, image, histogram, cloud),
        words=Words(one="pixel", many="pixels", things="colors"),
        about=describe(cloud, histogram),
    )


def nearest_point(scene: Scene, color: Rgb) -> int:
    """The row of the point whose RGB is nearest to a color."""
    step = scene.points.colors.astype(np.int32) - np.array(color, dtype=np.int32)
    return int(np.einsum("nc,nc->n", step, step).argmin())


def _points_of(cloud: ColorCloud, space: ColorSpace) -> StepPoints:
    return StepPoints(
        positions=to_space(cloud.colors, space).astype(np.float64),
        weights=cloud.counts.astype(np.float64),
        colors=cloud.colors,
    )


def _closely(bounds: tuple[Axis, ...], positions: NDArray[np.float64]) -> tuple[Axis, ...]:
    """The part of the axes where the points are; no axis is much shorter than the longest."""
    low, high = positions.min(axis=0), positions.max(axis=0)
    widest = max(axis.high - axis.low for axis in bounds)
    least = max((high - low).max() * _LEAST_SPAN, widest * _LEAST_PART)
    reach, middle = np.maximum(high - low, least) / 2, (low + high) / 2
    unit = _COARSE_UNIT if widest >= _COARSE_FROM else _FINE_UNIT
    starts, ends = np.floor((middle - reach) / unit) * unit, np.ceil((middle + reach) / unit) * unit
    return tuple(
        Axis(
            title=axis.title, low=max(axis.low, float(start)), high=min(axis.high, float(end)), unit=axis.unit
        )
        for axis, start, end in zip(bounds, starts, ends, strict=True)
    )

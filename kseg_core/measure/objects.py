"""Objects: the connected regions of each class, with their numbers."""

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError, is_whole
from kseg_core.measure.noise import is_noisy, speck_bound, without_noise
from kseg_core.measure.object_map import object_map
from kseg_core.measure.properties import object_properties

CHANGES_MAX = 2_500_000
"""Changes of class from pixel to pixel along all rows, above which no objects are looked for."""


class Connectivity(IntEnum):
    """How pixels of an object are connected: over sides, or over corners too."""

    SIDES = 4
    CORNERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSettings:
    """What counts as an object.

    Attributes
    ----------
    fills_holes : bool
        Whether a hole in an object belongs to it.
    splits : bool
        Whether touching objects are split (distance transform and watershed).
    connectivity : Connectivity
    smooths : bool or None
        Whether pixels join the class that surrounds them (`without_noise`); None = in a noisy class map.
    smallest, largest : int or None
        Pixels that an object has at least and at most; None = as the objects themselves suggest, and no
        bound.
    keeps_border : bool
        Whether objects count that the border of the picture or of the measured region cuts.

    Raises
    ------
    SettingsError
        If a bound is no whole number from 1, or the largest is below the smallest.
    """

    fills_holes: bool = True
    splits: bool = False
    connectivity: Connectivity = Connectivity.CORNERS
    smooths: bool | None = None
    smallest: int | None = None
    largest: int | None = None
    keeps_border: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "connectivity", Connectivity(self.connectivity))
        bounds = [each for each in (self.smallest, self.largest) if each is not None]
        if not all(is_whole(each, 1, 1 << 40) for each in bounds) or bounds != sorted(bounds):
            raise SettingsError("The smallest object has at least 1 pixel and not more than the largest.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Objects:
    """Objects and what is known of each. All lengths and areas are in pixels of the picture.

    Row i of every column is the object that people see under the number i + 1, in reading order of the
    objects' first pixels.

    Attributes
    ----------
    numbers : ndarray of int32, shape (H, W)
        0 = in no object, otherwise one of `ids`, or of an object that the bounds of the settings left out.
    ids : ndarray of int32, shape (N,)
        The number of each object in `numbers`, ascending.
    classes : ndarray of uint8, shape (N,)
        Row of its class.
    areas : ndarray of int64, shape (N,)
    centroids : ndarray of float64, shape (N, 2)
        Mean x and y of its pixels.
    boxes : ndarray of int32, shape (N, 4)
        Left, top, width, height.
    perimeters, equivalent_diameters, circularities, solidities : ndarray of float64, shape (N,)
        `skimage.measure.regionprops` defines perimeter, equivalent diameter and solidity; circularity is
        4 π area / perimeter².
    major_axes, minor_axes : ndarray of float64, shape (N,)
        Of the ellipse with the same second moments.
    mean_rgb : ndarray of float64, shape (N, 3)
    mean_lab : ndarray of float64, shape (N, 3)
        CIELAB of the mean color.
    cut : ndarray of bool, shape (N,)
        Whether the border of the picture or of the measured region cuts it.
    is_cleaned : bool
        Whether the class map was cleaned of noise before.
    n_small : int
        How many others there are that are smaller than the settings want.
    """

    numbers: NDArray[np.int32]
    ids: NDArray[np.int32]
    classes: NDArray[np.uint8]
    areas: NDArray[np.int64]
    centroids: NDArray[np.float64]
    boxes: NDArray[np.int32]
    perimeters: NDArray[np.float64]
    equivalent_diameters: NDArray[np.float64]
    circularities: NDArray[np.float64]
    solidities: NDArray[np.float64]
    major_axes: NDArray[np.float64]
    minor_axes: NDArray[np.float64]
    mean_rgb: NDArray[np.float64]
    mean_lab: NDArray[np.float64]
    cut: NDArray[np.bool_]
    is_cleaned: bool
    n_small: int = 0

    @property
    def n_objects(self) -> int:
        return len(self.ids)

    @property
    def columns(self) -> dict[str, NDArray[Any]]:
        """Everything with a row for each object."""
        others = {"numbers", "is_cleaned", "n_small"}
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name not in others}


def find_objects(
    class_map: NDArray[np.uint8], n_classes: int, pixels: NDArray[np.uint8], settings: ObjectSettings
) -> Objects:
    """The objects of each class that lie in the bounds of the settings."""
    return limited(all_objects(class_map, n_classes, pixels, settings), settings)


def all_objects(
    class_map: NDArray[np.uint8], n_classes: int, pixels: NDArray[np.uint8], settings: ObjectSettings
) -> Objects:
    """The objects of each class, of any size and at any place.

    Parameters
    ----------
    class_map : ndarray of uint8, shape (H, W)
        From `kseg_core.measure.classes.class_map`.
    n_classes : int
    pixels : ndarray of uint8, shape (H, W, 3)
        Of the picture.
    settings : ObjectSettings
        All but `smallest`, `largest` and `keeps_border`, which are for `limited`.

    Raises
    ------
    SettingsError
        If the class map is so scattered that objects would take too much memory.
    """
    smooths = is_noisy(class_map) if settings.smooths is None else settings.smooths
    cleaned = without_noise(class_map, n_classes) if smooths else class_map
    if np.count_nonzero(cleaned[:, 1:] != cleaned[:, :-1]) > CHANGES_MAX:
        raise SettingsError(
            "The classes lie in too many small pieces to tell objects apart. Under Segmentation, smooth the "
            "photo or remove specks."
        )
    numbers, classes = object_map(
        cleaned,
        n_classes,
        int(settings.connectivity),
        settings.fills_holes,
        settings.splits,
    )
    properties: dict[str, Any] = object_properties(numbers, pixels, class_map, n_classes)
    return Objects(
        numbers=numbers,
        ids=np.arange(1, len(classes) + 1, dtype=np.int32),
        classes=classes,
        is_cleaned=smooths,
        **properties,
    )


def limited(objects: Objects, settings: ObjectSettings) -> Objects:
    """Those of all objects that are as small, as large and as whole as the settings want."""
    smallest = settings.smallest or suggested_smallest(objects)[objects.classes]
    stays = objects.areas >= smallest
    n_small = objects.n_objects - int(stays.sum())
    if settings.largest is not None:
        stays &= objects.areas <= settings.largest
    if not settings.keeps_border:
        stays &= ~objects.cut
    rows: dict[str, Any] = {name: values[stays] for name, values in objects.columns.items()}
    return replace(objects, n_small=n_small, **rows)


def suggested_smallest(objects: Objects) -> NDArray[np.int64]:
    """The area in pixels below which pieces of each class, shape (C,), are specks and no objects."""
    n_classes = int(objects.classes.max(initial=0)) + 1
    return np.array([speck_bound(objects.areas[objects.classes == row]) for row in range(n_classes)])


def numbers_map(objects: Objects) -> NDArray[np.uint16 | np.uint32]:
    """The object of each pixel, shape (H, W), as people number them: 1 to N, 0 = in none.

    uint16, or uint32 of more than 65,535 objects.
    """
    dtype: type[np.uint16 | np.uint32] = np.uint16 if objects.n_objects < 1 << 16 else np.uint32
    number_of = np.zeros(max(1, int(objects.numbers.max()) + 1), dtype)
    number_of[objects.ids] = np.arange(1, objects.n_objects + 1, dtype=dtype)
    return number_of[objects.numbers]

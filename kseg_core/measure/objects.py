"""Objects: the connected regions of each class, with their numbers."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError


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
    smallest, largest : int or None
        Pixels that an object has at least and at most; None = as the objects themselves suggest, and no
        bound.
    keeps_border : bool
        Whether objects count that the border of the picture or of the measured region cuts.

    Raises
    ------
    SettingsError
        If a bound is below 1, or the largest is below the smallest.
    """

    fills_holes: bool = True
    splits: bool = False
    connectivity: Connectivity = Connectivity.CORNERS
    smallest: int | None = None
    largest: int | None = None
    keeps_border: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "connectivity", Connectivity(self.connectivity))
        if min(self.smallest or 1, self.largest or 1) < 1 or (self.largest or 1 << 40) < (self.smallest or 1):
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

    @property
    def n_objects(self) -> int:
        return len(self.ids)

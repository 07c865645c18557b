"""A measurement: the numbers of one picture, and what made them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.measure.areas import ClassAreas
from kseg_core.measure.objects import Objects
from kseg_core.measure.ruler import Ruler
from kseg_core.measure.settings import MeasureSettings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShareRanges:
    """How sure the shares are.

    Attributes
    ----------
    low, high : ndarray of float64, shape (C + 1,)
        Ends of the range of each share, those of the rest last.
    doubtful : float
        Fraction of the measured region that is doubtful.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    doubtful: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """A measurement of one picture.

    Attributes
    ----------
    settings : MeasureSettings
    ruler : Ruler
    class_map : ndarray of uint8, shape (H, W)
        From `kseg_core.measure.classes.class_map`.
    areas : ClassAreas
    ranges : ShareRanges or None
        None = not asked for.
    objects : Objects or None
        None = not asked for.
    """

    settings: MeasureSettings
    ruler: Ruler
    class_map: NDArray[np.uint8]
    areas: ClassAreas
    ranges: ShareRanges | None = None
    objects: Objects | None = None

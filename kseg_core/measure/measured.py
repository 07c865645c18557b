"""A measurement: the numbers of one picture, and what made them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.measure.areas import ClassAreas, class_areas
from kseg_core.measure.classes import class_map
from kseg_core.measure.objects import Objects, find_objects
from kseg_core.measure.region import region_mask
from kseg_core.measure.ruler import Ruler, ruler
from kseg_core.measure.settings import MeasureSettings
from kseg_core.wording import percent

FAR_MAX = 0.05
"""Share of far pixels above which the colors of a picture do not fit the centroids of its series.

One percent is what the fit itself has. Eight sample photos in other light (K = 3 and 6, RGB and CIELAB) had
a median of 3 % in light 1.2 times as bright, 8 % in light 1.5 times as bright, and 16 % with 1.4 times the
red and 0.6 times the blue; one half of a photo had 1 % with the fit of the other half. With one distance for
all clusters these were 2, 5, 4 and 1 %.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShareRanges:
    """How sure the shares are.

    Attributes
    ----------
    low, high : ndarray of float64, shape (C + 1,)
        Ends of the range of each share, those of the rest last.
    doubtful : float
        Fraction of the measured region that is doubtful.
    without : tuple of int
        Values of K that were tried and do not count: a cluster there is of two classes.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    doubtful: float
    without: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """What the ranges are, in a sentence or two."""
        tried = " and ".join(f"K = {k}" for k in self.without)
        return (
            f"how far a share can move: {percent(self.doubtful)} of the pixels are doubtful, and other seeds "
            "and K ± 1 were tried."
        ) + (f" {tried} did not count: one of its colors is of two classes." if tried else "")


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
        None = not asked for, or too many to tell apart.
    no_objects : str
        Why they cannot be told apart, in words for the visitor.
    far_share : float or None
        Share of the measured pixels that lie farther from the nearest kept centroid than
        `series.REFERENCE_SHARE` of the pixels of the fit do; None = the centroids are the picture's own.
    """

    settings: MeasureSettings
    ruler: Ruler
    class_map: NDArray[np.uint8]
    areas: ClassAreas
    ranges: ShareRanges | None = None
    objects: Objects | None = None
    no_objects: str = ""
    far_share: float | None = None

    @property
    def fits(self) -> bool:
        """Whether the colors are like those that the centroids were fitted on."""
        return self.far_share is None or self.far_share <= FAR_MAX


def measure(
    image: RgbImage,
    result: Segmentation,
    settings: MeasureSettings,
    *,
    histogram: ColorHistogram | None = None,
    finds_objects: bool = True,
) -> Measured:
    """Measure a picture: the areas and the objects of its classes.

    Parameters
    ----------
    image : RgbImage
    result : Segmentation
        Of the image, with its label map; edited or not.
    settings : MeasureSettings
    histogram : ColorHistogram, optional
        Of the image, where it is known already; a color range as a class needs it.
    finds_objects : bool
        Whether its objects are found too, which takes longest.
    """
    mask = region_mask(settings.region, image.height, image.width)
    numbers = class_map(image, histogram, result, settings.classes, mask)
    objects, no_objects = None, ""
    if finds_objects:
        find = partial(find_objects, numbers, len(settings.classes), image.pixels, settings.objects)
        objects, no_objects = objects_or_why(find)
    return Measured(
        settings=settings,
        ruler=ruler(image.prepared, settings.scale),
        class_map=numbers,
        areas=class_areas(numbers, len(settings.classes)),
        objects=objects,
        no_objects=no_objects,
    )


def objects_or_why(find: Callable[[], Objects]) -> tuple[Objects | None, str]:
    """Objects, or why they cannot be told apart: the areas can be measured all the same."""
    try:
        return find(), ""
    except SettingsError as error:
        return None, str(error)

"""The methods that can be compared: one row each.

A new method is a function that makes a `Segmentation`, and a row of `Method`; everything else walks over
the rows.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from kseg_core.color_spaces import ColorSpace
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings, Weighting
from kseg_core.kmeans.swatches import with_swatches
from kseg_core.methods.gaussian_mixture import gaussian_mixture
from kseg_core.methods.mean_shift import COLOR_RADIUS, PLACE_RADIUS, mean_shift, shifted_size
from kseg_core.methods.median_cut import median_cut
from kseg_core.methods.without_lightness import without_lightness


def kmeans(image: RgbImage, settings: KMeansSettings, histogram: ColorHistogram) -> Segmentation:
    """`segment`, called as the other methods are."""
    return segment(image, settings, histogram=histogram)


def full_size(width: int, height: int) -> tuple[int, int]:
    """The size of the picture itself."""
    return width, height


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodDefinition:
    """All that is known of a method.

    Attributes
    ----------
    find : Callable
        The picture, settings of this method and the picture's `color_histogram` become a segmentation.
    about : str
        What it assumes: a sentence or two for people.
    color_space : ColorSpace, optional
        The only space it works in; None = that of the settings.
    position_weight : float
        As in `KMeansSettings`.
    can_keep_accents : bool
        Whether it reads the weighting of the settings.
    size : Callable
        Width and height of a picture become those it works at.
    """

    find: Callable[[RgbImage, KMeansSettings, ColorHistogram], Segmentation]
    about: str
    color_space: ColorSpace | None = None
    position_weight: float = 0.0
    can_keep_accents: bool = False
    size: Callable[[int, int], tuple[int, int]] = full_size


class Method(StrEnum):
    """Ways to sort pixels into K segments. The values are the names shown to people."""

    definition: MethodDefinition

    # Method("K-means") finds a member and does not come here.
    def __new__(cls, name: str, *definition: MethodDefinition) -> Self:
        method = str.__new__(cls, name)
        method._value_ = name
        (method.definition,) = definition
        return method

    KMEANS = (
        "K-means",
        MethodDefinition(
            find=kmeans,
            can_keep_accents=True,
            about="Each color goes to the nearest of K means. It assumes round clusters of about equal "
            "spread. Where a pixel lies does not count.",
        ),
    )
    WITH_POSITION = (
        "With position",
        MethodDefinition(
            find=kmeans,
            position_weight=1.0,
            can_keep_accents=True,
            about="K-means on color and place together; the longer side counts as much as black to white. It "
            "assumes that a segment lies in one place.",
        ),
    )
    MEDIAN_CUT = (
        "Median cut",
        MethodDefinition(
            find=median_cut,
            color_space=ColorSpace.RGB,
            about="The fullest box of RGB colors is cut in two at its median, until there are K. It assumes "
            "that colors matter by their area. The work is done by Pillow.",
        ),
    )
    MEAN_SHIFT = (
        "Mean shift",
        MethodDefinition(
            find=mean_shift,
            color_space=ColorSpace.RGB,
            size=shifted_size,
            about=f"Each pixel moves to the densest color within {PLACE_RADIUS} pixels and {COLOR_RADIUS} "
            "levels of RGB. It assumes dense lumps of any shape and number: K-means sorts them into K.",
        ),
    )
    GAUSSIAN_MIXTURE = (
        "Gaussian mixture",
        MethodDefinition(
            find=gaussian_mixture,
            about="Each color goes to the most likely of K Gaussians. It assumes clouds that each have "
            "their own size, length and direction, such as one surface from light to shade.",
        ),
    )
    WITHOUT_LIGHTNESS = (
        "Lightness left out",
        MethodDefinition(
            find=without_lightness,
            can_keep_accents=True,
            color_space=ColorSpace.CIELAB,
            about="K-means on a* and b* of CIELAB only. It assumes that light and shade do not matter: "
            "black, gray and white become one cluster.",
        ),
    )

    def settings(self, asked: KMeansSettings) -> KMeansSettings:
        """The settings of this method for what was asked of all."""
        own = self.definition
        return replace(
            asked,
            color_space=own.color_space or asked.color_space,
            position_weight=own.position_weight,
            weighting=asked.weighting if own.can_keep_accents else Weighting.AREA,
        )

    @property
    def is_kmeans(self) -> bool:
        """Whether `segment` does the same with the same settings."""
        return self.definition.find is kmeans


def segment_by(
    method: Method,
    image: RgbImage,
    settings: KMeansSettings,
    *,
    histogram: ColorHistogram | None = None,
) -> Segmentation:
    """Label every pixel by a method.

    Parameters
    ----------
    method : Method
    image : RgbImage
    settings : KMeansSettings
        As `Method.settings` makes them.
    histogram : ColorHistogram, optional
        `color_histogram` of the same image, if already computed.

    Returns
    -------
    Segmentation
        The same bytes for the same picture, method and settings.
    """
    start = time.perf_counter()
    result = method.definition.find(image, settings, histogram or color_histogram(image))
    if not method.is_kmeans:  # which has done so itself
        result = with_swatches(image, result)
    return replace(result, seconds=time.perf_counter() - start)

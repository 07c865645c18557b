"""The settings of a segmentation and their bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from kseg_core.color_spaces import ColorSpace
from kseg_core.errors import SettingsError, is_whole
from kseg_core.image import Rgb
from kseg_core.palette import check_color

K_MIN, K_MAX = 1, 32
SEED_MAX = 2**31 - 1
ATTEMPTS_MAX = 50
MAX_ITER_MIN, MAX_ITER_MAX = 2, 100
EPSILON_MAX = 100.0
OPENCV_ONLY = ("init", "attempts", "criteria", "max_iter", "epsilon")
"""Settings that the "fast" engine does not read."""
POSITION_WEIGHT_MAX = 4.0
SMOOTHING_MAX = 20.0


class Engine(StrEnum):
    """Which implementation of K-means."""

    FAST = "fast"
    OPENCV = "opencv"


class Init(StrEnum):
    """How `cv2.kmeans` places the first centroids."""

    KMEANS_PP = "k-means++"
    RANDOM = "random"


class Criteria(StrEnum):
    """When `cv2.kmeans` stops: centroids move less than epsilon, max_iter is reached, or either."""

    BOTH = "both"
    EPS = "EPS"
    MAX_ITER = "MAX_ITER"


class Weighting(StrEnum):
    """How much a color counts in the fit. The values are the names shown to people."""

    AREA = "by area"
    ACCENTS = "keep accents"


class Swatch(StrEnum):
    """Which color stands for a cluster. The values are the names shown to people."""

    MEAN = "mean"
    COMMON = "most common"
    VIVID = "most vivid"


Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class KMeansSettings:
    """All settings of a segmentation.

    Attributes
    ----------
    k : int
        Clusters asked for, `K_MIN` to `K_MAX`.
    color_space : ColorSpace or its value
        The space in which distances are measured.
    seed : int
        0 to `SEED_MAX`. The same photo and settings give the same result.
    engine : Engine or its value
        ``"fast"`` takes every pixel into account and needs no other setting. ``"opencv"`` is
        `cv2.kmeans` itself, which gets the settings of `OPENCV_ONLY` as they are; ``"fast"`` ignores these.
    position_weight : float
        0 to `POSITION_WEIGHT_MAX`; 0 = color alone. At 1 the longer side of the picture counts as much as
        the distance from black to white.
    smoothing : float
        σ, in pixels, of the Gaussian (`cv2.GaussianBlur`) that smooths the picture before
        clustering, 0 to `SMOOTHING_MAX`; 0 = none. Clusters are found on the smoothed colors and painted
        with the mean of the original ones.
    locked : tuple of (R, G, B)
        Colors whose centroids do not move, at most `k`, all different. The other centroids are fitted
        around them, and their clusters are painted with exactly these colors. Only for the fast
        engine: `cv2.kmeans` moves every centroid.
    weighting : Weighting or its value
        ``"by area"``: each pixel counts the same. ``"keep accents"``: colors of few pixels count more
        (`kseg_core.kmeans.weighting`), so that the WCSS is no longer the lowest for this K. Only for the
        fast engine: `cv2.kmeans` knows no weights.
    swatch : Swatch or its value
        The color that a cluster is painted with, unless it is locked: the mean of its pixels, or one of
        their colors (`kseg_core.kmeans.swatches`).
    init : Init or its value
        KMEANS_PP_CENTERS or KMEANS_RANDOM_CENTERS.
    attempts : int
        Runs from different first centroids, 1 to `ATTEMPTS_MAX`; the best is kept.
    criteria : Criteria or its value
    max_iter : int
        `MAX_ITER_MIN` to `MAX_ITER_MAX`, the range that OpenCV clamps it to.
    epsilon : float
        Distance in units of the color space, 0 to `EPSILON_MAX`.

    Raises
    ------
    SettingsError
        If a value is out of range or unknown, or colors are locked or accents kept with the "opencv" engine.
    """

    k: int
    color_space: ColorSpace | str = ColorSpace.RGB
    seed: int = 0
    engine: Engine | str = Engine.FAST
    position_weight: float = 0.0
    smoothing: float = 0.0
    locked: tuple[Rgb, ...] = ()
    weighting: Weighting | str = Weighting.AREA
    swatch: Swatch | str = Swatch.MEAN
    init: Init | str = Init.KMEANS_PP
    attempts: int = 10
    criteria: Criteria | str = Criteria.BOTH
    max_iter: int = 10
    epsilon: float = 1.0

    def __post_init__(self) -> None:
        for name, choices in (
            ("color_space", ColorSpace),
            ("engine", Engine),
            ("weighting", Weighting),
            ("swatch", Swatch),
            ("init", Init),
            ("criteria", Criteria),
        ):
            object.__setattr__(self, name, _choice(choices, getattr(self, name), name))
        _check_whole("k", self.k, K_MIN, K_MAX)
        _check_whole("seed", self.seed, 0, SEED_MAX)
        _check_whole("attempts", self.attempts, 1, ATTEMPTS_MAX)
        _check_whole("max_iter", self.max_iter, MAX_ITER_MIN, MAX_ITER_MAX)
        _check_range("epsilon", self.epsilon, 0.0, EPSILON_MAX)
        _check_range("position_weight", self.position_weight, 0.0, POSITION_WEIGHT_MAX)
        _check_range("smoothing", self.smoothing, 0.0, SMOOTHING_MAX)
        object.__setattr__(self, "locked", tuple(check_color(color) for color in self.locked))
        if len(set(self.locked)) != len(self.locked):
            raise SettingsError("A color can be locked only once.")
        if len(self.locked) > self.k:
            raise SettingsError(f"{len(self.locked)} colors are locked: K must be at least as many.")
        if self.locked and self.engine is Engine.OPENCV:
            raise SettingsError('cv2.kmeans moves every centroid: colors can be locked with engine "fast".')
        if self.weighting is Weighting.ACCENTS and self.engine is Engine.OPENCV:
            raise SettingsError('cv2.kmeans knows no weights: accents are kept with engine "fast".')


def _choice(choices: type[Choice], value: str, name: str) -> Choice:
    try:
        return choices(value)
    except ValueError as error:
        known = ", ".join(choices)
        raise SettingsError(f"{name} is {value!r}; it can be {known}.") from error


def _check_whole(name: str, value: int, low: int, high: int) -> None:
    if not is_whole(value, low, high):
        raise SettingsError(f"{name} is {value!r}; it must be a whole number from {low} to {high}.")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not low <= value <= high:
        raise SettingsError(f"{name} is {value!r}; it must be from {low:g} to {high:g}.")


def palette_settings(
    palette: Iterable[Rgb], color_space: ColorSpace | str = ColorSpace.RGB, *, smoothing: float = 0.0
) -> KMeansSettings:
    """The settings with which `segment` gives every pixel the nearest color of a palette.

    All colors are locked, so none is found. Palette colors that are nearest to no pixel are left out.

    Parameters
    ----------
    palette : iterable of (R, G, B), or ndarray of uint8, shape (N, 3)
        At most `K_MAX` colors; equal ones count once.
    color_space : ColorSpace or its value
        The space in which distances are measured.
    smoothing : float
        As in `KMeansSettings`.

    Raises
    ------
    SettingsError
        If the palette has no color or too many.
    """
    colors = tuple(dict.fromkeys((int(r), int(g), int(b)) for r, g, b in palette))
    if not 1 <= len(colors) <= K_MAX:
        raise SettingsError(f"A palette to apply needs 1 to {K_MAX} different colors, not {len(colors)}.")
    return KMeansSettings(k=len(colors), color_space=color_space, smoothing=smoothing, locked=colors)

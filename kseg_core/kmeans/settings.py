"""What a segmentation is asked for, and the bounds of every setting."""

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
    """Who does the work."""

    FAST = "fast"
    OPENCV = "opencv"


class Init(StrEnum):
    """How `cv2.kmeans` places the first centroids."""

    KMEANS_PP = "k-means++"
    RANDOM = "random"


class Criteria(StrEnum):
    """What stops `cv2.kmeans`: centroids that move less than epsilon, max_iter, or either."""

    BOTH = "both"
    EPS = "EPS"
    MAX_ITER = "MAX_ITER"


Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class KMeansSettings:
    """Everything that decides a segmentation.

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
        `cv2.kmeans` itself, for which the five settings below act literally; ``"fast"`` does not read them.
    position_weight : float
        0 to `POSITION_WEIGHT_MAX`; 0 = color alone. At 1 the longer side of the picture is as long as
        black to white.
    smoothing : float
        σ, in pixels, of the Gaussian (`cv2.GaussianBlur`) that smooths the picture before
        clustering, 0 to `SMOOTHING_MAX`; 0 = none. Distances are those of the smoothed colors; clusters are
        painted with the mean of the picture's own.
    locked : tuple of (R, G, B)
        Colors whose centroids stay where they are, at most `k`, all different; the rest of the `k`
        are found around them. Their clusters are painted with these very colors. For the fast
        engine only: `cv2.kmeans` moves every centroid.
    init : Init or its value
        KMEANS_PP_CENTERS or KMEANS_RANDOM_CENTERS.
    attempts : int
        Runs from new first centroids, of which the best is kept, 1 to `ATTEMPTS_MAX`.
    criteria : Criteria or its value
    max_iter : int
        `MAX_ITER_MIN` to `MAX_ITER_MAX`, to which OpenCV clamps it.
    epsilon : float
        Distance in units of the color space, 0 to `EPSILON_MAX`.

    Raises
    ------
    SettingsError
        If a value is out of range or not a choice, or colors are locked for the "opencv" engine.
    """

    k: int
    color_space: ColorSpace | str = ColorSpace.RGB
    seed: int = 0
    engine: Engine | str = Engine.FAST
    position_weight: float = 0.0
    smoothing: float = 0.0
    locked: tuple[Rgb, ...] = ()
    init: Init | str = Init.KMEANS_PP
    attempts: int = 10
    criteria: Criteria | str = Criteria.BOTH
    max_iter: int = 10
    epsilon: float = 1.0

    def __post_init__(self) -> None:
        for name, choices in (
            ("color_space", ColorSpace),
            ("engine", Engine),
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

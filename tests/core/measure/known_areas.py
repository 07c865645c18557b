"""Pictures made by arithmetic whose shares are known: shapes, shaded, blurred and with noise."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage, Segmentation, color_histogram, segment
from kseg_core.measure.certainty import other_fits, share_ranges
from kseg_core.measure.classes import Classes, MeasureClass, class_map
from kseg_core.measure.doubtful import doubtful_map
from kseg_core.measure.measured import ShareRanges
from kseg_core.measure.settings import DOUBT

LEAST_SHARE = 0.02
_MOST_MORE = 5
APART = 70.0
"""RGB distance of any two colors at least."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownAreas:
    """A picture and the truth.

    Attributes
    ----------
    image : RgbImage
    colors : ndarray of float64, shape (N, 3)
        2 to 5 colors before shading.
    shares : ndarray of float64, shape (N,)
    blur, noise, shading : float
        σ in pixels, σ in levels, and the contrast of light across the picture.
    """

    image: RgbImage
    colors: NDArray[np.float64]
    shares: NDArray[np.float64]
    blur: float
    noise: float
    shading: float


def known_areas(seed: int, *, height: int = 200, width: int = 280, apart: float = APART) -> KnownAreas:
    """A random picture in which every color covers at least `LEAST_SHARE`."""
    rng = np.random.default_rng(seed)
    while True:
        n = int(rng.integers(2, 6))
        truth = _shapes(rng, n, height, width)
        shares = np.bincount(truth.ravel(), minlength=n) / truth.size
        if shares.min() >= LEAST_SHARE:
            break
    colors = _colors(rng, n, apart)
    blur, noise, shading = (float(rng.uniform(0, most) * (rng.random() < 0.7)) for most in (3, 25, 0.3))
    direction = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    light = 1 + shading * (np.cos(direction) * x + np.sin(direction) * y)
    pixels = colors[truth] * light[..., None]
    if blur:
        pixels = cv2.GaussianBlur(pixels, (0, 0), blur)
    pixels = pixels + rng.normal(0, noise, pixels.shape)
    return KnownAreas(
        image=RgbImage(pixels=np.rint(pixels).clip(0, 255).astype(np.uint8)),
        colors=colors,
        shares=shares,
        blur=blur,
        noise=noise,
        shading=shading,
    )


def measured_ranges(known: KnownAreas, *, k: int = 0, doubt: float = DOUBT) -> tuple[ShareRanges, Classes]:
    """The ranges of its colors; a cluster is in the class of the nearest one.

    As a visitor would, it takes more clusters where K-means finds none for one of the colors.
    """
    histogram = color_histogram(known.image)
    for more in range(_MOST_MORE):
        settings = KMeansSettings(k=(k or len(known.colors)) + more)
        found = segment(known.image, settings, histogram=histogram)
        classes = _named(found, known.colors)
        if all(each.clusters for each in classes):
            break
    numbers = class_map(known.image, histogram, found, classes)
    others = doubtful_map(known.image, histogram, found, found, classes, numbers, doubt)
    return share_ranges(numbers, others, classes, other_fits(known.image, found, classes)), classes


def holds(ranges: ShareRanges, known: KnownAreas) -> NDArray[np.bool_]:
    """Whether the range of each color holds its share."""
    n = len(known.shares)
    held: NDArray[np.bool_] = (ranges.low[:n] <= known.shares + 1e-9) & (
        known.shares <= ranges.high[:n] + 1e-9
    )
    return held


def _named(found: Segmentation, colors: NDArray[np.float64]) -> Classes:
    apart = np.linalg.norm(found.centers[:, None] - colors[None], axis=2)
    return tuple(
        MeasureClass(
            name=f"color {row}",
            color=(row, 0, 0),
            clusters=tuple(np.flatnonzero(apart.argmin(1) == row).tolist()),
        )
        for row in range(len(colors))
    )


def _colors(rng: np.random.Generator, n: int, apart: float) -> NDArray[np.float64]:
    while True:
        colors = rng.integers(20, 236, (n, 3)).astype(np.float64)
        distances = np.linalg.norm(colors[:, None] - colors[None], axis=2)
        if distances[~np.eye(n, dtype=np.bool_)].min() >= apart:
            return colors


def _shapes(rng: np.random.Generator, n: int, height: int, width: int) -> NDArray[np.uint8]:
    truth = np.zeros((height, width), np.uint8)
    for color in range(1, n):
        for kind in rng.integers(0, 4, int(rng.integers(1, 9))):
            x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
            a, b = (int(each) for each in rng.integers(5, 60, 2))
            if kind == 0:
                cv2.circle(truth, (x, y), a, color, cv2.FILLED)
            elif kind == 1:
                cv2.ellipse(truth, (x, y), (a, b), float(rng.uniform(0, 180)), 0, 360, color, cv2.FILLED)
            elif kind == 2:
                cv2.rectangle(truth, (x, y), (x + a, y + b), color, cv2.FILLED)
            else:
                corners = np.array([x, y]) + rng.integers(-60, 60, (5, 2))
                cv2.fillPoly(truth, [corners.astype(np.int32)], color)
    return truth

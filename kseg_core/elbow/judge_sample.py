"""A sample of pixels on which the judges measure the fits of all K."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.lloyd import nearest
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.kmeans.spatial import pixel_features, spread_pixels

Floats = NDArray[np.float64]

SAMPLE = 16_384
"""Pixels on which the Davies–Bouldin index is measured."""

PARTS, PART_SIZE = 4, 500
"""The silhouette is measured on this many disjoint parts of the sample, each of this many pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JudgeSample:
    """A sample of pixels in the feature space.

    Attributes
    ----------
    points : ndarray of float64, shape (N, D)
        The pixels.
    parts : ndarray of intp, shape (P, M)
        Indices of the points in each of P disjoint parts.
    distances : ndarray of float32, shape (P, M, M)
        Between the points of each part.
    """

    points: Floats
    parts: NDArray[np.intp]
    distances: NDArray[np.float32]

    def labels(self, centers: NDArray[np.float32]) -> NDArray[np.intp]:
        """The nearest of the centers (K, D) for each point, shape (N,)."""
        exact = centers.astype(np.float64)
        origin = exact.mean(axis=0)
        return nearest((self.points - origin).T.copy(), exact - origin)[0]


def judge_sample(image: RgbImage, histogram: ColorHistogram, settings: KMeansSettings) -> JudgeSample:
    """Draw pixels of a picture, in its feature space.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    settings : KMeansSettings

    Notes
    -----
    One pixel from each of `SAMPLE` equal stretches of the sorted histogram, so that only the colors
    matter; with a position weight, from stretches of the picture.
    """
    if settings.position_weight > 0.0:
        chosen = spread_pixels(image, SAMPLE, seed=settings.seed)
        return sample_of(pixel_features(image, chosen, settings))
    size = min(SAMPLE, histogram.n_pixels)
    pixel = (np.arange(size) + 0.5) * (histogram.n_pixels / size)
    rows = np.searchsorted(np.cumsum(histogram.counts), pixel, side="right")
    return sample_of(to_space(histogram.colors, ColorSpace(settings.color_space))[rows])


def sample_of(features: NDArray[np.float32]) -> JudgeSample:
    """The sample that has these points, shape (N, D)."""
    size = min(PART_SIZE, len(features) // PARTS)
    step = max(1, len(features) // max(1, size))
    parts = np.arange(size) * step + (np.arange(PARTS) * step // PARTS)[:, None]
    distances = np.zeros((PARTS, size, size), dtype=np.float32)
    for axis in features.T:
        values = axis[parts]
        distances += (values[:, :, None] - values[:, None, :]) ** 2
    return JudgeSample(points=features.astype(np.float64), parts=parts, distances=np.sqrt(distances))

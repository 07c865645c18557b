"""What the two thresholds do, counted: the gradient's histogram, and edge pixels over (low, high)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny_stages import CannyStages, components_above
from kseg_core.errors import SettingsError
from kseg_core.gradient import magnitude_of, threshold_levels

HISTOGRAM_BINS = 100
MAP_LEVELS = 16
"""Values of each threshold on the map."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GradientHistogram:
    """Gradient magnitudes of the pixels that are there.

    Attributes
    ----------
    bin_edges : ndarray of float64, shape (B + 1,)
        In the units of the thresholds, from 0 to above the strongest gradient.
    all_pixels, maxima : ndarray of int64, shape (B,)
        Pixels per bin, before and after non-maximum suppression. To be drawn on a log axis.
    """

    bin_edges: NDArray[np.float64]
    all_pixels: NDArray[np.int64]
    maxima: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdMap:
    """What any two thresholds would do to a picture.

    Attributes
    ----------
    histogram : GradientHistogram
    levels : ndarray of float64, shape (L,)
        Values of either threshold, whole and ascending in even ratios.
    counts : ndarray of int64, shape (L, L)
        Edge pixels by low (rows) and high threshold (columns).
    """

    histogram: GradientHistogram
    levels: NDArray[np.float64]
    counts: NDArray[np.int64]


def threshold_map(stages: CannyStages) -> ThresholdMap:
    """Histogram and counts of a picture, over all thresholds that make a difference to it."""
    histogram = gradient_histogram(stages)
    strongest = max(2.0, float(histogram.bin_edges[-2]))
    levels = np.unique(np.rint(np.geomspace(max(1.0, strongest / 150), strongest, MAP_LEVELS)))
    counts = edge_count_map(stages, levels.tolist(), levels.tolist())
    return ThresholdMap(histogram=histogram, levels=levels, counts=counts)


def gradient_histogram(stages: CannyStages, *, bins: int = HISTOGRAM_BINS) -> GradientHistogram:
    """Histogram of the gradient magnitude, for all pixels and for the maxima among them.

    `bins` is the most there may be: a bin is a whole number of threshold units wide.

    Raises
    ------
    SettingsError
        If `bins` is below 1.
    """
    if bins < 1:
        raise SettingsError("A histogram needs at least one bin.")
    magnitude = magnitude_of(stages.strength, stages.settings)
    width = max(1, int(np.ceil((float(magnitude.max()) + 1) / bins)))
    bin_of = (magnitude / np.float32(width)).astype(np.int32)
    count = int(bin_of.max()) + 1
    there = np.ones(bin_of.shape, bool) if stages.opaque is None else stages.opaque
    return GradientHistogram(
        bin_edges=np.arange(count + 1, dtype=np.float64) * width,
        all_pixels=np.bincount(bin_of[there], minlength=count),
        maxima=np.bincount(bin_of[there & stages.maxima], minlength=count),
    )


def edge_count_map(stages: CannyStages, lows: Sequence[float], highs: Sequence[float]) -> NDArray[np.int64]:
    """Number of edge pixels for every pair of thresholds, exactly as `detect_edges` would find.

    The thresholds of `stages` themselves do not matter; its smoothing, aperture, norm and channels do.

    Parameters
    ----------
    lows, highs : sequences of float
        In the units of the thresholds; a pair with low above high is sorted.

    Returns
    -------
    ndarray of int64, shape (len(lows), len(highs))

    Notes
    -----
    For one low threshold, hysteresis keeps a component of maxima if its strongest pixel exceeds the
    high one. So one labeling a low threshold answers all high thresholds: add up the sizes of the
    components by their strongest pixel.
    """
    levels = np.array(
        [[threshold_levels(low, high, stages.settings) for high in highs] for low in lows], np.int64
    ).reshape(len(lows), len(highs), 2)
    counts = np.zeros(levels.shape[:2], np.int64)
    by_strength = np.flatnonzero(stages.maxima)
    by_strength = by_strength[np.argsort(stages.strength.ravel()[by_strength])]
    strengths = stages.strength.ravel()[by_strength]
    for low in np.unique(levels[..., 0]):
        first = int(np.searchsorted(strengths, low, side="right"))
        peaks, sizes = _component_peaks(stages, int(low), by_strength[first:], strengths[first:])
        descending = np.argsort(-peaks)
        pixels = np.concatenate([[0], np.cumsum(sizes[descending])])
        pairs = levels[..., 0] == low
        counts[pairs] = pixels[np.searchsorted(-peaks[descending], -levels[pairs][:, 1], side="left")]
    return counts


def _component_peaks(
    stages: CannyStages, level: int, pixels: NDArray[np.int64], strengths: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Strongest gradient and opaque size of each component of the maxima above a level.

    `pixels` are the flat indices of those maxima with ascending `strengths`.
    """
    count, component, _ = components_above(stages.maxima, stages.strength, level)
    labels = component.ravel()[pixels]
    peaks = np.zeros(count, np.int32)
    peaks[labels] = strengths
    if stages.opaque is not None:
        labels = labels[stages.opaque.ravel()[pixels]]
    return peaks, np.bincount(labels, minlength=count)

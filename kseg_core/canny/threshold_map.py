"""The number of edge pixels for every pair of thresholds. The gradient is read in strips to save memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.gradient import added, count_magnitudes, magnitude_of, strength_gain, threshold_level
from kseg_core.canny.stages import connected_components, stage_window
from kseg_core.image import Box

HISTOGRAM_BINS = 100
"""At most. A bin is a whole number of threshold units wide."""
MAP_LEVELS = 16
"""Values of each threshold on the map."""

_WEAKEST_SHARE = 1 / 150
_STRIP_PIXELS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GradientHistogram:
    """Gradient magnitudes of the opaque pixels.

    Attributes
    ----------
    bin_edges : ndarray of float64, shape (B + 1,)
        In the units of the thresholds, from 0 to above the strongest gradient.
    all_pixels, maxima : ndarray of int64, shape (B,)
        Pixels per bin, before and after non-maximum suppression.
    """

    bin_edges: NDArray[np.float64]
    all_pixels: NDArray[np.int64]
    maxima: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThresholdMap:
    """The number of edge pixels for every pair of thresholds, and the histogram of the gradient.

    Attributes
    ----------
    histogram : GradientHistogram
    levels : ndarray of float64, shape (L,)
        Values of both thresholds: whole numbers, ascending, about evenly spaced on a log scale.
    counts : ndarray of int64, shape (L, L)
        Edge pixels by low (rows) and high threshold (columns).
    """

    histogram: GradientHistogram
    levels: NDArray[np.float64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalMaxima:
    """The pixels that non-maximum suppression leaves: the only candidates for edges.

    Attributes
    ----------
    shape : tuple of int
        Of the picture: H, W.
    pixels : ndarray of int64, shape (N,)
        Their indices in the flattened picture, in the order of `strengths`.
    strengths : ndarray of int32, shape (N,)
        Ascending, as in `CannyStages`.
    opaque : ndarray of bool, shape (N,)
        Which of them are opaque.
    strongest : int
        The largest magnitude of any pixel, in whole units of the thresholds, rounded down.
    gain : float
        As in `CannyStages`.
    l2_gradient : bool
        The norm of the strengths.
    """

    shape: tuple[int, int]
    pixels: NDArray[np.int64]
    strengths: NDArray[np.int32]
    opaque: NDArray[np.bool_]
    strongest: int
    gain: float
    l2_gradient: bool


def threshold_map(edge_map: EdgeMap) -> ThresholdMap:
    """Histogram and counts of a picture, for thresholds up to its strongest gradient.

    Smoothing, aperture, norm and channels are those of the edge map; its own thresholds play no part.
    """
    histogram, local_maxima = survey_gradient(edge_map)
    strongest = max(2.0, float(local_maxima.strongest))
    levels = np.unique(np.rint(np.geomspace(max(1.0, strongest * _WEAKEST_SHARE), strongest, MAP_LEVELS)))
    counts = count_edge_pixels(local_maxima, levels.tolist(), levels.tolist())
    return ThresholdMap(histogram=histogram, levels=levels, counts=counts)


def survey_gradient(edge_map: EdgeMap) -> tuple[GradientHistogram, LocalMaxima]:
    """The histogram of the gradient magnitudes, and the local maxima of the gradient."""
    settings = edge_map.settings
    count = partial(count_magnitudes, l2_gradient=settings.l2_gradient)
    gain = strength_gain(settings, edge_map.smoothed.factor)
    all_pixels = maxima = np.zeros(1, np.int64)
    strongest = np.int32(0)
    pixels, strengths, opaque = [], [], []
    rows = max(1, _STRIP_PIXELS // edge_map.width)
    for top in range(0, edge_map.height, rows):
        bottom = min(edge_map.height, top + rows)
        stages = stage_window(edge_map, Box(left=0, top=top, right=edge_map.width, bottom=bottom))
        strongest = max(strongest, stages.strength.max())
        all_pixels = added(all_pixels, count(stages.strength, stages.opaque))
        shown = stages.maxima if stages.opaque is None else stages.maxima & stages.opaque
        maxima = added(maxima, count(stages.strength, shown))
        places = np.flatnonzero(stages.maxima)
        pixels.append(places + top * edge_map.width)
        strengths.append(stages.strength.ravel()[places])
        opaque.append(shown.ravel()[places])
    magnitude = magnitude_of(np.array(strongest), gain=gain, l2_gradient=settings.l2_gradient)
    unsorted = np.concatenate(strengths)
    order = np.argsort(unsorted)
    local_maxima = LocalMaxima(
        shape=(edge_map.height, edge_map.width),
        pixels=np.concatenate(pixels)[order],
        strengths=unsorted[order],
        opaque=np.concatenate(opaque)[order],
        strongest=int(magnitude),
        gain=gain,
        l2_gradient=settings.l2_gradient,
    )
    length = 1 + max(int(magnitude), int((len(all_pixels) - 1) / gain))  # L2 is rounded, maybe up
    width = -(-length // HISTOGRAM_BINS)
    bin_edges = np.arange(0, length + width, width, dtype=np.float64)
    all_binned, maxima_binned = (_binned(counts, bin_edges * gain) for counts in (all_pixels, maxima))
    return GradientHistogram(bin_edges=bin_edges, all_pixels=all_binned, maxima=maxima_binned), local_maxima


def count_edge_pixels(
    local_maxima: LocalMaxima, lows: Sequence[float], highs: Sequence[float]
) -> NDArray[np.int64]:
    """Number of edge pixels for every pair of thresholds, exactly as `detect_edges` would find.

    Parameters
    ----------
    local_maxima : LocalMaxima
    lows, highs : sequences of float
        In the units of the thresholds; a pair with low above high is sorted.

    Returns
    -------
    ndarray of int64, shape (len(lows), len(highs))

    Notes
    -----
    For one low threshold, hysteresis keeps a component of maxima if its strongest pixel exceeds the
    high one. So each low threshold needs one labeling of components: sorted by their strongest pixel,
    their summed sizes are the counts for all high thresholds.
    """
    level = partial(threshold_level, gain=local_maxima.gain, l2_gradient=local_maxima.l2_gradient)
    rows = np.array([level(low) for low in lows], np.int64)[:, None]
    columns = np.array([level(high) for high in highs], np.int64)
    low_levels, high_levels = np.minimum(rows, columns), np.maximum(rows, columns)
    counts = np.zeros(low_levels.shape, np.int64)
    for low in np.unique(low_levels):
        peaks, sizes = _component_peaks(local_maxima, int(low))
        descending = np.argsort(-peaks)
        pixels = np.concatenate([[0], np.cumsum(sizes[descending])])
        pairs = low_levels == low
        counts[pairs] = pixels[np.searchsorted(-peaks[descending], -high_levels[pairs], side="left")]
    return counts


def _binned(counts: NDArray[np.int64], edges: NDArray[np.float64]) -> NDArray[np.int64]:
    """Counts of `count_magnitudes` between each two neighboring edges."""
    below = np.concatenate([[0], np.cumsum(counts)])
    return np.diff(below[np.minimum(np.ceil(edges).astype(np.int64), len(counts))])


def _component_peaks(local_maxima: LocalMaxima, level: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Strongest gradient and number of opaque pixels of each component of the maxima above a level."""
    first = int(np.searchsorted(local_maxima.strengths, level, side="right"))
    pixels = local_maxima.pixels[first:]
    above = np.zeros(local_maxima.shape, bool)
    above.ravel()[pixels] = True
    count, component = connected_components(above)
    labels = component.ravel()[pixels]
    peaks = np.zeros(count, np.int32)
    peaks[labels] = local_maxima.strengths[first:]
    return peaks, np.bincount(labels[local_maxima.opaque[first:]], minlength=count)

"""What the two thresholds do, counted: the gradient's histogram, and edge pixels over (low, high)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.gradient import threshold_levels
from kseg_core.canny.stages import CannyStages, connected_components
from kseg_core.errors import SettingsError

HISTOGRAM_BINS = 100


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
class Crests:
    """The pixels that non-maximum suppression leaves, which is all that thresholds choose from.

    Attributes
    ----------
    shape : tuple of int
        Of the picture: H, W.
    pixels : ndarray of int64, shape (N,)
        Their places in the picture, counted along its rows; in the order of `strengths`.
    strengths : ndarray of int32, shape (N,)
        Ascending, as in `CannyStages`.
    there : ndarray of bool, shape (N,), or None
        Which of them are opaque; None = all.
    gain : float
        As in `CannyStages`.
    l2_gradient : bool
        The norm of the strengths.
    """

    shape: tuple[int, int]
    pixels: NDArray[np.int64]
    strengths: NDArray[np.int32]
    there: NDArray[np.bool_] | None
    gain: float
    l2_gradient: bool


def tally_magnitudes(stages: CannyStages) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many pixels, and how many maxima, have a magnitude of 0 up to 1, 1 up to 2, and so on."""
    whole = stages.magnitude.astype(np.int32)
    length = int(whole.max()) + 1
    there = np.ones(whole.shape, bool) if stages.opaque is None else stages.opaque
    return (
        np.bincount(whole[there], minlength=length),
        np.bincount(whole[there & stages.maxima], minlength=length),
    )


def histogram_of_tally(
    all_pixels: NDArray[np.int64], maxima: NDArray[np.int64], *, bins: int = HISTOGRAM_BINS
) -> GradientHistogram:
    """The histogram of what `tally_magnitudes` has counted.

    `bins` is the most there may be: a bin is a whole number of threshold units wide.

    Raises
    ------
    SettingsError
        If `bins` is below 1.
    """
    if bins < 1:
        raise SettingsError("A histogram needs at least one bin.")
    width = -(-len(all_pixels) // bins)
    starts = np.arange(0, len(all_pixels), width)
    return GradientHistogram(
        bin_edges=np.arange(len(starts) + 1, dtype=np.float64) * width,
        all_pixels=np.add.reduceat(all_pixels, starts),
        maxima=np.add.reduceat(maxima, starts),
    )


def crests_of(stages: CannyStages) -> Crests:
    """The crests of a picture."""
    pixels = np.flatnonzero(stages.maxima)
    return sorted_crests(
        Crests(
            shape=(int(stages.maxima.shape[0]), int(stages.maxima.shape[1])),
            pixels=pixels,
            strengths=stages.strength.ravel()[pixels],
            there=None if stages.opaque is None else stages.opaque.ravel()[pixels],
            gain=stages.gain,
            l2_gradient=stages.settings.l2_gradient,
        )
    )


def sorted_crests(crests: Crests) -> Crests:
    """Crests in the order they must have."""
    order = np.argsort(crests.strengths)
    return replace(
        crests,
        pixels=crests.pixels[order],
        strengths=crests.strengths[order],
        there=None if crests.there is None else crests.there[order],
    )


def count_edge_pixels(crests: Crests, lows: Sequence[float], highs: Sequence[float]) -> NDArray[np.int64]:
    """Number of edge pixels for every pair of thresholds, exactly as `detect_edges` would find.

    Parameters
    ----------
    crests : Crests
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
    pairs_of = partial(threshold_levels, gain=crests.gain, l2_gradient=crests.l2_gradient)
    levels = np.array([[pairs_of(low, high) for high in highs] for low in lows], np.int64).reshape(
        len(lows), len(highs), 2
    )
    counts = np.zeros(levels.shape[:2], np.int64)
    for low in np.unique(levels[..., 0]):
        peaks, sizes = _component_peaks(crests, int(low))
        descending = np.argsort(-peaks)
        pixels = np.concatenate([[0], np.cumsum(sizes[descending])])
        pairs = levels[..., 0] == low
        counts[pairs] = pixels[np.searchsorted(-peaks[descending], -levels[pairs][:, 1], side="left")]
    return counts


def _component_peaks(crests: Crests, level: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Strongest gradient and opaque size of each component of the crests above a level."""
    first = int(np.searchsorted(crests.strengths, level, side="right"))
    pixels = crests.pixels[first:]
    above = np.zeros(crests.shape, bool)
    above.ravel()[pixels] = True
    count, component = connected_components(above)
    labels = component.ravel()[pixels]
    peaks = np.zeros(count, np.int32)
    peaks[labels] = crests.strengths[first:]
    if crests.there is not None:
        labels = labels[crests.there[first:]]
    return peaks, np.bincount(labels, minlength=count)

"""What any two thresholds would do to a picture, strip by strip, so that memory stays small."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kseg_core.canny.edge_counts import (
    Crests,
    GradientHistogram,
    count_edge_pixels,
    crests_of,
    histogram_of_tally,
    sorted_crests,
    tally_magnitudes,
)
from kseg_core.canny.stage_window import EdgeWork, stage_window
from kseg_core.image import Box

MAP_LEVELS = 16
"""Values of each threshold on the map."""

_WEAKEST_SHARE = 1 / 150
_STRIP_PIXELS = 1_000_000


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


def threshold_map(work: EdgeWork) -> ThresholdMap:
    """Histogram and counts of a picture, over all thresholds that make a difference to it.

    The thresholds of `work` itself do not matter; its smoothing, aperture, norm and channels do.
    """
    tallies = [np.zeros(1, np.int64), np.zeros(1, np.int64)]
    parts: list[Crests] = []
    rows = max(1, _STRIP_PIXELS // work.width)
    for top in range(0, work.height, rows):
        strip = Box(left=0, top=top, right=work.width, bottom=min(work.height, top + rows))
        stages = stage_window(work, strip)
        tallies = [_added(*pair) for pair in zip(tallies, tally_magnitudes(stages), strict=True)]
        parts.append(crests_of(stages))
    offsets = np.arange(len(parts), dtype=np.int64) * rows * work.width
    crests = sorted_crests(
        replace(
            parts[0],
            shape=(work.height, work.width),
            pixels=np.concatenate(
                [part.pixels + offset for part, offset in zip(parts, offsets, strict=True)]
            ),
            strengths=np.concatenate([part.strengths for part in parts]),
            there=None if work.opaque is None else np.concatenate([part.there for part in parts]),
        )
    )
    histogram = histogram_of_tally(tallies[0], tallies[1])
    strongest = max(2.0, float(len(tallies[0]) - 1))
    levels = np.unique(np.rint(np.geomspace(max(1.0, strongest * _WEAKEST_SHARE), strongest, MAP_LEVELS)))
    counts = count_edge_pixels(crests, levels.tolist(), levels.tolist())
    return ThresholdMap(histogram=histogram, levels=levels, counts=counts)


def _added(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total

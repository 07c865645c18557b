"""What becomes of the edges when thresholds are taken from the brightness of a picture."""

from enum import StrEnum

MISSED = 0.5
"""Edge pixels, of those that the gradient's mean gives, below which edges are missed."""
FLOODED = 2.5
"""The same above which the picture is flooded."""


class MedianOutcome(StrEnum):
    """How the edges by the median rule compare with those by the mean of the gradient."""

    MISSED = "misses edges"
    FLOODED = "floods the picture"
    ALIKE = "does no harm here"


def median_outcome(by_median: int, by_mean: int) -> MedianOutcome:
    """Judge two counts of edge pixels of one picture; without any edge by the mean there is no comparison.

    Raises
    ------
    ValueError
        If a count is negative.
    """
    if by_median < 0 or by_mean < 0:
        raise ValueError("A count of edge pixels is not negative.")
    if by_mean == 0:
        return MedianOutcome.ALIKE
    ratio = by_median / by_mean
    if ratio <= MISSED:
        return MedianOutcome.MISSED
    return MedianOutcome.FLOODED if ratio >= FLOODED else MedianOutcome.ALIKE

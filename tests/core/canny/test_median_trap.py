import pytest

from kseg_core.canny.median_trap import MedianOutcome, median_outcome


@pytest.mark.parametrize(
    ("by_median", "by_mean", "outcome"),
    [
        (0, 52541, MedianOutcome.MISSED),
        (50, 100, MedianOutcome.MISSED),
        (51, 100, MedianOutcome.ALIKE),
        (249, 100, MedianOutcome.ALIKE),
        (250, 100, MedianOutcome.FLOODED),
        (7, 0, MedianOutcome.ALIKE),
        (0, 0, MedianOutcome.ALIKE),
    ],
)
def test_median_outcome_compares_counts(by_median: int, by_mean: int, outcome: MedianOutcome) -> None:
    assert median_outcome(by_median, by_mean) is outcome


def test_median_outcome_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="not negative"):
        median_outcome(-1, 3)

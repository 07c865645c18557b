import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kneed import KneeLocator

from kseg_core.kneedle import kneedle


def reference(x: np.ndarray, y: np.ndarray, sensitivity: float) -> float | None:
    knee = KneeLocator(x, y, S=sensitivity, curve="convex", direction="decreasing").knee
    return None if knee is None else float(knee)


@given(
    falls=st.lists(st.floats(0.0, 100.0), min_size=3, max_size=31),
    sensitivity=st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]),
    first=st.integers(1, 4),
)
def test_it_agrees_with_kneed(falls: list[float], sensitivity: float, first: int) -> None:
    y = np.cumsum(np.round(falls, 3)[::-1])[::-1]
    x = np.arange(first, first + len(y), dtype=float)
    if np.ptp(y) > 0:
        assert kneedle(x, y, sensitivity=sensitivity) == reference(x, y, sensitivity)


@given(st.lists(st.floats(-50.0, 100.0), min_size=3, max_size=20))
def test_it_agrees_with_kneed_on_curves_that_rise(steps: list[float]) -> None:
    y = np.cumsum(np.round(steps, 3))
    x = np.arange(len(y), dtype=float)
    if np.ptp(y) > 0:
        assert kneedle(x, y) == reference(x, y, 1.0)


@pytest.mark.parametrize("corner", [3, 4, 6])
def test_a_corner_is_a_knee(corner: int) -> None:
    x = np.arange(1.0, 11.0)
    assert kneedle(x, np.where(x < corner, 100.0 * (corner - x), 0.0) - x) == corner


@pytest.mark.parametrize("y", [[5.0, 5.0, 5.0, 5.0], [4.0, 3.0, 2.0, 1.0], [2.0, 1.0], [1.0]])
def test_no_knee(y: list[float]) -> None:
    assert kneedle(np.arange(1.0, len(y) + 1), np.array(y)) is None

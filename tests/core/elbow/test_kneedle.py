import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kseg_core.elbow.kneedle import kneedle


def reference(x: np.ndarray, y: np.ndarray, sensitivity: float) -> float | None:
    from kneed import KneeLocator  # imports SciPy, which would take a second of every collection

    knee = KneeLocator(x, y, S=sensitivity, curve="convex", direction="decreasing").knee
    return None if knee is None else float(knee)


# Drawn from a continuous distribution: where two values tie, rounding decides, and differently in kneed.
curves = st.builds(
    lambda seed, n: np.random.default_rng(seed).exponential(size=n),
    st.integers(0, 2**32 - 1),
    st.integers(3, 31),
)


@given(falls=curves, sensitivity=st.sampled_from([0.0, 0.5, 1.0, 2.0, 5.0]), first=st.integers(1, 4))
def test_it_agrees_with_kneed(falls: np.ndarray, sensitivity: float, first: int) -> None:
    y = np.cumsum(falls[::-1])[::-1]
    x = np.arange(first, first + len(y), dtype=float)
    assert kneedle(x, y, sensitivity=sensitivity) == reference(x, y, sensitivity)


@given(curves)
def test_it_agrees_with_kneed_on_curves_that_rise(steps: np.ndarray) -> None:
    y = np.cumsum(steps - 0.5)
    x = np.arange(len(y), dtype=float)
    assert kneedle(x, y) == reference(x, y, 1.0)


@pytest.mark.parametrize("corner", [3, 4, 6])
def test_a_corner_is_a_knee(corner: int) -> None:
    x = np.arange(1.0, 11.0)
    assert kneedle(x, np.where(x < corner, 100.0 * (corner - x), 0.0) - x) == corner


@pytest.mark.parametrize("y", [[5.0, 5.0, 5.0, 5.0], [4.0, 3.0, 2.0, 1.0], [2.0, 1.0], [1.0]])
def test_no_knee(y: list[float]) -> None:
    assert kneedle(np.arange(1.0, len(y) + 1), np.array(y)) is None

"""Where a falling curve bends most: the kneedle algorithm."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SENSITIVITY = 1.0
"""How many mean steps the curve must fall below its bend before the bend counts (S in the paper)."""


def kneedle(x: Floats, y: Floats, *, sensitivity: float = SENSITIVITY) -> float | None:
    """The knee of a decreasing, convex curve.

    Parameters
    ----------
    x : ndarray of float64, shape (N,)
        Strictly ascending.
    y : ndarray of float64, shape (N,)
        Finite.
    sensitivity : float
        0 takes the first bend, larger values ask for more of one.

    Returns
    -------
    float or None
        The first x at which the curve is furthest below the line between its ends, and stays a
        knee by the paper's threshold. None for fewer than three points, a flat curve, or no knee.

    Notes
    -----
    1. Scale x and y to 0 to 1 and turn the curve over: ``d = (1 - y) - x``.
    2. Candidates are the local maxima of d, each with a threshold: its height less
       `sensitivity` mean steps of x.
    3. The first candidate after which d falls below its threshold, before it reaches a local
       minimum, is the knee.

    References
    ----------
    V. Satopää, J. Albrecht, D. Irwin, B. Raghavan, "Finding a 'kneedle' in a haystack: detecting
    knee points in system behavior", ICDCS Workshops 2011. :DOI:`10.1109/ICDCSW.2011.20`
    """
    if len(x) < 3 or np.ptp(y) == 0.0:
        return None
    x_unit = (x - x[0]) / (x[-1] - x[0])
    below = (y.max() - y) / np.ptp(y) - x_unit
    padded = np.concatenate([below[:1], below, below[-1:]])
    is_maximum = (below >= padded[:-2]) & (below >= padded[2:])
    is_minimum = (below <= padded[:-2]) & (below <= padded[2:])
    margin = sensitivity * float(np.diff(x_unit).mean())
    candidate: int | None = None
    for index in range(len(x) - 1):
        if is_maximum[index]:
            candidate = index
        if is_minimum[index]:
            candidate = None
        if candidate is not None and below[index + 1] < below[candidate] - margin:
            return float(x[candidate])
    return None

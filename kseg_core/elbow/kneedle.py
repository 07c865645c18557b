"""Where a falling curve bends most: the kneedle algorithm."""

import numpy as np

from kseg_core.kmeans.lloyd import Floats


def kneedle(x: Floats, y: Floats, *, sensitivity: float = 1.0) -> float | None:
    """The knee of a decreasing, convex curve.

    Parameters
    ----------
    x : ndarray of float64, shape (N,)
        Strictly ascending.
    y : ndarray of float64, shape (N,)
        Finite.
    sensitivity : float
        S in the paper: by how many mean steps of x the difference curve must fall after a bend before it
        counts as a knee. 0 takes the first bend.

    Returns
    -------
    float or None
        The first x at which the curve is locally furthest below the line between its ends, by the
        threshold below. None for fewer than three points, a flat curve, or no knee.

    Notes
    -----
    1. Scale x and y to 0 to 1; the difference curve is ``d = (1 - y) - x``.
    2. Candidates are the local maxima of d. The threshold of each is its height minus
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

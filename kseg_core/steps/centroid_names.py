"""Names of clusters, read off where their centroids are."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CentroidWords:
    """Words for where a centroid is on two axes, each in thirds.

    Attributes
    ----------
    across, up : tuple of str
        For the lowest, the middle and the highest third of the first and the second axis.
    average : str
        For the middle third of both.
    """

    across: tuple[str, str, str]
    up: tuple[str, str, str]
    average: str


def name_centroids(
    centers: NDArray[np.float64], positions: NDArray[np.float64], words: CentroidWords
) -> tuple[str, ...]:
    """A name for each centroid, all different.

    Parameters
    ----------
    centers : ndarray of float64, shape (K, 2)
    positions : ndarray of float64, shape (N, 2)
        The points.
    words : CentroidWords

    Returns
    -------
    tuple of str, length K

    Notes
    -----
    Each axis is cut into three equal parts between its lowest and its highest point, and a name says in which
    parts the centroid is. Where several have the same name, they are numbered by the first axis, then by the
    second.
    """
    low, high = positions.min(axis=0), positions.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    thirds = np.clip(np.floor(3.0 * (centers - low) / span), 0, 2).astype(int).tolist()
    names = [
        words.average if across == up == 1 else f"{words.across[across]} and {words.up[up]}"
        for across, up in thirds
    ]
    shared, seen = Counter(names), Counter[str]()
    for row in np.lexsort((centers[:, 1], centers[:, 0])).tolist():
        name = names[row]
        if shared[name] > 1:
            seen[name] += 1
            names[row] = f"{name} {seen[name]}"
    return tuple(names)

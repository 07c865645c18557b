"""What color each cluster has at each step."""

import numpy as np
from numpy.typing import NDArray

from kseg_core.steps.trace import StepKind, Trace

GROUP_COLORS = np.array(
    [
        [0, 114, 178],
        [230, 120, 0],
        [0, 150, 110],
        [196, 64, 140],
        [150, 110, 20],
        [70, 165, 225],
        [200, 40, 40],
        [110, 80, 190],
        [90, 140, 30],
        [120, 70, 40],
        [0, 130, 140],
        [235, 150, 170],
        [60, 80, 110],
        [170, 170, 40],
        [150, 150, 150],
        [90, 20, 70],
    ],
    dtype=np.uint8,
)
"""RGB of clusters that have no color of their own; further ones begin again."""


def mean_colors(trace: Trace) -> NDArray[np.uint8]:
    """The color in which each cluster is painted after each step.

    Parameters
    ----------
    trace : Trace

    Returns
    -------
    ndarray of uint8, shape (S, K, 3)
        At first the colors of the points that the centroids were put on. A move turns them into the
        rounded weighted mean RGB of the cluster's points, whatever the space they are clustered in.
        An assignment changes none, but for a centroid that jumps onto a point and takes its color.
    """
    points = trace.points
    colors = np.empty((trace.n_steps, trace.k, 3), dtype=np.uint8)
    weighted = points.weights * points.colors.T
    current = points.colors[trace.seeds]
    for step in range(trace.n_steps):
        if trace.kind(step) is StepKind.MOVE:
            labels = trace.labels[step]
            mass = np.bincount(labels, points.weights, trace.k)
            sums = np.stack([np.bincount(labels, channel, trace.k) for channel in weighted], axis=1)
            means = np.rint(sums / np.where(mass > 0.0, mass, 1.0)[:, None]).astype(np.uint8)
            current = np.where(mass[:, None] > 0.0, means, current)
        elif trace.jumped[step].any():
            current = current.copy()
            for cluster in np.flatnonzero(trace.jumped[step]):
                current[cluster] = points.colors[trace.labels[step] == cluster][0]
        colors[step] = current
    return colors


def group_colors(trace: Trace) -> NDArray[np.uint8]:
    """One color of `GROUP_COLORS` a cluster, the same at every step, shape (S, K, 3)."""
    colors = GROUP_COLORS[np.arange(trace.k) % len(GROUP_COLORS)]
    return np.broadcast_to(colors, (trace.n_steps, trace.k, 3))

"""Scenes and runs on their way to the browser: a run as what changes at each step, and in which colors."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.packed import pack_arrays
from kseg_core.steps.centroid_names import name_centroids
from kseg_core.steps.scene import Scene
from kseg_core.steps.seeding import Seeding
from kseg_core.steps.stories import step_stories
from kseg_core.steps.trace import StepKind, Trace

_AXES = 3
"""Of the browser's scene; what has only two lies in its plane."""

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


def pack_scene(scene: Scene) -> bytes:
    """Points, axes and point map, by `pack_arrays`.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    bytes
        Header: ``axes`` (title, low, high; two or three), ``up`` (the axis to draw upright),
        ``proportions`` (how long each is drawn), ``one`` (what a point counts), ``map`` (height and
        width, or null). Arrays: ``positions`` float32 (N, 3), the third 0 where there are two axes;
        ``colors`` uint8 (N, 3), ``sizes`` uint8 (N,) in proportion to the cube root of the weights and,
        for a photo, ``map`` uint16 (h, w), ``strays`` uint16 (S,) and ``cells`` uint32 (S,).
    """
    points = scene.points
    sizes = np.cbrt(points.weights / points.weights.max())
    arrays = {
        "positions": _in_space(points.positions),
        "colors": points.colors,
        "sizes": np.rint(255.0 * sizes).astype(np.uint8),
    }
    if scene.point_map is not None:
        arrays["map"] = scene.point_map
    if scene.strays is not None:
        arrays["strays"], arrays["cells"] = scene.strays
    header = {
        "axes": [{"title": axis.title, "low": axis.low, "high": axis.high} for axis in scene.axes],
        "up": scene.up,
        "proportions": [axis.high - axis.low for axis in scene.axes],
        "one": scene.words.one,
        "map": None if scene.point_map is None else list(scene.point_map.shape),
    }
    return pack_arrays(header, arrays)


def pack_trace(trace: Trace, scene: Scene, seeding: Seeding) -> bytes:
    """Every step of a run, by `pack_arrays`.

    Parameters
    ----------
    trace : Trace
    scene : Scene
        Whose points these are. In a photo, clusters have the mean color of their points, or else one of
        `GROUP_COLORS`.
    seeding : Seeding
        How the first centroids were placed.

    Returns
    -------
    bytes
        Header: ``phases``, the `StepKind` of each step. Arrays for S steps and K clusters: ``centers``
        float32 (S, K, 3), ``palette`` uint8 (S, K, 3), ``shares`` float32 (S, K), ``wcss`` (a pixel)
        float64 (S,); ``counts`` uint16 (S,) of the points that change their cluster at each step, and
        behind each other ``rows`` uint16 and ``labels`` uint8 of all of them; ``stories``, the lines of
        `step_stories` in UTF-8 and, where clusters have names, ``names``: a line for each step with the names
        of its clusters, tabs between them.
    """
    points, differs = trace.points, trace.labels[1:] != trace.labels[:-1]
    steps, rows = np.nonzero(differs)
    shares = [np.bincount(labels, points.weights, trace.k)[: trace.k] for labels in trace.labels[1:]]
    text = "\n".join(step_stories(trace, scene.words, seeding)).encode()
    arrays: dict[str, NDArray[Any]] = {
        "centers": _in_space(trace.centers),
        "palette": mean_colors(trace) if scene.is_photo else group_colors(trace),
        "shares": np.stack([np.zeros(trace.k), *shares]).astype(np.float32) / np.float32(points.total),
        "wcss": trace.wcss / points.total,
        "counts": np.append(0, np.count_nonzero(differs, axis=1)).astype(np.uint16),
        "rows": rows.astype(np.uint16),
        "labels": trace.labels[1:][steps, rows],
        "stories": np.frombuffer(text, np.uint8),
    }
    if scene.names is not None:
        named = ["\t".join(name_centroids(at, points.positions, scene.names)) for at in trace.centers]
        arrays["names"] = np.frombuffer("\n".join(named).encode(), np.uint8)
    return pack_arrays({"phases": [str(trace.kind(step)) for step in range(trace.n_steps)]}, arrays)


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


def _in_space(positions: NDArray[np.float64]) -> NDArray[np.float32]:
    missing = _AXES - positions.shape[-1]
    return np.pad(positions.astype(np.float32), [*[(0, 0)] * (positions.ndim - 1), (0, missing)])

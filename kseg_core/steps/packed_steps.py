"""Scenes and traces on their way to the browser, a trace as what changes from step to step."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.packed import pack_arrays
from kseg_core.encoding.pictures import Encoded
from kseg_core.steps.colors import group_colors, mean_colors
from kseg_core.steps.scene import Scene
from kseg_core.steps.trace import Trace


def pack_scene(scene: Scene, photo: Encoded | None = None) -> bytes:
    """Points, axes, point map and photo, by `pack_arrays`.

    Parameters
    ----------
    scene : Scene
    photo : Encoded, optional
        Shown until the first assignment.

    Returns
    -------
    bytes
        Header: ``axes`` (title, low, high), ``up`` (the axis to draw upright), ``total`` (pixels or
        customers), ``words`` for them, ``map`` (height and width, or null), ``mime`` of the photo.
        Arrays: ``positions`` float32 (N, D), ``colors`` uint8 (N, 3), ``sizes`` uint8 (N,) in proportion
        to the cube root of the weights and, for a photo, ``map`` uint16 (h, w), ``strays`` uint16 (S,),
        ``cells`` uint32 (S,) and ``photo``, its file.
    """
    points = scene.points
    sizes = np.cbrt(points.weights / points.weights.max())
    arrays = {
        "positions": points.positions.astype(np.float32),
        "colors": points.colors,
        "sizes": np.rint(255.0 * sizes).astype(np.uint8),
    }
    if scene.point_map is not None:
        arrays["map"] = scene.point_map
    if scene.strays is not None:
        arrays["strays"], arrays["cells"] = scene.strays
    if photo is not None:
        arrays["photo"] = np.frombuffer(photo.data, dtype=np.uint8)
    header = {
        "axes": [{"title": axis.title, "low": axis.low, "high": axis.high} for axis in scene.axes],
        "up": scene.up,
        "total": points.total,
        "words": {"one": scene.words.one, "many": scene.words.many, "things": scene.words.things},
        "map": None if scene.point_map is None else list(scene.point_map.shape),
        "mime": "" if photo is None else photo.mime,
    }
    return pack_arrays(header, arrays)


def pack_trace(trace: Trace, *, is_photo: bool) -> bytes:
    """Every step of a run, by `pack_arrays`.

    Parameters
    ----------
    trace : Trace
    is_photo : bool
        Whether clusters have the mean color of their points, or one of `GROUP_COLORS`.

    Returns
    -------
    bytes
        Header: ``converged``, ``rounds``. Arrays for S steps and K clusters: ``centers`` float32
        (S, K, D), ``palette`` uint8 (S, K, 3), ``shares`` float32 (S, K), ``jumped`` uint8 (S, K),
        ``wcss`` (a pixel), ``changed`` (pixels) and ``moved`` (of the centroid that moved furthest),
        float64 (S,); ``counts`` uint16 (S,) of the points that change their cluster at each step, and
        behind each other ``rows`` uint16 and ``labels`` uint8 of all of them.
    """
    points, differs = trace.points, trace.labels[1:] != trace.labels[:-1]
    steps, rows = np.nonzero(differs)
    shares = [np.bincount(labels, points.weights, trace.k)[: trace.k] for labels in trace.labels[1:]]
    arrays: dict[str, NDArray[Any]] = {
        "centers": trace.centers.astype(np.float32),
        "palette": mean_colors(trace) if is_photo else group_colors(trace),
        "shares": np.stack([np.zeros(trace.k), *shares]).astype(np.float32) / np.float32(points.total),
        "jumped": trace.jumped.astype(np.uint8),
        "wcss": trace.wcss / points.total,
        "changed": trace.changed,
        "moved": np.array([trace.moved(step).max() for step in range(trace.n_steps)]),
        "counts": np.append(0, np.count_nonzero(differs, axis=1)).astype(np.uint16),
        "rows": rows.astype(np.uint16),
        "labels": trace.labels[1:][steps, rows],
    }
    return pack_arrays({"converged": trace.converged, "rounds": trace.n_rounds}, arrays)

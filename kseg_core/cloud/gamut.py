"""The outline of the sRGB gamut in each shape."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.shapes import CloudShape, coordinates

_STEP = 5
"""Levels between two points of an edge."""

_RING_POINTS = 73

Line = tuple[NDArray[np.float32], NDArray[np.uint8]]


def gamut_outline(shape: CloudShape) -> tuple[Line, ...]:
    """Lines that bound the sRGB gamut in a shape.

    Returns
    -------
    tuple of (points, colors)
        For each line its points, float32 of shape (M, 3), in the units of the axes, and their RGB colors,
        uint8 of shape (M, 3). The lines are the twelve edges of the RGB cube, or, where hue is an angle, the
        rings of full saturation and six lines at the pure hues.
    """
    if shape.is_round:
        return _rings_and_spokes(shape)
    return tuple((coordinates(edge, shape), edge) for edge in _cube_edges())


def _cube_edges() -> list[NDArray[np.uint8]]:
    levels = np.arange(0, 256, _STEP, dtype=np.uint8)
    edges = []
    for axis, corner in product(range(3), product((0, 255), repeat=2)):
        edge = np.empty((len(levels), 3), dtype=np.uint8)
        edge[:, [other for other in range(3) if other != axis]] = corner
        edge[:, axis] = levels
        edges.append(edge)
    return edges


def _rings_and_spokes(shape: CloudShape) -> tuple[Line, ...]:
    turn = np.linspace(0.0, 1.0, _RING_POINTS)
    angle = np.linspace(0.0, 2.0 * np.pi, _RING_POINTS)
    disc = np.stack([np.cos(angle), np.sin(angle), np.ones_like(angle)], axis=1)
    top = (255.0 * disc).astype(np.float32)
    bottom = top * np.array([0, 0, 0] if shape.is_cone else [1, 1, 0], dtype=np.float32)
    distance_from_primary = np.abs((6.0 * turn[:, None] + np.array([0.0, 4.0, 2.0])) % 6.0 - 3.0)
    pure = np.rint(255.0 * np.clip(distance_from_primary - 1.0, 0.0, 1.0)).astype(np.uint8)
    black = np.zeros_like(pure)
    rings = [(top, pure)] if shape.is_cone else [(top, pure), (bottom, black)]
    spokes = [
        (np.stack([bottom[at], top[at]]), np.stack([black[at], pure[at]]))
        for at in range(0, _RING_POINTS - 1, (_RING_POINTS - 1) // 6)
    ]
    return (*rings, *spokes)

"""The outline of all colors that sRGB has, in each shape."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.shapes import CloudShape, coordinates

_STEP = 5
_RING_POINTS = 73
_HUES = 6

Polyline = NDArray[np.float32]


def gamut_outline(shape: CloudShape) -> tuple[Polyline, ...]:
    """Lines that bound the sRGB colors in a shape.

    Returns
    -------
    tuple of ndarray of float32, each of shape (M, 3)
        Polylines in the units of the axes: the twelve edges of the RGB cube as they lie in the
        shape. For HSV the rings of full saturation and six lines at the pure hues.
    """
    if shape.is_round:
        return _hsv_outline(shape)
    return tuple(coordinates(edge, shape) for edge in _cube_edges())


def outline_colors(shape: CloudShape) -> tuple[NDArray[np.uint8], ...]:
    """The sRGB color of every point of `gamut_outline`, in the same order, each of shape (M, 3)."""
    if not shape.is_round:
        return tuple(_cube_edges())
    around = 6.0 * np.linspace(0.0, 1.0, _RING_POINTS)[:, None]
    pure = np.clip(np.abs((around + np.array([0.0, 4.0, 2.0])) % 6.0 - 3.0) - 1.0, 0.0, 1.0)
    top = np.rint(255.0 * pure).astype(np.uint8)
    bottom = np.zeros_like(top)
    rings = [top] if shape.is_cone else [top, bottom]
    return (*rings, *(np.stack([bottom[at], top[at]]) for at in _pure_hues()))


def _cube_edges() -> list[NDArray[np.uint8]]:
    levels = np.arange(0, 256, _STEP, dtype=np.uint8)
    edges = []
    for axis, corner in product(range(3), product((0, 255), repeat=2)):
        edge = np.empty((len(levels), 3), dtype=np.uint8)
        edge[:, [other for other in range(3) if other != axis]] = corner
        edge[:, axis] = levels
        edges.append(edge)
    return edges


def _hsv_outline(shape: CloudShape) -> tuple[Polyline, ...]:
    around = np.linspace(0.0, 2.0 * np.pi, _RING_POINTS)
    disc = np.stack([np.cos(around), np.sin(around), np.ones_like(around)], axis=1)
    top = (255.0 * disc).astype(np.float32)
    is_cone = shape.is_cone
    bottom = top * np.array([0, 0, 0] if is_cone else [1, 1, 0], dtype=np.float32)
    rings = [top] if is_cone else [top, bottom]
    return (*rings, *(np.stack([bottom[at], top[at]]) for at in _pure_hues()))


def _pure_hues() -> range:
    return range(0, _RING_POINTS - 1, (_RING_POINTS - 1) // _HUES)

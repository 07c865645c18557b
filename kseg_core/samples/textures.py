"""Noise, tree crowns and scattered discs for `synthetic_images`."""

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 960, 640
"""Size of every synthetic picture in pixels."""


def grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Row and column of every pixel, float32 (H, W) each."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return y, x


def to_uint8(pixels: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Levels rounded and clipped to 0–255, in the same shape."""
    rounded: NDArray[np.uint8] = np.clip(np.rint(pixels), 0, 255).astype(np.uint8, order="C")
    return rounded


def noise(rng: np.random.Generator, cell: float) -> NDArray[np.float32]:
    """Smooth noise of unit variance: random values every `cell` pixels, interpolated by cubic splines."""
    rows, columns = int(HEIGHT / cell) + 5, int(WIDTH / cell) + 5
    values = rng.standard_normal((rows, columns), dtype=np.float32)
    field: NDArray[np.float32] = _spline(np.ascontiguousarray(_spline(values, HEIGHT, cell).T), WIDTH, cell).T
    field -= field.mean()
    field /= field.std()
    return field


def _spline(values: NDArray[np.float32], length: int, cell: float) -> NDArray[np.float32]:
    """Uniform cubic B-spline along axis 0, `cell` samples from one value to the next."""
    position = np.arange(length) / cell
    start = position.astype(np.intp)
    t = (position - start).astype(np.float32)[:, None]
    joined = (1 - t) ** 3 * values[start]
    joined += (3 * t**3 - 6 * t**2 + 4) * values[start + 1]
    joined += (-3 * t**3 + 3 * t**2 + 3 * t + 1) * values[start + 2]
    joined += t**3 * values[start + 3]
    return joined


def tree_crowns(rng: np.random.Generator, *, cell: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Domes lit from the upper left, one in each cell: brightness near 1, and a tint for each dome.

    A pixel belongs to the nearest top. Arrays have the shape (rows, cell, columns, cell), so that the tops of
    the neighboring cells are shifted slices.
    """
    rows, columns = -(-HEIGHT // cell), -(-WIDTH // cell)
    tops = rng.random((2, rows + 2, columns + 2), dtype=np.float32)
    tints = rng.standard_normal((rows + 2, columns + 2), dtype=np.float32)
    inner = (np.arange(cell, dtype=np.float32) + 0.5) / cell
    shape = (rows, cell, columns, cell)
    nearest = np.full(shape, np.inf, dtype=np.float32)
    slope, tint = np.empty_like(nearest), np.empty_like(nearest)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            at = np.s_[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]
            south = inner[:, None, None] - (down + tops[0][at])[:, None, :, None]
            east = inner - (right + tops[1][at])[:, None, :, None]
            distance = south**2 + east**2
            closer = distance < nearest
            np.copyto(nearest, distance, where=closer)
            np.copyto(slope, south + east, where=closer)
            np.copyto(tint, tints[at][:, None, :, None], where=closer)
    brightness = 1.15 - 0.55 * nearest - 0.22 * slope
    size = (rows * cell, columns * cell)
    return brightness.reshape(size)[:HEIGHT, :WIDTH], tint.reshape(size)[:HEIGHT, :WIDTH]


def scattered_discs(
    rng: np.random.Generator, *, count: int, radii: tuple[int, int], gap: int
) -> list[tuple[float, float, float]]:
    """Discs (x, y, radius) at least `gap` pixels apart and inside the picture, the largest first."""
    placed: list[tuple[float, float, float]] = []
    for radius in np.linspace(radii[1], radii[0], count).tolist():
        margin = radius + gap
        while True:
            x = rng.uniform(margin, WIDTH - margin)
            y = rng.uniform(margin, HEIGHT - margin)
            if all((x - u) ** 2 + (y - v) ** 2 > (margin + r) ** 2 for u, v, r in placed):
                placed.append((x, y, radius))
                break
    return placed


def disc_window(
    x: float, y: float, radius: float
) -> tuple[tuple[slice, slice], NDArray[np.float32], NDArray[np.float32]]:
    """The window of 1.6 radii around a disc, and the distances east and south of its center, in radii."""
    reach = 1.6 * radius
    part = (
        slice(max(0, int(y - reach)), min(HEIGHT, int(y + reach) + 1)),
        slice(max(0, int(x - reach)), min(WIDTH, int(x + reach) + 1)),
    )
    south, east = np.ogrid[part]
    return part, ((east - x) / radius).astype(np.float32), ((south - y) / radius).astype(np.float32)

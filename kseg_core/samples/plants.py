"""A synthetic picture of plants whose true cover is known."""

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kseg_core.samples.synthetic_images import SyntheticImage
from kseg_core.samples.textures import (
    HEIGHT,
    WIDTH,
    disc_window,
    grid,
    noise,
    scattered_discs,
    to_uint8,
    tree_crowns,
)

PLOT = (60, 80, 899, 559)
"""Left, top, right and bottom pixel inside the frame of `plants`: 70 cm x 40 cm."""

PIXELS_PER_CM = 12

_BLOCK = 10 * PIXELS_PER_CM
_BAR = 16
_ACROSS, _DOWN = 7, 4
_WEEDS = 26


def plants() -> SyntheticImage:
    """Seedlings in a frame on soil, seen from above, partly in the shadow of something.

    Leaves in the shadow are darker than soil in the sun, so that brightness alone cannot tell them apart. The
    bars of the frame have blocks of 10 cm.

    Returns
    -------
    SyntheticImage
        `truth` is 0 for soil, 1 for leaves and 2 for the frame and what lies outside of it.
    """
    rng = np.random.default_rng(12)
    pixels = _soil(rng)
    leaves = _leaves(rng)
    for leaf in leaves:
        _cast(pixels, leaf)
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    for leaf in leaves:
        _grow(pixels, cover, leaf)
    pixels += 2.5 * rng.standard_normal((HEIGHT, WIDTH, 1), dtype=np.float32)

    outside = _frame(pixels)
    y, x = grid()
    edge = 640 - 0.82 * x - 0.57 * y + 10 * noise(rng, 160)
    shade = np.clip(0.5 - edge / 14, 0, 1)[..., None]
    pixels *= 1 - shade * np.array([0.60, 0.56, 0.47], np.float32)
    pixels += 1.5 * rng.standard_normal(pixels.shape, dtype=np.float32)
    truth = np.where(outside, 2, cover >= 0.5).astype(np.uint8)
    return SyntheticImage(pixels=to_uint8(pixels), truth=truth)


def _soil(rng: np.random.Generator) -> NDArray[np.float32]:
    clods, tint = tree_crowns(rng, cell=9)
    crumbs, _ = tree_crowns(rng, cell=4)
    brightness = 0.62 + 0.24 * clods + 0.12 * crumbs + 0.05 * noise(rng, 60) + 0.03 * noise(rng, 3)
    brown = np.stack([141 + 4 * tint, 105 + 3 * tint, 76 + 3 * tint], axis=-1)
    soil: NDArray[np.float32] = brown * brightness[..., None]
    for left, top, radius in scattered_discs(rng, count=70, radii=(2, 7), gap=3):
        part, east, south = disc_window(left, top, radius)
        stone = np.hypot(east * rng.uniform(0.8, 1.2), south) < 1
        light = 158 - 26 * (east + south) + rng.uniform(-22, 16)
        soil[part][stone] = (light[..., None] * np.array([1.0, 0.95, 0.86], np.float32))[stone]
    return soil


class Leaf(NamedTuple):
    """Where its foot is, in which direction it points (radians), its size in pixels, and its tint."""

    x: float
    y: float
    angle: float
    length: float
    width: float
    tint: float


def _leaves(rng: np.random.Generator) -> list[Leaf]:
    """The leaves of plants in rows and of weeds between them, the lower before the upper ones."""
    left, top, right, bottom = PLOT
    leaves: list[Leaf] = []
    for row, column in product(range(_DOWN), range(_ACROSS)):
        x = left + (column + 0.5 + rng.normal(0, 0.07)) * (right - left) / _ACROSS
        y = top + (row + 0.5 + rng.normal(0, 0.07)) * (bottom - top) / _DOWN
        leaves += _rosette(rng, x, y, count=int(rng.integers(7, 11)), size=rng.uniform(52, 74))
    for _ in range(_WEEDS):
        x, y = rng.uniform(left, right), rng.uniform(top, bottom)
        leaves += _rosette(rng, x, y, count=int(rng.integers(2, 5)), size=rng.uniform(12, 22))
    return leaves


def _rosette(rng: np.random.Generator, x: float, y: float, *, count: int, size: float) -> list[Leaf]:
    first, tint = rng.uniform(0, 2 * np.pi), rng.normal()
    leaves = []
    for number in range(count):
        angle = first + 2.4 * number + rng.normal(0, 0.12)
        length = size * (1 - 0.55 * number / count) * rng.uniform(0.9, 1.1)
        width = length * rng.uniform(0.25, 0.33)
        leaves.append(Leaf(x, y, angle, length, width, tint + 0.5 * rng.normal() + 0.16 * number))
    return leaves


def _window(
    leaf: Leaf, off: float = 0.0
) -> tuple[tuple[slice, slice], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The window of a leaf; along and across it, in lengths; how far inside its rim, in pixels."""
    x, y, angle, length, beside = leaf.x + off, leaf.y + off, leaf.angle, leaf.length, leaf.width + 3
    to_the_tip = length * np.cos(angle), length * np.sin(angle)
    (left, right), (top, bottom) = (
        (start + min(0, way) - beside, start + max(0, way) + beside)
        for start, way in zip((x, y), to_the_tip, strict=True)
    )
    part = (
        slice(max(0, int(top)), max(0, min(HEIGHT, int(bottom) + 1))),
        slice(max(0, int(left)), max(0, min(WIDTH, int(right) + 1))),
    )
    south, east = np.ogrid[part]
    east, south = (east - x) / length, (south - y) / length
    along = (east * np.cos(angle) + south * np.sin(angle)).astype(np.float32)
    across = (south * np.cos(angle) - east * np.sin(angle)).astype(np.float32)
    u = np.clip(along, 0, 1)
    # A stalk, then a blade that is widest beyond its middle.
    blade = np.clip((u - 0.16) / 0.84, 0, 1)
    half = np.maximum(leaf.width / length * 2.05 * blade**0.75 * (1 - blade) ** 0.62, 0.02 * (1 - u))
    half = np.where((along < 0) | (along > 1), -1, half)
    return part, along, across, (half - np.abs(across)) * np.float32(length)


def _cast(pixels: NDArray[np.float32], leaf: Leaf) -> None:
    """Darken what lies a little below and to the right of a leaf."""
    part, _, _, inside = _window(leaf, off=0.1 * leaf.length)
    pixels[part] *= (1 - 0.26 * np.clip(0.5 + inside / 5, 0, 1))[..., None]


def _grow(pixels: NDArray[np.float32], cover: NDArray[np.float32], leaf: Leaf) -> None:
    part, along, across, inside = _window(leaf)
    ribs = np.clip(np.cos(44 * (along - 1.1 * np.abs(across))), 0.6, 1)
    vein = np.exp(-((across / 0.02) ** 2)) + 0.35 * ribs
    # Light comes from the upper left: the half of the blade that faces it is brighter.
    facing = np.sign(across) * (np.cos(leaf.angle) - np.sin(leaf.angle)) * -0.07
    light = 0.80 + 0.26 * np.clip(along, 0, 1) + facing + 0.10 * vein + 0.05 * leaf.tint
    green = np.array([88 + 9 * leaf.tint, 148 + 7 * leaf.tint, 56], np.float32)
    opacity = np.clip(0.5 + inside, 0, 1)[..., None]
    pixels[part] += opacity * (green * light[..., None] - pixels[part])
    np.maximum(cover[part], opacity[..., 0], out=cover[part])


def _frame(pixels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Draw the frame, and return what is not inside it."""
    y, x = grid()
    left, top, right, bottom = PLOT
    beyond = np.maximum(np.maximum(left - x, x - right), np.maximum(top - y, y - bottom))
    away = np.abs(beyond - _BAR / 2) - _BAR / 2
    pixels *= (1 - 0.3 * np.clip(1 - away / 6, 0, 1))[..., None]
    bar = (beyond > 0) & (beyond <= _BAR)
    along = np.where((x >= left) & (x <= right), x - left, y - top)
    is_dark = (np.floor(along / _BLOCK) % 2 == 0) & (along >= 0) & (np.abs(beyond - _BAR / 2) < 4.5)
    corner = ((x < left) | (x > right)) & ((y < top) | (y > bottom))
    light = 232 - 0.28 * (beyond - _BAR / 2) ** 2
    pixels[bar] = light[bar][:, None] * np.array([1, 0.99, 0.96], np.float32)
    pixels[bar & is_dark & ~corner] = (38, 38, 42)
    outside: NDArray[np.bool_] = beyond > 0
    return outside

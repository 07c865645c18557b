"""A synthetic picture of seeds whose true number is known."""

from itertools import pairwise

import numpy as np

from kseg_core.samples.synthetic_images import SyntheticImage
from kseg_core.samples.textures import HEIGHT, WIDTH, disc_window, grid, noise, to_uint8

TOGETHER = ((3, 8, 35), (2, 6, 22))
"""Of lentils and of peas: how many threes, twos and single ones lie in the picture."""

BOTTOM = 580
"""The first row below the seeds; there lies a bar of 10 mm."""

PIXELS_PER_MM = 8

_RADII = ((17, 22), (21, 26))
_OVERLAP = 0.1
_GAP = 6


def seeds() -> SyntheticImage:
    """Lentils and peas on paper, some of which touch, above a bar of 10 mm.

    Seeds that touch cover each other by a tenth of the smaller one's radius.

    Returns
    -------
    SyntheticImage
        `truth` is 0 for paper, 1 for lentils and 2 for peas.
    """
    rng = np.random.default_rng(5)
    y, x = grid()
    paper = 1 + 0.012 * noise(rng, 140) + 0.006 * noise(rng, 2.5) - 0.00005 * (x + y - 800)
    pixels = np.array([228, 222, 208], np.float32) * paper[..., None]
    truth = np.zeros((HEIGHT, WIDTH), np.uint8)
    spots = _seed_spots(rng)
    for _, left, top, radius in spots:
        part, east, south = disc_window(left + 0.16 * radius, top + 0.2 * radius, radius)
        pixels[part] *= (1 - 0.13 * np.clip((1.25 - np.hypot(east, south)) / 0.4, 0, 1))[..., None]
    for kind, left, top, radius in spots:
        part, east, south = disc_window(left, top, radius)
        distance = np.hypot(east, south)
        dome = np.sqrt(1 - np.minimum(distance, 1) ** 2)
        light = 0.86 + 0.16 * dome - 0.07 * (east + south) + 0.03 * rng.normal()
        shine = np.exp(-(((east + 0.35) ** 2 + (south + 0.35) ** 2) / 0.03))
        color = np.array([[196, 98, 52], [112, 148, 62]][kind - 1], np.float32) + 5 * rng.normal(size=3)
        seed = color * light[..., None] + 38 * shine[..., None]
        opacity = np.clip(0.5 + (1 - distance) * radius, 0, 1)[..., None]
        pixels[part] += opacity * (seed - pixels[part])
        truth[part][distance < 1] = kind
    bar = (np.abs(y - 612) < 5) & (x >= 120) & (x < 120 + 10 * PIXELS_PER_MM)
    pixels[bar] = 45
    pixels += 2.5 * rng.standard_normal(pixels.shape, dtype=np.float32)
    return SyntheticImage(pixels=to_uint8(pixels), truth=truth)


Spot = tuple[int, float, float, float]
"""Kind, x, y and radius of a seed."""


def _seed_spots(rng: np.random.Generator) -> list[Spot]:
    placed: list[Spot] = []
    for size in (3, 2, 1):
        for kind, groups in enumerate(TOGETHER, 1):
            for _ in range(groups[3 - size]):
                placed += _place(rng, kind, rng.uniform(*_RADII[kind - 1], size).tolist(), placed)
    return placed


def _place(rng: np.random.Generator, kind: int, radii: list[float], placed: list[Spot]) -> list[Spot]:
    """A chain of seeds that touch, apart from the others."""
    while True:
        x, y, angle = rng.uniform(0, WIDTH), rng.uniform(0, BOTTOM), rng.uniform(0, 2 * np.pi)
        chain = [(kind, x, y, radii[0])]
        for before, radius in pairwise(radii):
            step = before + radius - _OVERLAP * min(before, radius)
            x, y = x + step * np.cos(angle), y + step * np.sin(angle)
            angle += rng.uniform(-1, 1)
            chain.append((kind, x, y, radius))
        if all(_has_room(spot, placed) for spot in chain):
            return chain


def _has_room(spot: Spot, placed: list[Spot]) -> bool:
    _, x, y, radius = spot
    margin = radius + _GAP
    inside = margin < x < WIDTH - margin and margin < y < BOTTOM - margin
    return inside and all((x - u) ** 2 + (y - v) ** 2 > (margin + r) ** 2 for _, u, v, r in placed)

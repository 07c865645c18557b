"""Pictures made by arithmetic, so that the true answer is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 960, 640
"""Size of every lesson in pixels."""

SHORELINE_COLORS = np.array([[50, 91, 47], [223, 201, 155], [34, 132, 152]], dtype=np.uint8)
"""Mean RGB of the regions of `shoreline`, rounded: forest, shore, sea."""

TWO_REDS_COLORS = np.array([[75, 132, 57], [204, 40, 25], [198, 25, 50]], dtype=np.uint8)
"""Mean RGB of the regions of `two_reds`, rounded: leaves, vermilion and crimson fruit."""

DISCS_COLORS = np.array(
    [[236, 228, 212], [222, 92, 74], [38, 148, 140], [236, 182, 66], [48, 62, 116], [150, 92, 158]],
    dtype=np.uint8,
)
"""RGB of `discs` before the noise: the ground, then the discs. Any two are at least 75 apart."""

DISCS_PER_COLOR = 8
"""How many separate discs `discs` has of each color."""

DISCS_NOISE = 6.0
"""Standard deviation a channel of the Gaussian noise on `discs`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """A picture and what is true about it.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        RGB.
    truth : ndarray of uint8, shape (H, W), or None
        The region each pixel was drawn in, an index into the lesson's colors.
        None = the picture has no regions.
    """

    pixels: NDArray[np.uint8]
    truth: NDArray[np.uint8] | None


def shoreline() -> Lesson:
    """A coast from above: forest, shore and sea, the three regions that K = 3 should find.

    Each region has a texture of its own: lit tree crowns, ripples in the sand, and water that
    darkens with depth behind a line of foam.

    Returns
    -------
    Lesson
        `truth` indexes `SHORELINE_COLORS`.
    """
    rng = np.random.default_rng(7)
    y, x = _grid()
    # Height above the sea, in pixels of way to it: the land rises to the upper left.
    height = 640 - 0.72 * x - 0.68 * y
    height += 85 * _noise(rng, 300) + 34 * _noise(rng, 90) + 7 * _noise(rng, 22)
    forest_edge = height - 125 - 26 * _noise(rng, 60)

    crown, tint = _crowns(rng, cell=14)
    leaf = np.stack([48 + 12 * tint, 88 + 11 * tint, 46 + 4 * tint], axis=-1)
    forest = leaf * (crown + 0.06 * _noise(rng, 2.5))[..., None]

    ripples = np.sin((height + 10 * _noise(rng, 40)) / 5.5)
    wet = np.exp(-np.maximum(height, 0) / 16)
    shadow = np.exp(-(((forest_edge + 6) / 7) ** 2))
    grain = rng.standard_normal(x.shape, dtype=np.float32)
    brightness = 1 + 0.016 * ripples + 0.03 * _noise(rng, 70) + 0.022 * grain - 0.16 * wet
    shore = np.array([236, 213, 164], np.float32) * (brightness * (1 - 0.3 * shadow))[..., None]

    depth = np.clip(-height / 420, 0, 1)
    sea = np.stack([48 - 42 * depth, 150 - 46 * depth, 164 - 32 * depth], axis=-1)
    swell = np.sin((height + 24 * _noise(rng, 120)) / 9) * _noise(rng, 50)
    sea += (4 * swell + 3 * _noise(rng, 5) + 2.5 * rng.standard_normal(x.shape, dtype=np.float32))[..., None]
    foam = np.exp(-(((height + 5 + 3 * _noise(rng, 12)) / 4.5) ** 2)) * (0.75 + 0.25 * _noise(rng, 9))
    sea += np.clip(foam, 0, 1)[..., None] * (np.array([236, 240, 236], np.float32) - sea)

    truth = np.where(forest_edge > 0, 0, np.where(height > 0, 1, 2)).astype(np.uint8)
    return Lesson(pixels=_to_uint8(np.choose(truth[..., None], [forest, shore, sea])), truth=truth)


def two_reds() -> Lesson:
    """Fruit of two reds on leaves: hue near 0 and near 177 of OpenCV's 0 to 179, and a green.

    The reds look alike, and RGB and the circular HSV put them together at K = 2. Plain 8-bit
    HSV has them at opposite ends of a scale and the green between them, so that it counts one
    of the reds among the leaves.

    Returns
    -------
    Lesson
        `truth` indexes `TWO_REDS_COLORS`.
    """
    rng = np.random.default_rng(11)
    crown, tint = _crowns(rng, cell=32)
    leaf = np.stack([82 + 8 * tint, 144 + 8 * tint, 62 + 5 * tint], axis=-1)
    pixels = leaf * (0.45 + 0.55 * crown + 0.03 * _noise(rng, 6))[..., None]
    truth = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for index, (left, top, radius) in enumerate(_scatter(rng, count=44, radii=(26, 62), gap=5)):
        red = 1 + index % 2
        part, east, south = _around(left, top, radius)
        shade = np.clip((1.3 - np.hypot(east - 0.15, south - 0.2)) / 0.4, 0, 1)
        pixels[part] *= (1 - 0.4 * shade)[..., None]
        distance = np.hypot(east, south)
        dome = np.sqrt(1 - np.minimum(distance, 1) ** 2)
        light = 0.82 + 0.20 * dome - 0.13 * (east + south)
        fruit = np.array([[214, 42, 26], [208, 26, 52]][red - 1]) * light[..., None]
        inside = distance < 1
        pixels[part][inside] = fruit[inside]
        truth[part][inside] = red
    pixels += 2 * rng.standard_normal(pixels.shape, dtype=np.float32)
    return Lesson(pixels=_to_uint8(pixels), truth=truth)


def discs() -> Lesson:
    """Separate discs of five colors on a pale ground, six colors in all, under Gaussian noise.

    K = 6 gives the colors back; the noise is too small to carry a pixel over to another one.

    Returns
    -------
    Lesson
        `truth` indexes `DISCS_COLORS`; there are `DISCS_PER_COLOR` discs of each color.
    """
    rng = np.random.default_rng(3)
    truth = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    kinds = len(DISCS_COLORS) - 1
    spots = _scatter(rng, count=DISCS_PER_COLOR * kinds, radii=(18, 74), gap=6)
    for index, (left, top, radius) in enumerate(spots):
        part, east, south = _around(left, top, radius)
        truth[part][np.hypot(east, south) < 1] = 1 + index % kinds
    noise = DISCS_NOISE * rng.standard_normal((HEIGHT, WIDTH, 3), dtype=np.float32)
    return Lesson(pixels=_to_uint8(DISCS_COLORS[truth] + noise), truth=truth)


def gradient() -> Lesson:
    """Hue from left to right and lightness from top to bottom, without a step anywhere.

    There is nothing to find: every K cuts the picture somewhere, and no K is better than the
    next. Drawn in OKLCh with constant chroma.

    Returns
    -------
    Lesson
        `truth` is None.
    """
    y, x = _grid()
    lightness = 0.84 - 0.30 * y / (HEIGHT - 1)
    hue = np.deg2rad(20 + 300 * x / (WIDTH - 1))
    a, b = 0.09 * np.cos(hue), 0.09 * np.sin(hue)
    # B. Ottosson, "A perceptual color space for image processing", 2020: OKLab to linear sRGB.
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = np.stack(
        [
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        ],
        axis=-1,
    )
    rgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.abs(linear) ** (1 / 2.4) - 0.055)
    return Lesson(pixels=_to_uint8(255 * rgb), truth=None)


def _grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return y, x


def _to_uint8(pixels: NDArray[np.floating]) -> NDArray[np.uint8]:
    rounded: NDArray[np.uint8] = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return rounded


def _noise(rng: np.random.Generator, cell: float) -> NDArray[np.float32]:
    """Smooth noise of unit variance: a random value every `cell` pixels, joined by cubic splines."""
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


def _crowns(rng: np.random.Generator, *, cell: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Domes, one to a cell and off its center, lit from the upper left: brightness near 1 and a tint a dome.

    A pixel belongs to the nearest top. The picture is worked on as (rows, cell, columns, cell),
    so that a neighbor's top is a shifted slice.
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


def _scatter(
    rng: np.random.Generator, *, count: int, radii: tuple[int, int], gap: int
) -> list[tuple[float, float, float]]:
    """Discs (x, y, radius) that stay `gap` pixels apart and inside the picture, the largest first."""
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


def _around(
    x: float, y: float, radius: float
) -> tuple[tuple[slice, slice], NDArray[np.float32], NDArray[np.float32]]:
    """The window 1.6 radii about a disc, and in it the way east and south of the center in radii."""
    reach = 1.6 * radius
    part = (
        slice(max(0, int(y - reach)), min(HEIGHT, int(y + reach) + 1)),
        slice(max(0, int(x - reach)), min(WIDTH, int(x + reach) + 1)),
    )
    south, east = np.ogrid[part]
    return part, ((east - x) / radius).astype(np.float32), ((south - y) / radius).astype(np.float32)

"""Synthetic pictures, whose true segmentation is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import srgb_from_linear
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

SHORELINE_COLORS = np.array([[50, 91, 47], [223, 201, 155], [34, 132, 152]], dtype=np.uint8)
"""Mean RGB of the regions of `shoreline`, rounded: forest, shore, sea."""

TWO_REDS_COLORS = np.array([[75, 132, 57], [204, 40, 25], [198, 25, 50]], dtype=np.uint8)
"""Mean RGB of the regions of `two_reds`, rounded: leaves, vermilion and crimson fruit."""

DISCS_COLORS = np.array(
    [[236, 228, 212], [222, 92, 74], [38, 148, 140], [236, 182, 66], [48, 62, 116], [150, 92, 158]],
    dtype=np.uint8,
)
"""RGB of `discs` before the noise: the background, then the discs. Any two are at least 75 apart."""

DISCS_PER_COLOR = 8
"""How many separate discs `discs` has of each color."""

DISCS_NOISE = 6.0
"""Standard deviation of the Gaussian noise on each channel of `discs`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SyntheticImage:
    """A picture and what is true about it.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        RGB.
    truth : ndarray of uint8, shape (H, W), or None
        The region each pixel was drawn in, an index into the picture's colors.
        None = the picture has no regions.
    """

    pixels: NDArray[np.uint8]
    truth: NDArray[np.uint8] | None


def shoreline() -> SyntheticImage:
    """A coast from above: forest, shore and sea, the three regions that K = 3 should find.

    Each region has a texture of its own: lit tree crowns, ripples in the sand, and water that
    darkens with depth behind a line of foam.

    Returns
    -------
    SyntheticImage
        `truth` indexes `SHORELINE_COLORS`.
    """
    rng = np.random.default_rng(7)
    y, x = grid()
    # Height above the sea, as the distance to it in pixels: the land rises to the upper left.
    height = 640 - 0.72 * x - 0.68 * y
    height += 85 * noise(rng, 300) + 34 * noise(rng, 90) + 7 * noise(rng, 22)
    forest_edge = height - 125 - 26 * noise(rng, 60)

    crown, tint = tree_crowns(rng, cell=14)
    leaf = np.stack([48 + 12 * tint, 88 + 11 * tint, 46 + 4 * tint], axis=-1)
    forest = leaf * (crown + 0.06 * noise(rng, 2.5))[..., None]

    ripples = np.sin((height + 10 * noise(rng, 40)) / 5.5)
    wet = np.exp(-np.maximum(height, 0) / 16)
    shadow = np.exp(-(((forest_edge + 6) / 7) ** 2))
    grain = rng.standard_normal(x.shape, dtype=np.float32)
    brightness = 1 + 0.016 * ripples + 0.03 * noise(rng, 70) + 0.022 * grain - 0.16 * wet
    shore = np.array([236, 213, 164], np.float32) * (brightness * (1 - 0.3 * shadow))[..., None]

    depth = np.clip(-height / 420, 0, 1)
    sea = np.stack([48 - 42 * depth, 150 - 46 * depth, 164 - 32 * depth], axis=-1)
    swell = np.sin((height + 24 * noise(rng, 120)) / 9) * noise(rng, 50)
    sea += (4 * swell + 3 * noise(rng, 5) + 2.5 * rng.standard_normal(x.shape, dtype=np.float32))[..., None]
    foam = np.exp(-(((height + 5 + 3 * noise(rng, 12)) / 4.5) ** 2)) * (0.75 + 0.25 * noise(rng, 9))
    sea += np.clip(foam, 0, 1)[..., None] * (np.array([236, 240, 236], np.float32) - sea)

    truth = np.where(forest_edge > 0, 0, np.where(height > 0, 1, 2)).astype(np.uint8)
    return SyntheticImage(pixels=to_uint8(np.choose(truth[..., None], [forest, shore, sea])), truth=truth)


def two_reds() -> SyntheticImage:
    """Fruit of two reds on leaves: hue near 0 and near 177 of OpenCV's 0 to 179, and a green.

    The reds look alike, and at K = 2 RGB and circular HSV put them into one cluster. In plain 8-bit HSV they
    lie at opposite ends of the hue scale with the green between them, so one red joins the leaves.

    Returns
    -------
    SyntheticImage
        `truth` indexes `TWO_REDS_COLORS`.
    """
    rng = np.random.default_rng(11)
    crown, tint = tree_crowns(rng, cell=32)
    leaf = np.stack([82 + 8 * tint, 144 + 8 * tint, 62 + 5 * tint], axis=-1)
    pixels = leaf * (0.45 + 0.55 * crown + 0.03 * noise(rng, 6))[..., None]
    truth = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for index, (left, top, radius) in enumerate(scattered_discs(rng, count=44, radii=(26, 62), gap=5)):
        red = 1 + index % 2
        part, east, south = disc_window(left, top, radius)
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
    return SyntheticImage(pixels=to_uint8(pixels), truth=truth)


def discs() -> SyntheticImage:
    """Separate discs of five colors on a pale background, six colors in all, with Gaussian noise.

    K = 6 finds the colors; the noise is too small to move a pixel to another cluster.

    Returns
    -------
    SyntheticImage
        `truth` indexes `DISCS_COLORS`; there are `DISCS_PER_COLOR` discs of each color.
    """
    rng = np.random.default_rng(3)
    truth = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    kinds = len(DISCS_COLORS) - 1
    spots = scattered_discs(rng, count=DISCS_PER_COLOR * kinds, radii=(18, 74), gap=6)
    for index, (left, top, radius) in enumerate(spots):
        part, east, south = disc_window(left, top, radius)
        truth[part][np.hypot(east, south) < 1] = 1 + index % kinds
    grain = DISCS_NOISE * rng.standard_normal((HEIGHT, WIDTH, 3), dtype=np.float32)
    return SyntheticImage(pixels=to_uint8(DISCS_COLORS[truth] + grain), truth=truth)


def gradient() -> SyntheticImage:
    """Hue from left to right and lightness from top to bottom, without a step anywhere.

    There are no clusters: every K cuts the picture somewhere, and no K is better than the next. Drawn in
    OKLCh with constant chroma.

    Returns
    -------
    SyntheticImage
        `truth` is None.
    """
    y, x = grid()
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
    rgb = srgb_from_linear(linear)
    return SyntheticImage(pixels=to_uint8(255 * rgb), truth=None)

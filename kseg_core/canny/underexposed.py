"""A photo as if taken in the dark: for showing which threshold rules mind."""

import hashlib

import numpy as np

from kseg_core.image import RgbImage

MAX_SIDE = 900
BLACK_SHARE = 90
"""Percent of the pixels that become black."""
NOISE_LEVELS = 1.5


def underexposed(image: RgbImage) -> RgbImage:
    """The photo with all but its brightest parts black, and a little noise, as a sensor adds.

    Pixels are left out by sampling until no side is longer than `MAX_SIDE`; transparency is dropped.
    The same photo gives the same pixels.
    """
    step = -(-max(image.height, image.width) // MAX_SIDE)
    pixels = image.pixels[::step, ::step].astype(np.float32)
    black = np.percentile(pixels.mean(axis=2), BLACK_SHARE)
    noise = np.random.default_rng(0).normal(0.0, NOISE_LEVELS, pixels.shape).astype(np.float32)
    dark = np.clip(np.rint(np.maximum(pixels - black, 0.0) + noise), 0, 255).astype(np.uint8)
    digest = hashlib.sha256(f"{image.digest} underexposed".encode()).hexdigest()
    return RgbImage(pixels=dark, digest=digest)

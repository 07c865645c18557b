"""Pictures for the tests of edges, made by arithmetic."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import RgbImage


def textured(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """Patches of color with soft and hard outlines and some noise, like a small photo."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (max(1, height // 16), max(1, width // 16), 3), dtype=np.uint8)
    hard = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    soft = cv2.resize(coarse[::-1], (width, height), interpolation=cv2.INTER_CUBIC)
    mixed = 0.6 * hard + 0.4 * soft + rng.normal(0, 4, hard.shape)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def opaque(pixels: NDArray[np.uint8]) -> RgbImage:
    return RgbImage(pixels=pixels)


def gray_image(values: NDArray[np.uint8]) -> RgbImage:
    return RgbImage(pixels=np.repeat(values[..., None], 3, axis=2))


def step_image(height: int = 20, width: int = 20, low: int = 50, high: int = 200) -> RgbImage:
    """Dark left half, bright right half."""
    values = np.full((height, width), low, np.uint8)
    values[:, width // 2 :] = high
    return gray_image(values)

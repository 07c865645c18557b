"""Whether a picture is smooth, noise or neither, from the mean colors of its blocks."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kseg_core.image import RgbImage

BLOCKS = 48
"""The picture is divided into 48 × 48 blocks."""

_PER_BLOCK = 8
_SMOOTH_STEP = 0.3
_SMOOTH_SHARE = 0.5
_NOISE_SHARE = 0.1


class Texture(StrEnum):
    """How colors vary across a picture."""

    SMOOTH = "smooth"
    NOISE = "noise"
    VARIED = "varied"


def texture_of(image: RgbImage) -> Texture:
    """Tell gradients and noise from pictures that have regions.

    Parameters
    ----------
    image : RgbImage

    Returns
    -------
    Texture
        Smooth: blocks differ, but neighboring blocks hardly do (99 % of the differences between
        neighbors are below 0.3 standard deviations of the pixels). Noise: blocks are alike, and the
        variance is within them. Varied: anything else, including a picture of one color.
    """
    means, variance = _block_means(image)
    total = variance + float(np.nanvar(means, axis=(0, 1)).sum())
    if total == 0.0 or min(image.height, image.width) < BLOCKS:
        return Texture.VARIED
    share = 1.0 - variance / total
    if share < _NOISE_SHARE:
        return Texture.NOISE
    steps = np.concatenate([np.sqrt((np.diff(means, axis=axis) ** 2).sum(axis=2)).ravel() for axis in (0, 1)])
    steps = steps[~np.isnan(steps)]
    is_smooth = share > _SMOOTH_SHARE and len(steps) > 0
    if is_smooth and np.quantile(steps, 0.99) < _SMOOTH_STEP * np.sqrt(total):
        return Texture.SMOOTH
    return Texture.VARIED


def _block_means(image: RgbImage) -> tuple[NDArray[np.float64], float]:
    """Mean RGB of each block, NaN where nothing is opaque, and the mean variance within blocks."""
    grid = (np.arange(BLOCKS * _PER_BLOCK) + 0.5) / (BLOCKS * _PER_BLOCK)
    picked = np.ix_((grid * image.height).astype(np.intp), (grid * image.width).astype(np.intp))
    shape = (BLOCKS, _PER_BLOCK, BLOCKS, _PER_BLOCK)
    pixels = image.pixels[picked].astype(np.float64).reshape(*shape, 3)
    weights = np.ones(shape) if image.opaque is None else image.opaque[picked].reshape(shape).astype(float)
    mass = weights.sum(axis=(1, 3))
    held = np.where(mass > 0, mass, np.nan)
    means = np.einsum("aibj,aibjc->abc", weights, pixels) / held[..., None]
    squares = np.einsum("aibj,aibjc,aibjc->ab", weights, pixels, pixels) / held
    return means, float(np.nanmean(squares - (means**2).sum(axis=2)))

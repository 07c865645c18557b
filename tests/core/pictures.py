"""Pictures made by arithmetic, and the strategies that make more of them."""

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from kseg_core.image import RgbImage

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
BLACK, WHITE, GRAY = (0, 0, 0), (255, 255, 255), (128, 128, 128)


def picture(pixels: ArrayLike, alpha: ArrayLike | None = None) -> RgbImage:
    """An image from nested lists (H, W, 3), and of alpha (H, W)."""
    return RgbImage(
        pixels=np.array(pixels, dtype=np.uint8),
        alpha=None if alpha is None else np.array(alpha, dtype=np.uint8),
    )


def noise(height: int, width: int, *, seed: int = 0) -> RgbImage:
    """Uniform noise: nearly every pixel has a color of its own."""
    return picture(np.random.default_rng(seed).integers(0, 256, (height, width, 3)))


def patches(colors: ArrayLike, *, side: int = 24, sigma: float = 4.0, seed: int = 0) -> RgbImage:
    """Squares of `side` pixels beside each other, one a color, with Gaussian noise."""
    flat = np.repeat(np.asarray(colors, dtype=float), side, axis=0)
    noisy = flat + np.random.default_rng(seed).normal(0.0, sigma, (side, *flat.shape))
    return picture(np.rint(noisy).clip(0, 255))


def color_grid(step: int) -> NDArray[np.uint8]:
    """Colors (N, 3) on a grid that holds black, white and the corners of the RGB cube."""
    levels = np.unique(np.append(np.arange(0, 256, step), 255))
    return np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3).astype(np.uint8)


def visible(image: RgbImage) -> NDArray[np.uint8]:
    """The opaque pixels (N, 3), row by row."""
    flat = image.pixels.reshape(-1, 3)
    return flat if image.opaque is None else flat[image.opaque.ravel()]


def tiny_pictures(*, max_side: int = 8, transparency: bool = True) -> st.SearchStrategy[RgbImage]:
    """Pictures of up to 8 × 8 pixels: of any color or of few, some of them with holes."""
    sizes = st.tuples(st.integers(1, max_side), st.integers(1, max_side))
    levels = st.one_of(st.integers(0, 255), st.sampled_from([0, 1, 254, 255]))

    @st.composite
    def draw_picture(draw: st.DrawFn) -> RgbImage:
        shape = draw(sizes)
        pixels = draw(hnp.arrays(np.uint8, (*shape, 3), elements=levels))
        if not transparency or draw(st.booleans()):
            return RgbImage(pixels=pixels)
        alpha = draw(hnp.arrays(np.uint8, shape, elements=st.sampled_from([0, 1, 127, 128, 255])))
        alpha[draw(st.integers(0, shape[0] - 1)), draw(st.integers(0, shape[1] - 1))] = 255
        return RgbImage(pixels=pixels, alpha=alpha)

    return draw_picture()

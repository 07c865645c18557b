"""Encoded pictures read back by Pillow, and palettes to encode."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core.encoding.pictures import (
    Encoded,
)


def rgba_of(encoded: Encoded) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(encoded.data)) as picture:
        assert Image.MIME[picture.format or ""] == encoded.mime
        assert picture.size == (encoded.width, encoded.height)
        assert not picture.getexif()
        return np.asarray(picture.convert("RGBA"))


def random_palette(k: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(k)
    packed = rng.choice(1 << 24, size=k, replace=False).astype("<u4")
    return packed.view(np.uint8).reshape(k, 4)[:, :3].copy()

"""A real SVG renderer, resvg, as an array."""

import io

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image


def rendered(svg: str) -> NDArray[np.uint8]:
    """RGBA pixels (H, W, 4) of an SVG drawing."""
    with Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))) as picture:
        return np.asarray(picture.convert("RGBA"))

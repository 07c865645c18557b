"""Picture files as cameras and drawing programs write them, made by arithmetic."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_ORIENTATION = 0x0112
_GPS = 0x8825


def scene(height: int = 66, width: int = 90) -> NDArray[np.uint8]:
    """Pixels (H, W, 3): hues that go round, a red disc, dark and light, and some noise."""
    y, x = np.mgrid[:height, :width]
    angle = 2 * np.pi * x / width
    waves = [127 + 100 * np.cos(angle + shift) * (0.3 + 0.7 * y / height) for shift in (0.0, 2.1, 4.2)]
    pixels = np.stack(waves, axis=2)
    pixels[(y - height / 2) ** 2 + (x - width / 3) ** 2 < height**2 / 16] = (200, 20, 35)
    noise = np.random.default_rng(7).normal(0, 9, pixels.shape)
    return np.rint(pixels + noise).clip(0, 255).astype(np.uint8)


def jpeg(*, orientation: int = 1) -> bytes:
    """A JPEG with an EXIF block that tells its orientation and where it was taken."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(_GPS)[1] = "N"
    file = io.BytesIO()
    Image.fromarray(scene()).save(file, "JPEG", quality=88, exif=exif)
    return file.getvalue()


def png(*, alpha: bool = False) -> bytes:
    """A PNG; with alpha it has a hole over hidden colors, a faint stripe, and alpha from 110 on."""
    pixels = scene()
    if alpha:
        transparency = np.full(pixels.shape[:2], 255, np.uint8)
        transparency[10:25, 15:60] = 0
        transparency[25:30, 15:60] = 90
        y, x = np.mgrid[30:60, :90]
        transparency[30:60] = 110 + (7 * x + 13 * y) % 146
        pixels = np.dstack([pixels, transparency])
        pixels[10:25, 15:60, :3] = 7
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()

"""Folders of photos: large ones, and very many small ones."""

from pathlib import Path

import cv2
import numpy as np
from skimage import data

from tests.benchmarks.photos import SAMPLES, SIZE

_NOISE = 4.0
_LINKS_MAX = 10_000


def large_photos(folder: Path, count: int) -> list[Path]:
    """JPEGs of 12 megapixels: the photos that come with scikit-image, enlarged, with the noise of a sensor.

    Every so many are links to one file: nothing of one photo helps with the next.
    """
    return _linked(folder, count, [_encoded(name, SIZE, ".jpg") for name in SAMPLES[:count]])


def small_photos(folder: Path, count: int) -> list[Path]:
    """JPEGs of 48 × 36 pixels of one color each, which take hardly any time by themselves."""
    rng = np.random.default_rng(0)
    files = [
        cv2.imencode(".jpg", np.full((36, 48, 3), color, np.uint8))[1].tobytes()
        for color in rng.integers(0, 256, (20, 3))
    ]
    return _linked(folder, count, files)


def large_png(path: Path) -> Path:
    """A PNG of 12 megapixels."""
    path.write_bytes(_encoded(SAMPLES[0], SIZE, ".png"))
    return path


def _encoded(name: str, size: tuple[int, int], ending: str) -> bytes:
    enlarged = cv2.resize(getattr(data, name)()[..., :3], size, interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0.0, _NOISE, enlarged.shape)
    pixels = np.rint(enlarged + noise.astype(np.float32)).clip(0, 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, 92] if ending == ".jpg" else []
    return cv2.imencode(ending, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)[1].tobytes()


def _linked(folder: Path, count: int, files: list[bytes]) -> list[Path]:
    folder.mkdir(parents=True)
    paths: list[Path] = []
    for number in range(count):
        path = folder / f"photo {number:06d}.jpg"
        turn, kind = divmod(number, len(files))
        first = kind + len(files) * (turn - turn % _LINKS_MAX)
        if first == number:
            path.write_bytes(files[kind])
        else:
            path.hardlink_to(paths[first])
        paths.append(path)
    return paths

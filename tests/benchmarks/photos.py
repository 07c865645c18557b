"""The photos that are measured: made on the spot from scikit-image's samples, or given as files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from kseg_core import RgbImage, decode_image

SIZE = (4000, 3000)
QUICK_SIZE = (800, 600)
SAMPLES = ("coffee", "astronaut", "chelsea", "rocket", "immunohistochemistry", "retina", "hubble_deep_field")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFile:
    """A compressed photo and how much faster than `cv2.kmeans` kseg is meant to be on it."""

    name: str
    data: bytes
    target: float


def made_photo(*, noisy: bool, quick: bool) -> PhotoFile:
    """The coffee sample enlarged to 12 megapixels, with sensor noise, as a JPEG.

    The noisy one has noise of sigma 30 and full chroma resolution: more than a million distinct colors.
    """
    size = QUICK_SIZE if quick else SIZE
    enlarged = cv2.resize(data.coffee(), size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    enlarged += (
        np.random.default_rng(0).normal(0.0, 30.0 if noisy else 2.0, enlarged.shape).astype(np.float32)
    )
    pixels = np.rint(enlarged).clip(0, 255).astype(np.uint8)
    options = [cv2.IMWRITE_JPEG_QUALITY, 92]
    if noisy:
        options = [cv2.IMWRITE_JPEG_QUALITY, 95]
        options += [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)[1]
    return PhotoFile(
        name="coffee, very noisy" if noisy else "coffee",
        data=encoded.tobytes(),
        target=25.0 if noisy else 40.0,
    )


def made_field(*, quick: bool) -> PhotoFile:
    """Soft blots of all colors at 12 megapixels, as a JPEG: some 780,000 distinct colors in a small file."""
    width, height = QUICK_SIZE if quick else SIZE
    rng = np.random.default_rng(5)
    blots = rng.normal(128.0, 52.0, (12, 16, 3)).astype(np.float32)
    field = cv2.resize(blots, (width, height), interpolation=cv2.INTER_CUBIC)
    field += rng.normal(0.0, 2.0, field.shape).astype(np.float32)
    pixels = np.rint(field).clip(0, 255).astype(np.uint8)
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
    return PhotoFile(name="field of colors", data=encoded.tobytes(), target=25.0)


def photo_files(paths: list[Path], *, quick: bool) -> Iterator[PhotoFile]:
    """The given files, or the three made ones."""
    for path in paths:
        yield PhotoFile(name=path.name, data=path.read_bytes(), target=40.0)
    if not paths:
        yield made_photo(noisy=False, quick=quick)
        yield made_photo(noisy=True, quick=quick)
        yield made_field(quick=quick)


def sample_pictures(folder: Path | None, *, quick: bool) -> Iterator[tuple[str, RgbImage]]:
    """Samples, pictures made by arithmetic and the photos of a folder, of at most 0.25 megapixels.

    Larger ones are thinned (every nth pixel), which keeps their colors as they are.
    """
    for name in SAMPLES[:3] if quick else SAMPLES:
        yield name, _thinned(getattr(data, name)()[..., :3])
    yield "low contrast", _thinned(np.rint(100 + 0.08 * data.coffee()).astype(np.uint8))
    yield "posterized", _thinned(data.astronaut() // 43 * 43)
    yield (
        "gray ramp",
        _thinned(np.repeat(np.arange(256, dtype=np.uint8), 3).reshape(1, -1, 3).repeat(64, axis=0)),
    )
    rng = np.random.default_rng(3)
    yield (
        "40 flat colors",
        _thinned(rng.integers(0, 256, (40, 3), dtype=np.uint8)[rng.integers(0, 40, (200, 200))]),
    )
    yield "uniform noise", _thinned(rng.integers(0, 256, (150, 150, 3), dtype=np.uint8))
    if folder is not None:
        for path in sorted(folder.glob("*.[jp][pn]g")):
            yield path.name, _thinned(decode_image(path.read_bytes()).pixels)


def _thinned(pixels: NDArray[np.uint8]) -> RgbImage:
    step = int(np.ceil(np.sqrt(pixels.shape[0] * pixels.shape[1] / 250_000)))
    return RgbImage(pixels=np.ascontiguousarray(pixels[::step, ::step]))

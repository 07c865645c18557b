"""Pictures whose number of colors is known, and pictures that have none: two unlike generators of each."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.image import RgbImage

Floats = NDArray[np.float64]
LEAST_DISTANCE = 75.0


def known_colors(seed: int) -> tuple[RgbImage, int]:
    """Random rectangles of 2 to 8 colors, areas up to 1 : 10, noise of sigma 2 to 9, every third a JPEG."""
    rng = np.random.default_rng([1, seed])
    k = 2 + seed % 7
    side = int(rng.integers(160, 420))
    areas = rng.uniform(1, 10, k)
    areas[:2] = 1, 10
    labels = _filled_by_shares(rng, side, areas / areas.sum(), block=int(rng.integers(8, 40)))
    sigma = rng.uniform(2, 9)
    pixels = _spread_colors(rng, k)[labels] + rng.normal(0, sigma, (*labels.shape, 3))
    image = _rounded(pixels)
    return (_as_jpeg(image, int(rng.integers(60, 96))) if seed % 3 == 0 else image), k


def known_shapes(seed: int) -> tuple[RgbImage, int]:
    """Patches, stripes, discs or writing in 2 to 8 colors, with texture, soft borders, noise or JPEG."""
    rng = np.random.default_rng([2, seed])
    k = 2 + (seed // 4) % 7
    size = int(rng.choice([200, 300, 450, 700])) if seed % 25 else 1500
    shape = (size, int(size * rng.uniform(0.7, 1.4)))
    draw = (_voronoi, _stripes, _discs, _writing)[seed % 4]
    colors = _spread_colors(rng, k)
    labels = draw(rng, shape, k)
    while np.bincount(labels.ravel(), minlength=k).min() < 0.015 * labels.size:
        labels = draw(rng, shape, k)
    pixels = colors[labels]
    if rng.random() < 0.35:
        amplitude = rng.uniform(3, 9, k)
        pixels += (amplitude[labels] * _smooth_field(rng, shape, rng.uniform(2, 12)))[..., None]
    if rng.random() < 0.4:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 1.3))
    pixels += rng.normal(0, rng.uniform(1, 9), pixels.shape)
    image = _rounded(pixels)
    return (_as_jpeg(image, int(rng.integers(50, 98))) if rng.random() < 0.4 else image), k


def no_structure(seed: int) -> RgbImage:
    """Gradients between random colors along many shapes, and noise of three kinds."""
    rng = np.random.default_rng([3, seed])
    height, width = (int(side) for side in rng.integers(150, 400, 2))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    noisy = rng.uniform(0.5, 4) if rng.random() < 0.5 else 0.0
    kind = seed % 9
    if kind == 6:
        return _rounded(rng.uniform(0, 255, (height, width, 3)))
    if kind == 7:
        return _rounded(np.repeat(rng.uniform(0, 255, (height, width, 1)), 3, axis=2))
    if kind == 8:
        return _rounded(rng.uniform(40, 215, 3) + rng.normal(0, rng.uniform(2, 40), (height, width, 3)))
    ends = rng.uniform(0, 255, (2, 3))
    while np.linalg.norm(ends[0] - ends[1]) < 60:
        ends = rng.uniform(0, 255, (2, 3))
    t = (x, (x + y) / 2, np.hypot(x - rng.random(), y - rng.random()) / 1.5, y, x, y)[kind]
    if kind == 3:
        corners = rng.uniform(0, 255, (2, 2, 3))
        rows = (1 - x)[..., None] * corners[:, :1, None] + x[..., None] * corners[:, 1:, None]
        pixels = (1 - y)[..., None] * rows[0] + y[..., None] * rows[1]
    elif kind == 4:
        pixels = _hue_wheel(360 * t, rng.uniform(0.3, 1), rng.uniform(0.4, 1))
    elif kind == 5:
        low, high = sorted(rng.uniform(0, 255, 2))
        pixels = np.repeat((low + max(high - low, 60) * t)[..., None], 3, axis=2)
    else:
        pixels = ends[0] + t[..., None] * (ends[1] - ends[0])
    return _rounded(pixels + rng.normal(0, 1, pixels.shape) * noisy)


def no_structure_either(seed: int) -> RgbImage:
    """Waves, cones, several stops, slow fields of color, and noise of other distributions; some as JPEG."""
    rng = np.random.default_rng([4, seed])
    size = int(rng.choice([200, 350, 600]))
    shape = (size, int(size * rng.uniform(0.7, 1.5)))
    y, x = np.mgrid[0 : 1 : shape[0] * 1j, 0 : 1 : shape[1] * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    along = (along - along.min()) / np.ptp(along)
    kind = seed % 8
    if kind == 0:
        stops = rng.uniform(0, 255, (int(rng.integers(3, 6)), 3))
        at = np.linspace(0, 1, len(stops))
        pixels = np.stack([np.interp(along, at, stop) for stop in stops.T], axis=-1)
    elif kind == 1:
        wave = 0.5 - 0.5 * np.cos(2 * np.pi * along * rng.uniform(0.5, 3))
        ends = rng.uniform(0, 255, (2, 3))
        pixels = ends[0] + wave[..., None] * (ends[1] - ends[0])
    elif kind == 2:
        cone = np.arctan2(y - 0.5, x - 0.5) / (2 * np.pi) + 0.5
        pixels = _hue_wheel(360 * cone, 0.8, 0.9)
    elif kind == 3:
        ends = rng.uniform(0, 255, (2, 3))
        eased = np.clip(1.6 * np.hypot(x - 0.5, y - 0.5), 0, 1) ** rng.uniform(0.6, 1.8)
        pixels = ends[0] + eased[..., None] * (ends[1] - ends[0])
    elif kind == 4:
        pixels = 128 + 40 * np.stack([_smooth_field(rng, shape, size / 5) for _ in range(3)], axis=-1)
    elif kind == 5:
        pixels = rng.uniform(60, 200, 3) + rng.laplace(0, rng.uniform(4, 25), (*shape, 3))
    elif kind == 6:
        base, low = rng.uniform(20, 100, 3), rng.uniform(20, 120)
        pixels = base + rng.uniform(0, low, (*shape, 3))
    else:
        value = (1 - y) * rng.uniform(0.8, 1) + y * rng.uniform(0.2, 0.5)
        pixels = _hue_wheel(rng.uniform(0, 180) + 180 * x, rng.uniform(0.3, 0.9), value)
    if kind not in (5, 6) and rng.random() < 0.5:
        pixels = pixels + rng.normal(0, rng.uniform(0.5, 5), pixels.shape)
    image = _rounded(pixels)
    return _as_jpeg(image, int(rng.integers(60, 98))) if rng.random() < 0.3 else image


def _spread_colors(rng: np.random.Generator, k: int) -> Floats:
    while True:
        colors: Floats = rng.uniform(12, 243, (1, 3))
        for _ in range(300):
            color = rng.uniform(12, 243, 3)
            if np.linalg.norm(colors - color, axis=1).min() >= LEAST_DISTANCE:
                colors = np.vstack([colors, color])
                if len(colors) == k:
                    return colors


def _filled_by_shares(rng: np.random.Generator, side: int, shares: Floats, *, block: int) -> NDArray[np.intp]:
    n = -(-side // block)
    order = rng.permutation(n * n)
    ends = np.rint(np.cumsum(shares) * n * n)
    tiles = np.searchsorted(ends, order, side="right").clip(0, len(shares) - 1).reshape(n, n)
    tiles.flat[rng.permutation(n * n)[: len(shares)]] = np.arange(len(shares))
    return np.kron(tiles, np.ones((block, block), dtype=np.intp))[:side, :side]


def _voronoi(rng: np.random.Generator, shape: tuple[int, int], k: int) -> NDArray[np.intp]:
    n = int(rng.integers(3 * k, 8 * k))
    spots = rng.random((n, 2)) * shape
    kinds = _at_least_once(rng, n, k)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    nearest, best = np.zeros(shape, dtype=np.intp), np.full(shape, np.inf)
    for (top, left), kind in zip(spots, kinds, strict=True):
        distance = (y - top) ** 2 + (x - left) ** 2
        nearest[distance < best] = kind
        best = np.minimum(best, distance)
    return nearest


def _stripes(rng: np.random.Generator, shape: tuple[int, int], k: int) -> NDArray[np.intp]:
    n = int(rng.integers(k, 5 * k))
    kinds = _at_least_once(rng, n, k)
    widths = rng.uniform(1, 6, n)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    angle = rng.uniform(0, np.pi)
    along = np.cos(angle) * x + np.sin(angle) * y
    along = (along - along.min()) / (np.ptp(along) + 1)
    return kinds[np.searchsorted(np.cumsum(widths / widths.sum()), along).clip(0, n - 1)]


def _discs(rng: np.random.Generator, shape: tuple[int, int], k: int) -> NDArray[np.intp]:
    labels = np.zeros(shape, dtype=np.intp)
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    for _ in range(40):
        labels[:] = 0
        for kind in np.tile(np.arange(1, k), 4):
            radius = rng.uniform(0.06, 0.16) * min(shape)
            top, left = rng.random(2) * shape
            labels[(y - top) ** 2 + (x - left) ** 2 < radius**2] = kind
        if np.bincount(labels.ravel(), minlength=k).min() > 0.02 * labels.size:
            break
    return labels


def _writing(rng: np.random.Generator, shape: tuple[int, int], k: int) -> NDArray[np.intp]:
    canvas = np.zeros(shape, dtype=np.uint8)
    scale = min(shape) / 200
    rows = max(2 * k, 8)
    for row in range(rows):
        word = "".join(rng.choice(list("ABDEGHKMNOQRSWXZ0568"), 14))
        where = (int(rng.uniform(-40, 10) * scale), int((row + 0.9) * shape[0] / rows))
        size, stroke = 0.75 * scale * 10 / rows * 2, max(2, int(5 * scale * 10 / rows))
        cv2.putText(canvas, word, where, cv2.FONT_HERSHEY_SIMPLEX, size, 1 + row % max(1, k - 1), stroke)
    return canvas.astype(np.intp).clip(0, k - 1)


def _at_least_once(rng: np.random.Generator, n: int, k: int) -> NDArray[np.intp]:
    return rng.permutation(np.concatenate([np.arange(k), rng.integers(0, k, n - k)]))


def _smooth_field(rng: np.random.Generator, shape: tuple[int, int], reach: float) -> Floats:
    coarse = rng.standard_normal((int(shape[0] / reach) + 3, int(shape[1] / reach) + 3))
    field = cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return (field - field.mean()) / field.std()


def _hue_wheel(degrees: Floats, saturation: float, value: float | Floats) -> Floats:
    phases = np.stack([(degrees / 60 + offset) % 6 for offset in (5, 3, 1)], axis=-1)
    ramp = np.clip(np.minimum(phases, 4 - phases), 0, 1)
    return 255 * np.asarray(value)[..., None] * (1 - saturation * ramp)


def _rounded(pixels: Floats) -> RgbImage:
    return RgbImage(pixels=np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def _as_jpeg(image: RgbImage, quality: int) -> RgbImage:
    data = cv2.imencode(".jpg", image.pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return RgbImage(pixels=np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]))


Known = Callable[[int], tuple[RgbImage, int]]
Unstructured = Callable[[int], RgbImage]
KNOWN: tuple[Known, ...] = (known_colors, known_shapes)
UNSTRUCTURED: tuple[Unstructured, ...] = (no_structure, no_structure_either)

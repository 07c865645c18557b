import io

import numpy as np
import pytest
from PIL import Image

from kseg_core.encoding import palette_png
from kseg_core.encoding.palette_png import write_palette_png

RNG = np.random.default_rng(3)
COLORS = RNG.integers(0, 256, (20, 3), dtype=np.uint8)


def read(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == "P"
        picture.load()
        return np.asarray(picture.convert("RGBA"))


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (1500, 1700)])
def test_a_palette_png_comes_back_as_it_was(shape: tuple[int, int]) -> None:
    entries = np.repeat(RNG.integers(0, 20, (shape[0], -(-shape[1] // 5)), dtype=np.uint8), 5, axis=1)
    entries = np.ascontiguousarray(entries[:, : shape[1]])
    opacity = np.full(20, 255, np.uint8)
    opacity[[0, 7]] = 0, 90
    assert np.array_equal(read(write_palette_png(entries, COLORS, None))[..., :3], COLORS[entries])
    rgba = read(write_palette_png(entries, COLORS, opacity))
    assert np.array_equal(rgba, np.dstack([COLORS[entries], opacity[entries]]))


def test_strips_cost_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    y, x = np.mgrid[:600, :800]
    entries = ((x // 7 + y // 5 + RNG.integers(0, 2, y.shape)) % 20).astype(np.uint8)
    whole = len(write_palette_png(entries, COLORS, None))
    monkeypatch.setattr(palette_png, "_STRIP", 50_000)
    in_strips = write_palette_png(entries, COLORS, None)
    assert np.array_equal(read(in_strips)[..., :3], COLORS[entries])
    assert len(in_strips) < 1.02 * whole


@pytest.mark.parametrize("cell", [1, 2, 5, 40])
def test_it_is_within_a_tenth_of_the_smallest_that_pillow_writes(cell: int) -> None:
    y, x = np.mgrid[:400, :600]
    wave = 10 + 9 * np.sin(x / 37) * np.cos(y / 23) + RNG.normal(0, 0.4, (400, 600))
    entries = np.clip(wave, 0, 19).astype(np.uint8)[::cell, ::cell].repeat(cell, 0).repeat(cell, 1)
    picture = Image.fromarray(entries)
    picture.putpalette(COLORS.tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    assert len(write_palette_png(entries, COLORS, None)) < 1.1 * len(file.getvalue())

import io

import numpy as np
import pytest
from PIL import Image

from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.encoding.lines import LINE_WIDTH_MAX, encode_edges, reduce_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.errors import SettingsError
from tests.core.canny.edge_pictures import opaque, textured

EDGES = detect_edges(opaque(textured(60, 80)), CannySettings(40, 120, blur_sigma=1))


def opened(encoded: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(encoded.data))


def test_edge_map_is_one_bit_a_pixel() -> None:
    encoded = encode_edges(EDGES)
    assert encoded.data[24:26] == bytes([1, 3])  # IHDR: bit depth 1, indexed
    np.testing.assert_array_equal(np.asarray(opened(encoded).convert("L")), EDGES)


def test_transparent_edge_map_has_the_color_of_the_line_on_edges_alone() -> None:
    pixels = np.asarray(opened(encode_edges(EDGES, line=(10, 20, 30), background=None)).convert("RGBA"))
    np.testing.assert_array_equal(pixels[..., 3] > 0, EDGES > 0)
    assert (pixels[EDGES > 0] == (10, 20, 30, 255)).all()


def test_wide_lines_cover_thin_ones() -> None:
    wide = np.asarray(opened(encode_edges(EDGES, width=3)).convert("L"))
    assert (wide[EDGES > 0] == 255).all()
    assert np.count_nonzero(wide) > 2 * np.count_nonzero(EDGES)
    for width in (0, LINE_WIDTH_MAX + 1):
        with pytest.raises(SettingsError, match="width of a line"):
            encode_edges(EDGES, width=width)


@pytest.mark.parametrize("background", [None, (0, 0, 0)])
def test_maps_without_edges_and_of_one_pixel(background: tuple[int, int, int] | None) -> None:
    for value in (0, 255):
        encoded = encode_edges(np.full((1, 1), value, np.uint8), background=background)
        assert opened(encoded).size == (1, 1)


def test_reduce_edges_takes_the_maximum() -> None:
    edges = (np.random.default_rng(0).random((37, 53)) < 0.02).astype(np.uint8) * 255
    small = reduce_edges(edges, 20)
    assert small.shape == (14, 20)
    for y, x in np.argwhere(edges):
        assert small[y * 14 // 37, x * 20 // 53] == 255
    assert np.count_nonzero(small) <= np.count_nonzero(edges)
    assert reduce_edges(edges, 53) is edges
    assert not reduce_edges(np.zeros((30, 30), np.uint8), 7).any()

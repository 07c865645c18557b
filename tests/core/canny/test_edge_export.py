import io

import numpy as np
import pytest
from PIL import Image

from kseg_core.canny.edge_export import OVERLAP, encode_overlap
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings
from kseg_core.encoding.lines import LINE_WIDTH_MAX, encode_edges
from kseg_core.encoding.pictures import Encoded
from kseg_core.errors import SettingsError
from kseg_core.palette import contrast_ratios
from tests.core.canny.edge_pictures import opaque, textured

EDGES = detect_edges(opaque(textured(60, 80)), CannySettings(40, 120, blur_sigma=1))


def opened(encoded: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(encoded.data))


def test_edge_map_is_one_bit_a_pixel() -> None:
    encoded = encode_edges(EDGES)
    assert encoded.data[24:26] == bytes([1, 3])  # IHDR: bit depth 1, indexed
    np.testing.assert_array_equal(np.asarray(opened(encoded).convert("L")), EDGES)


def test_transparent_edge_map_has_the_color_of_the_line_on_edges_alone() -> None:
    pixels = np.asarray(opened(encode_edges(EDGES, line=(10, 20, 30), ground=None)).convert("RGBA"))
    np.testing.assert_array_equal(pixels[..., 3] > 0, EDGES > 0)
    assert (pixels[EDGES > 0] == (10, 20, 30, 255)).all()


def test_wide_lines_cover_thin_ones() -> None:
    wide = np.asarray(opened(encode_edges(EDGES, width=3)).convert("L"))
    assert (wide[EDGES > 0] == 255).all()
    assert np.count_nonzero(wide) > 2 * np.count_nonzero(EDGES)
    for width in (0, LINE_WIDTH_MAX + 1):
        with pytest.raises(SettingsError, match="width of a line"):
            encode_edges(EDGES, width=width)


@pytest.mark.parametrize("ground", [None, (0, 0, 0)])
def test_maps_without_edges_and_of_one_pixel(ground: tuple[int, int, int] | None) -> None:
    for value in (0, 255):
        encoded = encode_edges(np.full((1, 1), value, np.uint8), ground=ground)
        assert opened(encoded).size == (1, 1)


def test_overlap_has_a_color_for_each_case() -> None:
    labels = np.zeros((3, 6), np.uint8)
    labels[:, 3:] = 1
    edges = np.zeros((3, 6), np.uint8)
    edges[0, 2] = edges[0, 5] = 255
    pixels = np.asarray(opened(encode_overlap(labels, edges, max_side=6)).convert("RGB"))
    nothing, edge, boundary, both = OVERLAP
    assert tuple(pixels[0, 2]) == both
    assert tuple(pixels[1, 2]) == boundary
    assert tuple(pixels[0, 5]) == edge
    assert tuple(pixels[1, 0]) == nothing


def test_overlap_is_told_apart_without_hue():
    colors = np.array(OVERLAP, np.uint8)
    for number, color in enumerate(colors):
        assert contrast_ratios(np.delete(colors, number, axis=0), color).min() > 1.75

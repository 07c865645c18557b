import io

import numpy as np
import pytest
from PIL import Image

from kseg_core import KMeansSettings, RgbImage, segment
from kseg_core.canny.edge_export import (
    LINE_WIDTH_MAX,
    OVERLAP,
    encode_edges,
    encode_overlap,
    encode_photo_part,
    encode_segment_part,
)
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_window import Box
from kseg_core.canny.underexposed import underexposed
from kseg_core.clustered import clustered_digest, clustered_picture
from kseg_core.edges import detect_edges
from kseg_core.errors import SettingsError
from kseg_core.export import Encoded, encode_lossless
from tests.core.edge_pictures import opaque, textured

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


def test_parts_of_photo_and_segmentation() -> None:
    image = opaque(textured(60, 80))
    box = Box(left=10, top=20, right=50, bottom=40)
    assert opened(encode_photo_part(image, box, max_side=100)).size == (40, 20)
    result = segment(image, KMeansSettings(k=3))
    pixels = np.asarray(opened(encode_segment_part(result, box, max_side=100)).convert("RGB"))
    np.testing.assert_array_equal(pixels, result.palette[result.labels[20:40, 10:50]])


def test_a_part_without_opaque_pixels_is_transparent() -> None:
    alpha = np.zeros((60, 80), np.uint8)
    alpha[0, 0] = 255
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    part = opened(encode_photo_part(image, Box(left=5, top=5, right=9, bottom=9), max_side=100))
    assert np.asarray(part.convert("RGBA"))[..., 3].max() == 0


def test_clustered_picture_has_the_palette_and_the_transparency() -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:10] = 0
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    result = segment(image, KMeansSettings(k=4))
    picture = clustered_picture(image, result)
    np.testing.assert_array_equal(picture.pixels[10:], result.palette[result.labels[10:]])
    assert picture.alpha is image.alpha
    assert picture.digest == clustered_digest(image, result.settings) != image.digest


def test_lossless_picture_keeps_pixels_and_hides_what_was_hidden() -> None:
    alpha = np.full((20, 30), 255, np.uint8)
    alpha[:5] = 0
    alpha[5:9] = 120
    image = RgbImage(pixels=textured(20, 30), alpha=alpha)
    pixels = np.asarray(opened(encode_lossless(image)))
    np.testing.assert_array_equal(pixels[5:, :, :3], image.pixels[5:])
    np.testing.assert_array_equal(pixels[..., 3], alpha)
    assert not pixels[:5].any()
    plain = opaque(textured(20, 30))
    np.testing.assert_array_equal(np.asarray(opened(encode_lossless(plain))), plain.pixels)


def test_underexposed_photo_is_nearly_black_and_always_the_same() -> None:
    image = opaque(textured(300, 1000))
    dark = underexposed(image)
    assert max(dark.height, dark.width) <= 900
    assert np.median(dark.pixels) <= 1
    assert dark.pixels.max() > 10
    np.testing.assert_array_equal(dark.pixels, underexposed(image).pixels)
    assert dark.digest == underexposed(image).digest != image.digest
    assert underexposed(opaque(np.zeros((1, 1, 3), np.uint8))).height == 1

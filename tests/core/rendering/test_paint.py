import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, Segmentation, segment
from kseg_core.ciede2000 import ciede2000
from kseg_core.color_vision import ColorVision, seen_colors
from kseg_core.edits.edited import edit_result
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.paint import Paint, clustered_picture, label_colors, paint_colors
from tests.core.canny.edge_pictures import textured
from tests.core.pictures import BLUE, GREEN, RED, picture

STRIPES = picture([[RED] * 3 + [BLUE] * 2 + [GREEN]])


def stripes(edits: PaletteEdits | None = None) -> Segmentation:
    return edit_result(STRIPES, segment(STRIPES, KMeansSettings(k=3)), edits or PaletteEdits())


def test_mean_colors_are_those_of_the_result() -> None:
    result = stripes(PaletteEdits(replacements=((1, (1, 2, 3)),)))
    assert paint_colors(result, Paint.MEAN) is result.palette


def test_hsv_taken_for_rgb_is_what_a_program_shows_that_does_not_convert_back() -> None:
    assert paint_colors(stripes(), Paint.HSV_AS_RGB).tolist() == [
        [0, 255, 255],
        [120, 255, 255],
        [60, 255, 255],
    ]


def test_bgr_taken_for_rgb_exchanges_red_and_blue() -> None:
    assert paint_colors(stripes(), "Mistake: BGR shown as RGB").tolist() == [
        list(BLUE),
        list(RED),
        list(GREEN),
    ]


def test_a_cluster_keeps_its_label_color_when_others_are_merged() -> None:
    before = paint_colors(stripes(), Paint.DISTINCT)
    merged = stripes(PaletteEdits(merges=((1, 2),)))
    np.testing.assert_array_equal(before, label_colors(3))
    np.testing.assert_array_equal(
        paint_colors(merged, Paint.DISTINCT), before[[group[0] for group in merged.members]]
    )


def test_an_unknown_paint_is_refused() -> None:
    with pytest.raises(ValueError, match="sepia"):
        paint_colors(stripes(), "sepia")


def least_distance(colors: np.ndarray) -> float:
    return float(ciede2000(colors, colors)[np.triu_indices(len(colors), 1)].min())


@pytest.mark.parametrize(("k", "normal", "deficient"), [(8, 33, 19), (16, 17, 10), (32, 12, 7)])
def test_label_colors_are_clearly_distinct(k: int, normal: float, deficient: float) -> None:
    colors = label_colors(k)
    assert len(colors) == k
    for vision in ColorVision:
        least = normal if vision is ColorVision.NORMAL else deficient
        assert least_distance(seen_colors(colors, vision)) >= least - 0.05


@pytest.mark.parametrize(("k", "least"), [(64, 11.9), (128, 9.3), (NO_LABEL, 6.7)])
def test_there_are_label_colors_for_as_many_clusters_as_there_can_be(k: int, least: float) -> None:
    colors = label_colors(k)
    assert colors.shape == (k, 3)
    assert least_distance(colors) >= least
    np.testing.assert_array_equal(colors[:8], label_colors(8))


def test_clustered_picture_has_the_palette_and_the_transparency() -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:10] = 0
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    result = segment(image, KMeansSettings(k=4))
    picture = clustered_picture(image, result)
    np.testing.assert_array_equal(picture.pixels[10:], result.palette[result.labels[10:]])
    assert picture.alpha is image.alpha
    other = clustered_picture(image, segment(image, KMeansSettings(k=3)))
    assert len({picture.digest, other.digest, image.digest}) == 3
    assert picture.digest == clustered_picture(image, result).digest


def test_what_is_not_opaque_is_transparent_in_the_clustered_picture() -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:10], alpha[10:20] = 127, 128
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    clear = clustered_picture(image, segment(image, KMeansSettings(k=3))).alpha
    assert clear is not None
    assert clear[[9, 10, 20], 0].tolist() == [0, 128, 255]

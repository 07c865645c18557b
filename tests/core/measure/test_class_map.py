"""The class of every pixel and the area of every class, on a few pixels."""

from dataclasses import replace

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, SettingsError, color_histogram, segment
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.areas import class_areas
from kseg_core.measure.classes import (
    MeasureClass,
    check_classes,
    class_map,
    follow_classes,
    free_name,
    sort_clusters,
)
from kseg_core.measure.region import RegionShape, ShapeKind, mask_shape, region_mask

_RED, _GREEN, _BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
_PIXELS = np.array([[_RED, _RED, _RED, _GREEN, _GREEN, _BLUE]] * 2, np.uint8)


def _image() -> RgbImage:
    alpha = np.full((2, 6), 255, np.uint8)
    alpha[0, 0] = 0
    return RgbImage(pixels=_PIXELS.copy(), alpha=alpha, digest="a")


def test_clusters_and_color_ranges_make_classes() -> None:
    image = _image()
    histogram = color_histogram(image)
    result = segment(image, KMeansSettings(k=3))
    shape = next(shape for shape in CLOUD_SHAPES.values() if shape.title == "RGB cube")
    blue = ColorSelection(shape=shape, ranges=Ranges(low=(0.0, 0.0, 200.0), high=(255.0, 255.0, 255.0)))
    classes = (
        MeasureClass(name="warm", color=(1, 1, 1), clusters=(0,)),
        MeasureClass(name="cold", color=(2, 2, 2), selection=blue),
    )
    numbers = class_map(image, histogram, result, classes)
    assert numbers.tolist() == [[NO_LABEL, 0, 0, 2, 2, 1], [0, 0, 0, 2, 2, 1]]
    areas = class_areas(numbers, len(classes))
    assert areas.pixels.tolist() == [5, 2, 4]
    assert areas.measured == 11
    assert areas.shares.tolist() == [5 / 11, 2 / 11, 4 / 11]
    masked = (replace(classes[0], is_left_out=True), classes[1])
    assert class_areas(class_map(image, histogram, result, masked), 2).pixels.tolist() == [0, 2, 4]
    region = region_mask((RegionShape(kind=ShapeKind.RECTANGLE, points=((4, 1), (5, 1))),), 2, 6)
    inside = class_map(image, histogram, result, classes, region)
    assert inside.tolist() == [[NO_LABEL] * 6, [NO_LABEL] * 4 + [2, 1]]


def test_a_region_is_what_counts_without_what_is_left_out() -> None:
    assert region_mask((), 4, 4) is None
    counted = RegionShape(kind=ShapeKind.RECTANGLE, points=((0, 0), (2, 2)))
    hole = RegionShape(kind=ShapeKind.RECTANGLE, points=((1, 1), (3, 3)), is_left_out=True)
    both, hole_only = region_mask((hole, counted), 4, 4), region_mask((hole,), 4, 4)
    assert both is not None
    assert hole_only is not None
    assert both.astype(int).tolist() == [[1, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    assert hole_only.sum() == 16 - 9


def test_clusters_go_in_and_out_of_classes() -> None:
    classes = (MeasureClass(name="a", color=_RED, clusters=(0,)), MeasureClass(name="b", color=_BLUE))
    moved = sort_clusters(classes, 1, (0, 2))
    assert [each.clusters for each in moved] == [(), (0, 2)]
    assert [each.clusters for each in sort_clusters(moved, 1, (2,))] == [(), (0,)]
    assert (free_name(classes, "c"), free_name(classes, "A"), free_name((), "other")) == (
        "c",
        "A 2",
        "other 2",
    )


def test_clusters_of_another_palette_go_to_the_class_of_the_nearest_color() -> None:
    classes = (MeasureClass(name="a", color=_RED, clusters=(0,)), MeasureClass(name="b", color=_BLUE))
    colors = (_RED, _GREEN)
    assert follow_classes(classes, colors, colors) == classes
    assert follow_classes(classes, colors, (_GREEN, (250, 9, 9), (90, 0, 0)))[0].clusters == (1, 2)
    assert follow_classes((classes[1],), colors, (_GREEN,)) == (classes[1],)


def test_a_merged_cluster_takes_its_class_along_whatever_its_members_are_called():
    colors = (_RED, _GREEN, (0, 0, 255))
    classes = (MeasureClass(name="a", color=_RED, clusters=(0,)),)
    edits = PaletteEdits(merges=((0, 2),))
    (followed,) = follow_classes(classes, colors, colors[::-1], edits)
    assert followed.clusters == (0, 2)


@pytest.mark.parametrize("name", ["", " ", "other", "Other ", "x" * 41, "a\nb"])
def test_names_that_say_nothing_are_refused(name: str) -> None:
    with pytest.raises(SettingsError):
        MeasureClass(name=name, color=_RED)


def test_classes_that_cannot_stand_beside_each_other_are_refused() -> None:
    one, other = (MeasureClass(name=name, color=_RED, clusters=(0,)) for name in ("a", "b"))
    for classes in ([one, other], [one, replace(one, clusters=())]):
        with pytest.raises(SettingsError):
            check_classes(classes)


def test_a_mask_is_a_shape_and_must_fit_the_picture() -> None:
    inside = np.random.default_rng(0).random((7, 9)) > 0.5
    mask = region_mask((mask_shape(inside),), 7, 9)
    np.testing.assert_array_equal(mask, inside)
    np.testing.assert_array_equal(region_mask((mask_shape(inside, is_left_out=True),), 7, 9), ~inside)
    with pytest.raises(SettingsError, match="ragged"):
        mask_shape(np.random.default_rng(0).random((2400, 2500)) > 0.5)
    for broken, height in (
        (mask_shape(inside), 8),
        (replace(mask_shape(inside), packed=b"nonsense"), 7),
        (replace(mask_shape(inside), packed=mask_shape(inside).packed[:4]), 7),
        (replace(mask_shape(inside[:1]), points=((0, 0), (8, 6))), 7),
    ):
        with pytest.raises(SettingsError):
            region_mask((broken,), height, 9)

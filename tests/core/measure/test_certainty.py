"""Ranges of shares: they hold the share that is measured, and the truth where it is known."""

from dataclasses import replace

import numpy as np
import pytest

from kseg_core import KMeansSettings, RgbImage, color_histogram, segment
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.selection_ends import relative_depth
from kseg_core.cloud.shapes import CLOUD_SHAPES, coordinates
from kseg_core.image import NO_LABEL
from kseg_core.measure.areas import class_areas
from kseg_core.measure.certainty import OtherFits, other_fits, share_ranges
from kseg_core.measure.classes import MeasureClass, class_map
from kseg_core.measure.doubtful import doubtful_map
from tests.core.measure.known_areas import holds, known_areas, measured_ranges


def test_ranges_hold_the_truth() -> None:
    held = []
    for seed in range(8):
        known = known_areas(seed, height=120, width=160)
        ranges, classes = measured_ranges(known)
        assert (ranges.low <= ranges.high).all()
        assert len(ranges.low) == len(classes) + 1
        held.append(holds(ranges, known))
    assert np.concatenate(held).mean() >= 0.9


def _stripes() -> RgbImage:
    """Black, white, and one column of a gray that is nearer to white."""
    columns = [0] * 10 + [140] + [255] * 10
    return RgbImage(pixels=np.repeat(np.array(columns, np.uint8)[None, :, None], 3, axis=2).repeat(8, axis=0))


CLASSES = (
    MeasureClass(name="white", color=(255, 255, 255), clusters=(0,)),
    MeasureClass(name="black", color=(0, 0, 0), clusters=(1,)),
)


def test_what_lies_between_two_classes_is_doubtful() -> None:
    image = _stripes()
    histogram = color_histogram(image)
    found = segment(image, KMeansSettings(k=2))
    numbers = class_map(image, histogram, found, CLASSES)
    others = doubtful_map(image, histogram, found, found, CLASSES, numbers, 0.5)
    assert others[0].tolist() == [NO_LABEL] * 9 + [0, 1] + [NO_LABEL] * 10
    ranges = share_ranges(numbers, others, CLASSES, OtherFits(changes=np.zeros((0, 3))))
    assert ranges.low.tolist() == pytest.approx([10 / 21, 9 / 21, 0])
    assert ranges.high.tolist() == pytest.approx([12 / 21, 11 / 21, 0])
    assert ranges.doubtful == pytest.approx(2 / 21)


def test_other_fits_change_nothing_where_clusters_are_clear() -> None:
    image = _stripes()
    found = segment(image, KMeansSettings(k=2))
    fits = other_fits(image, found, CLASSES)
    assert np.abs(fits.changes).max() <= 1 / 21 + 1e-9
    assert fits.without == (1,)


def test_a_class_that_is_left_out_has_no_range_but_can_give_and_take() -> None:
    image = _stripes()
    histogram = color_histogram(image)
    found = segment(image, KMeansSettings(k=2))
    numbers = class_map(image, histogram, found, CLASSES)
    others = doubtful_map(image, histogram, found, found, CLASSES, numbers, 0.5)
    left_out = (CLASSES[0], replace(CLASSES[1], is_left_out=True))
    ranges = share_ranges(numbers, others, left_out, OtherFits(changes=np.zeros((0, 3))))
    assert (ranges.low[1], ranges.high[1]) == (0, 0)
    assert ranges.low[0] <= 1 <= ranges.high[0]
    assert class_areas(class_map(image, histogram, found, left_out), 2).shares.tolist() == [1, 0, 0]


def test_all_doubtful_pixels_go_or_come_and_other_fits_are_added() -> None:
    numbers = np.array([[0, 0, 0, 0, 1, 1, 1, 2, 2, NO_LABEL]], np.uint8)
    sure = NO_LABEL
    others = np.array([[sure, sure, 1, 2, 0, sure, sure, sure, 1, sure]], np.uint8)
    none = OtherFits(changes=np.zeros((0, 3)))
    ranges = share_ranges(numbers, others, CLASSES, none)
    assert ranges.low * 9 == pytest.approx([2, 2, 1])
    assert ranges.high * 9 == pytest.approx([5, 5, 3])
    fits = OtherFits(changes=np.array([[0.01, -0.02, 0.01], [-0.03, 0.0, 0.03]]))
    wider = share_ranges(numbers, others, CLASSES, fits)
    assert wider.low - ranges.low == pytest.approx([-0.03, -0.02, 0])
    assert wider.high - ranges.high == pytest.approx([0.01, 0, 0.03])
    # 6 pixels count: 4 in the first class, 2 in none. One of each may be in the second, and one of it in the
    # first.
    ranges = share_ranges(numbers, others, (CLASSES[0], replace(CLASSES[1], is_left_out=True)), none)
    assert ranges.low == pytest.approx([2 / 5, 0, 1 / 6])
    assert ranges.high == pytest.approx([5 / 6, 0, 3 / 5])


def test_depth_tells_how_near_the_end_of_a_range_is() -> None:
    shape = next(shape for shape in CLOUD_SHAPES.values() if shape.title == "RGB cube")
    selection = ColorSelection(shape=shape, ranges=Ranges(low=(100.0, 0.0, 0.0), high=(200.0, 255.0, 255.0)))
    colors = np.array(
        [[150, 9, 9], [100, 9, 9], [200, 9, 9], [250, 9, 9], [50, 9, 9], [125, 0, 255]], np.uint8
    )
    depth = relative_depth(coordinates(colors, shape), selection)
    assert depth.tolist() == pytest.approx([0, 1, 1, 2, 2, 0.5])

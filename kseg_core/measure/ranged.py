"""A measurement with all there is: areas with the ranges of their shares, and objects."""

from dataclasses import replace
from functools import partial

import numpy as np

from kseg_core.histogram import ColorHistogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.measure.certainty import OtherFits, other_fits, share_ranges
from kseg_core.measure.classes import class_map, found_classes
from kseg_core.measure.doubtful import doubtful_map
from kseg_core.measure.measured import Measured, ShareRanges, measure, objects_or_why
from kseg_core.measure.objects import find_objects
from kseg_core.measure.region import region_mask
from kseg_core.measure.settings import MeasureSettings


def measure_with_ranges(
    image: RgbImage,
    histogram: ColorHistogram,
    segmentation: Segmentation,
    edited: Segmentation,
    settings: MeasureSettings,
    *,
    tries_others: bool = True,
    finds_objects: bool = True,
) -> Measured:
    """Measure a picture.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram
        Of the image.
    segmentation, edited : Segmentation
        Of the image, without and with edits.
    settings : MeasureSettings
    tries_others : bool
        Whether the ranges count what other seeds and other K would change; kept centroids have none.
    finds_objects : bool
        Whether its objects are found too, which takes longest. Where they cannot be told apart, the areas are
        there all the same.
    """
    measured = measure(image, edited, settings, histogram=histogram, finds_objects=False)
    ranges = _ranges(image, histogram, segmentation, edited, measured, tries_others=tries_others)
    objects, no_objects = None, ""
    if finds_objects:
        numbers, n = measured.class_map, len(settings.classes)
        find = partial(find_objects, numbers, n, image.pixels, settings.objects)
        objects, no_objects = objects_or_why(find)
    return replace(measured, ranges=ranges, objects=objects, no_objects=no_objects)


def _ranges(
    image: RgbImage,
    histogram: ColorHistogram,
    segmentation: Segmentation,
    edited: Segmentation,
    measured: Measured,
    *,
    tries_others: bool,
) -> ShareRanges:
    settings, numbers = measured.settings, measured.class_map
    classes, region = settings.classes, region_mask(settings.region, image.height, image.width)
    if any(each.is_left_out for each in classes):
        all_counted = tuple(replace(each, is_left_out=False) for each in classes)
        numbers = class_map(image, histogram, edited, all_counted, region)
    others = doubtful_map(image, histogram, segmentation, edited, classes, numbers, settings.doubt)
    fits = OtherFits(changes=np.zeros((0, len(classes) + 1)))
    if tries_others:
        fits = other_fits(image, segmentation, found_classes(classes, edited.edits), region)
    return share_ranges(numbers, others, classes, fits)

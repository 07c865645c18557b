"""What is computed for "Measure", each result once for all visitors."""

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage
from kseg_core.encoding.lines import encode_edges
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.image import NO_LABEL, Box, Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.areas import ClassAreas, class_areas
from kseg_core.measure.certainty import OtherFits, other_fits, share_ranges
from kseg_core.measure.classes import Classes, class_map, found_classes
from kseg_core.measure.doubtful import doubtful_map
from kseg_core.measure.measured import Measured, ShareRanges, objects_or_why
from kseg_core.measure.objects import Objects, ObjectSettings, all_objects, limited
from kseg_core.measure.region import Region, region_mask
from kseg_core.measure.ruler import ruler
from kseg_core.measure.settings import MeasureSettings
from kseg_core.rendering.numbered_outlines import encode_outlined, object_outlines
from kseg_core.rendering.picks import Rest, encode_picked
from pages._ui.cache import computed
from pages._ui.components.image_viewer import packed_numbers
from pages._ui.detail.results import get_edited
from pages._ui.measure.measuring import Measuring
from pages._ui.results import PREVIEW_SIDE, get_histogram, get_segmentation

ClassMap = NDArray[np.uint8]

DOUBT_COLOR: Rgb = (255, 0, 255)
"""In which doubtful pixels are shown."""


def get_class_map(measuring: Measuring) -> ClassMap:
    """The class of every pixel."""
    return _class_map(*measuring.detail.source, measuring.classes, measuring.settings.region)


def get_areas(measuring: Measuring) -> ClassAreas:
    """The area of every class."""
    return _areas(*measuring.detail.source, measuring.classes, measuring.settings.region)


def get_objects(measuring: Measuring) -> Objects:
    """The objects in the bounds of the settings."""
    return _objects(*measuring.detail.source, measuring.settings)


def why_no_objects(measuring: Measuring) -> str:
    """Why objects cannot be looked for, in a sentence; empty if they can."""
    _, why = objects_or_why(partial(get_objects, measuring))
    return why


def get_measured(
    image: RgbImage, *, settings: KMeansSettings, edits: PaletteEdits, measure: MeasureSettings
) -> Measured:
    """All numbers, for files."""
    source = (image, settings, edits, measure.classes, measure.region)
    objects, no_objects = objects_or_why(partial(_objects, image, settings, edits, measure))
    return Measured(
        settings=measure,
        ruler=ruler(image.prepared, measure.scale),
        class_map=_class_map(*source),
        areas=_areas(*source),
        ranges=_ranges(*source, measure.doubt),
        objects=objects,
        no_objects=no_objects,
    )


def get_ranges(measuring: Measuring) -> ShareRanges:
    """How sure each share is."""
    measure = measuring.settings
    return _ranges(*measuring.detail.source, measure.classes, measure.region, measure.doubt)


def doubtful_preview(measuring: Measuring, box: Box | None) -> Encoded:
    """The doubtful pixels, to lay over a picture."""
    measure = measuring.settings
    return _doubtful_preview(*measuring.detail.source, measure.classes, measure.region, measure.doubt, box)


def class_preview(measuring: Measuring, box: Box | None) -> Encoded:
    """The classes in their colors, transparent elsewhere, to lay over a picture."""
    colors = tuple(each.color for each in measuring.classes)
    return _class_preview(*measuring.detail.source, measuring.classes, measuring.settings.region, colors, box)


def object_preview(measuring: Measuring, chosen: tuple[int, ...], box: Box | None) -> Encoded:
    """The objects outlined, those that are chosen in another color, to lay over a picture."""
    measure = measuring.settings
    return _object_preview(
        *measuring.detail.source, measure.classes, measure.region, measure.objects, chosen, box
    )


def object_numbers(measuring: Measuring) -> bytes:
    """The numbers of the objects for the image viewer; those of the largest are left out last."""
    measure = measuring.settings
    return _object_numbers(*measuring.detail.source, measure.classes, measure.region, measure.objects)


def _numbers_only(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    *more: object,
) -> object:
    """The key of what does not depend on the names and colors of classes."""
    return image, settings, edits, sorting(classes), region, *more


def sorting(classes: Classes) -> object:
    """What pixels belong to classes, whatever these are called and however they are shown."""
    return tuple((each.clusters, each.selection, each.is_left_out) for each in classes)


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _class_map(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, classes: Classes, region: Region
) -> ClassMap:
    result = get_edited(image, settings, edits)
    mask = region_mask(region, image.height, image.width)
    numbers = class_map(image, get_histogram(image), result, classes, mask)
    numbers.flags.writeable = False
    return numbers


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _areas(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, classes: Classes, region: Region
) -> ClassAreas:
    return class_areas(_class_map(image, settings, edits, classes, region), len(classes))


def _objects(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, measure: MeasureSettings
) -> Objects:
    shapes = replace(measure.objects, smallest=None, largest=None, keeps_border=True)
    every = _all_objects(image, settings, edits, measure.classes, measure.region, shapes)
    return limited(every, measure.objects)


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _all_objects(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    shapes: ObjectSettings,
) -> Objects:
    """The objects of any size; the bounds of the settings, which change often, cost little afterwards."""
    numbers = _class_map(image, settings, edits, classes, region)
    return all_objects(numbers, len(classes), image.pixels, shapes)


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _doubtful(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    doubt: float,
) -> ClassMap:
    """The class that each doubtful pixel would otherwise be in."""
    result = get_edited(image, settings, edits)
    numbers = _class_map(image, settings, edits, _all_counted(classes), region)
    found, histogram = get_segmentation(image, settings), get_histogram(image)
    return doubtful_map(image, histogram, found, result, classes, numbers, doubt)


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _other_fits(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, classes: Classes, region: Region
) -> OtherFits:
    of_found = found_classes(classes, get_edited(image, settings, edits))
    mask = region_mask(region, image.height, image.width)
    return other_fits(image, get_segmentation(image, settings), of_found, mask)


@computed(key=_numbers_only, pixels=lambda image, *_: image.height * image.width)
def _ranges(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    doubt: float,
) -> ShareRanges:
    source = (image, settings, edits)
    numbers = _class_map(*source, _all_counted(classes), region)
    others = _doubtful(*source, classes, region, doubt)
    return share_ranges(numbers, others, classes, _other_fits(*source, classes, region))


def _all_counted(classes: Classes) -> Classes:
    """The classes with none left out."""
    return tuple(replace(each, is_left_out=False) for each in classes)


@computed(key=_numbers_only, queued=False)
def _doubtful_preview(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    doubt: float,
    box: Box | None,
) -> Encoded:
    others = _doubtful(image, settings, edits, classes, region, doubt)
    part = others if box is None else others[box.rows, box.columns]
    is_doubtful = np.where(part == NO_LABEL, np.uint8(0), np.uint8(255))
    return encode_edges(is_doubtful, line=DOUBT_COLOR, background=None, max_side=PREVIEW_SIDE)


@computed(key=_numbers_only, queued=False)
def _class_preview(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    colors: tuple[tuple[int, int, int], ...],
    box: Box | None,
) -> Encoded:
    numbers = _class_map(image, settings, edits, classes, region)
    part = numbers if box is None else numbers[box.rows, box.columns]
    table = np.full(256, NO_LABEL, np.uint8)
    table[: len(classes)] = np.arange(len(classes))
    return encode_label_map(table[part], np.array(colors, np.uint8).reshape(-1, 3), max_side=PREVIEW_SIDE)


@computed(key=_numbers_only, queued=False)
def _object_preview(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    bounds: ObjectSettings,
    chosen: tuple[int, ...],
    box: Box | None,
) -> Encoded:
    measure = MeasureSettings(classes=classes, region=region, objects=bounds)
    objects = _objects(image, settings, edits, measure)
    is_chosen = np.zeros(objects.n_objects, np.bool_)
    is_chosen[list(chosen)] = True
    return encode_outlined(
        object_outlines(objects.numbers, objects.ids, chosen=is_chosen, box=box, max_side=PREVIEW_SIDE)
    )


@computed(key=_numbers_only, queued=False)
def _object_numbers(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    classes: Classes,
    region: Region,
    bounds: ObjectSettings,
) -> bytes:
    measure = MeasureSettings(classes=classes, region=region, objects=bounds)
    objects = _objects(image, settings, edits, measure)
    return packed_numbers(objects.centroids, np.argsort(-objects.areas, kind="stable"))


@computed(queued=False)
def outside_preview(image: RgbImage, region: Region, box: Box | None) -> Encoded:
    """Black where a picture is not measured, to lay over it."""
    inside = region_mask(region, image.height, image.width)
    labels = np.full((image.height, image.width), NO_LABEL, np.uint8)
    if inside is not None:
        labels[~inside] = 0
    part = labels if box is None else labels[box.rows, box.columns]
    return encode_label_map(part, np.zeros((1, 3), np.uint8), max_side=PREVIEW_SIDE)


@computed(queued=False)
def gray_preview(image: RgbImage, box: Box | None) -> Encoded:
    """The photo without its colors, under the classes."""
    nothing = np.zeros((image.height, image.width), np.uint8)
    return encode_picked(image, nothing, (), Rest.GRAY, box=box, max_side=PREVIEW_SIDE)

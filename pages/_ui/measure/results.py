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
from kseg_core.measure.classes import class_map, found_classes
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
from pages._ui.measure.sorted_pixels import SortedPixels, sorted_pixels
from pages._ui.results import PREVIEW_SIDE, get_histogram, get_segmentation

ClassMap = NDArray[np.uint8]

DOUBT_COLOR: Rgb = (255, 0, 255)
"""In which doubtful pixels are shown."""


@computed()
def get_class_map(pixels: SortedPixels) -> ClassMap:
    """The class of every pixel."""
    image = pixels.image
    mask = region_mask(pixels.region, image.height, image.width)
    numbers = class_map(image, get_histogram(image), get_edited(*pixels.source), pixels.classes, mask)
    numbers.flags.writeable = False
    return numbers


@computed()
def get_areas(pixels: SortedPixels) -> ClassAreas:
    """The area of every class."""
    return class_areas(get_class_map(pixels), len(pixels.classes))


def get_objects(pixels: SortedPixels, bounds: ObjectSettings) -> Objects:
    """The objects in the bounds of the settings."""
    shapes = replace(bounds, smallest=None, largest=None, keeps_border=True)
    return limited(_all_objects(pixels, shapes), bounds)


@computed()
def _all_objects(pixels: SortedPixels, shapes: ObjectSettings) -> Objects:
    """The objects of any size; the bounds of the settings, which change often, cost little afterwards."""
    return all_objects(get_class_map(pixels), len(pixels.classes), pixels.image.pixels, shapes)


def why_no_objects(pixels: SortedPixels, bounds: ObjectSettings) -> str:
    """Why objects cannot be looked for, in a sentence; empty if they can."""
    _, why = objects_or_why(partial(get_objects, pixels, bounds))
    return why


@computed()
def get_ranges(pixels: SortedPixels, doubt: float) -> ShareRanges:
    """How sure each share is."""
    numbers, others = get_class_map(pixels.all_counted), _doubtful(pixels, doubt)
    return share_ranges(numbers, others, pixels.classes, _other_fits(pixels))


@computed()
def _doubtful(pixels: SortedPixels, doubt: float) -> ClassMap:
    """The class that each doubtful pixel would otherwise be in."""
    image, settings, _ = pixels.source
    return doubtful_map(
        image,
        get_histogram(image),
        get_segmentation(image, settings),
        get_edited(*pixels.source),
        pixels.classes,
        get_class_map(pixels.all_counted),
        doubt,
    )


@computed()
def _other_fits(pixels: SortedPixels) -> OtherFits:
    image, settings, _ = pixels.source
    of_found = found_classes(pixels.classes, pixels.edits)
    mask = region_mask(pixels.region, image.height, image.width)
    return other_fits(image, get_segmentation(image, settings), of_found, mask)


def get_measured(
    image: RgbImage, *, settings: KMeansSettings, edits: PaletteEdits, measure: MeasureSettings
) -> Measured:
    """All numbers, for files."""
    pixels = sorted_pixels(image, settings, edits, measure)
    objects, no_objects = objects_or_why(partial(get_objects, pixels, measure.objects))
    return Measured(
        settings=measure,
        ruler=ruler(image.prepared, measure.scale),
        class_map=get_class_map(pixels),
        areas=get_areas(pixels),
        ranges=get_ranges(pixels, measure.doubt),
        objects=objects,
        no_objects=no_objects,
    )


@computed(queued=False)
def class_preview(pixels: SortedPixels, colors: tuple[Rgb, ...], box: Box | None) -> Encoded:
    """The classes in their colors, transparent elsewhere, to lay over a picture."""
    numbers = get_class_map(pixels)
    part = numbers if box is None else numbers[box.rows, box.columns]
    table = np.full(256, NO_LABEL, np.uint8)
    table[: len(colors)] = np.arange(len(colors))
    return encode_label_map(table[part], np.array(colors, np.uint8).reshape(-1, 3), max_side=PREVIEW_SIDE)


@computed(queued=False)
def doubtful_preview(pixels: SortedPixels, doubt: float, box: Box | None) -> Encoded:
    """The doubtful pixels, to lay over a picture."""
    others = _doubtful(pixels, doubt)
    part = others if box is None else others[box.rows, box.columns]
    is_doubtful = np.where(part == NO_LABEL, np.uint8(0), np.uint8(255))
    return encode_edges(is_doubtful, line=DOUBT_COLOR, background=None, max_side=PREVIEW_SIDE)


@computed(queued=False)
def object_preview(
    pixels: SortedPixels, bounds: ObjectSettings, chosen: tuple[int, ...], box: Box | None
) -> Encoded:
    """The objects outlined, those that are chosen in another color, to lay over a picture."""
    objects = get_objects(pixels, bounds)
    is_chosen = np.zeros(objects.n_objects, np.bool_)
    is_chosen[list(chosen)] = True
    return encode_outlined(
        object_outlines(objects.numbers, objects.ids, chosen=is_chosen, box=box, max_side=PREVIEW_SIDE)
    )


@computed(queued=False)
def object_numbers(pixels: SortedPixels, bounds: ObjectSettings) -> bytes:
    """The numbers of the objects for the image viewer; those of the largest are left out last."""
    objects = get_objects(pixels, bounds)
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

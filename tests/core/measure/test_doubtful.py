"""Doubtful pixels, on grays whose distances from two or three centroids are known."""

import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage, Segmentation, color_histogram, segment
from kseg_core.cloud.outline import Outline
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.selection_ends import relative_depth
from kseg_core.cloud.shapes import CLOUD_SHAPES, coordinates
from kseg_core.edits.edited import edit_result
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.spatial import pixel_features
from kseg_core.measure.classes import Classes, MeasureClass, class_map
from kseg_core.measure.doubtful import SPOT_FACTOR, doubtful_map

_RGB = CLOUD_SHAPES["RGB cube"]
_DARK, _LIGHT = (0, 0, 0), (100, 100, 100)


def _grays(levels: NDArray[np.int64]) -> RgbImage:
    return RgbImage(pixels=np.repeat(levels[..., None], 3, axis=2).astype(np.uint8))


def _class(name: str, *clusters: int, selection: ColorSelection | None = None) -> MeasureClass:
    return MeasureClass(name=name, color=(0, 0, 0), clusters=clusters, selection=selection)


def _doubtful(
    image: RgbImage, found: Segmentation, classes: Classes, doubt: float, edits: PaletteEdits | None = None
) -> NDArray[np.uint8]:
    histogram = color_histogram(image)
    result = edit_result(image, found, edits or PaletteEdits())
    numbers = class_map(image, histogram, result, classes)
    return doubtful_map(image, histogram, found, result, classes, numbers, doubt)


def _two(image: RgbImage, **more: float) -> tuple[Segmentation, Classes]:
    """Centroids at 0 and 100, each a class; the row of a class is that of the cluster."""
    found = segment(image, KMeansSettings(k=2, locked=(_DARK, _LIGHT), **more))
    of_dark = int(found.centers[:, 0].argmin())
    return found, (_class("dark", of_dark), _class("light", 1 - of_dark))


def test_a_pixel_between_two_classes_is_doubtful() -> None:
    levels = np.zeros((10, 30), np.int64)
    levels[:, 10:20], levels[:, 20:] = 100, 45  # 45 is 55 / 45 = 1.22 times as far from 100 as from 0
    image = _grays(levels)
    found, classes = _two(image)
    # What is beside another class is doubtful in any case.
    inside = [*range(9), *range(11, 19), *range(21, 30)]
    assert (_doubtful(image, found, classes, 0.2)[:, inside] == NO_LABEL).all()
    others = _doubtful(image, found, classes, 0.25)
    assert (others[:, inside[:17]] == NO_LABEL).all()
    assert (others[:, 20:] == 1).all()
    assert (_doubtful(image, found, (_class("both", 0, 1),), 1.0) == NO_LABEL).all()


def test_in_spots_more_is_doubtful() -> None:
    levels = np.full((20, 40), 100)
    levels[:, 20:] = 0
    levels[4, 10] = levels[10:, 30:] = 30  # 70 / 30 = 2.33
    image = _grays(levels)
    found, classes = _two(image)
    others = _doubtful(image, found, classes, 1.4 / SPOT_FACTOR)
    assert others[4, 10] == 1
    assert (others[10:, 31:] == NO_LABEL).all()


def test_removed_specks_are_doubtful() -> None:
    levels = np.full((10, 20), 100)
    levels[:, 10:] = levels[5, 5] = 0
    image = _grays(levels)
    found, classes = _two(image)
    others = _doubtful(image, found, classes, 0.0, PaletteEdits(specks=3))
    assert np.argwhere(others[:, :9] != NO_LABEL).tolist() == [[5, 5]]
    assert others[5, 5] == 0


def test_merged_clusters_are_one_class() -> None:
    levels = np.repeat(np.array([0, 40, 100]), 10)[None].repeat(10, axis=0)
    image = _grays(levels)
    found = segment(image, KMeansSettings(k=3))
    number = {round(float(center[0])): row for row, center in enumerate(found.centers)}
    merged = PaletteEdits(merges=((number[0], number[40]),))
    first = min(number[0], number[40])
    others = _doubtful(image, found, (_class("dark", first),), 1.0, merged)
    assert (others[:, :19] == NO_LABEL).all()


def test_place_counts_where_it_is_clustered_with() -> None:
    rng = np.random.default_rng(0)
    image = RgbImage(pixels=rng.integers(0, 256, (12, 16, 3)).astype(np.uint8))
    settings = KMeansSettings(k=3, position_weight=1.0)
    found = segment(image, settings)
    classes = tuple(_class(f"{row}", row) for row in range(3))
    features = pixel_features(image, np.arange(12 * 16), settings)
    distances = np.linalg.norm(features[:, None] - found.centers[None], axis=2)
    nearest, second = np.sort(distances, axis=1)[:, :2].T
    others = _doubtful(image, found, classes, 0.1).ravel()
    everywhere = second <= 1.1 * nearest
    assert everywhere.any()
    assert (others[everywhere] == np.argsort(distances, axis=1)[everywhere, 1]).all()


def test_near_the_end_of_a_range_a_pixel_is_doubtful_on_both_sides() -> None:
    levels = np.repeat(np.array([20, 52, 68, 120]), 8)[None].repeat(8, axis=0)
    image = _grays(levels)
    ranges = Ranges(low=(1, 0, 0), high=(60, 255, 255))  # middle 30.5, and of the next one 89.5
    found = segment(image, KMeansSettings(k=1))
    classes = (_class("in", selection=ColorSelection(shape=_RGB, ranges=ranges)), _class("out", 0))
    others = _doubtful(image, found, classes, 37.5 / 21.5 - 1.0 + 0.01)
    inside = [set(others[:, start + 1 : start + 7].ravel().tolist()) for start in range(0, 32, 8)]
    assert inside == [{NO_LABEL}, {1}, {0}, {NO_LABEL}]


def test_depth_in_ranges_and_outlines() -> None:
    grays = np.repeat(np.array([[0], [100], [125], [150], [200]], np.uint8), 3, axis=1)

    def depth(**selection: Ranges | Outline) -> list[float]:
        chosen = ColorSelection(shape=_RGB, **selection)
        return [round(float(each), 3) for each in relative_depth(coordinates(grays, _RGB), chosen)]

    assert depth() == [0, 0, 0, 0, 0]
    assert depth(ranges=Ranges(low=(100, 0, 0), high=(150, 255, 255))) == [5, 1, 0, 1, 3]
    # The middle is the mean of what is inside, 143.75, where nothing lies behind an end.
    assert depth(ranges=Ranges(low=(100, 0, 0), high=(255, 255, 255)))[1:] == [1, 0.429, 0, 0]
    square = Outline(axes=(0, 1), corners=((75, 75), (175, 75), (175, 175), (75, 175)))
    assert depth(outline=square) == [round(1 + 2**0.5 * 1.5, 3), 0.5, 0, 0.5, round(1 + 2**0.5 / 2, 3)]


def test_hues_go_around() -> None:
    shape = CLOUD_SHAPES["HSV cylinder"]
    red, yellow, blue = (
        np.array([[each]], np.uint8).reshape(1, 3) for each in ((255, 0, 0), (255, 255, 0), (0, 0, 255))
    )
    coords = coordinates(np.concatenate([red, yellow, blue]), shape)
    ranges = Ranges(low=(60, 0, 0), high=(300, 100, 100), around=True)
    depth = relative_depth(coords, ColorSelection(shape=shape, ranges=ranges))
    assert np.allclose(depth, [0, 1, 2])

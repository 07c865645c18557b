"""A series: classes that mean the same in every picture, and pictures in other light."""

from dataclasses import replace

import numpy as np

from kseg_core import ColorHistogram, KMeansSettings, RgbImage, color_histogram, segment
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.histogram import pooled_histogram
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment_histogram
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.measure.classes import MeasureClass, one_each
from kseg_core.measure.region import RegionShape, ShapeKind
from kseg_core.measure.series import ClassModel, class_model, measure_photo, with_edits
from kseg_core.measure.settings import MeasureSettings

SETTINGS = KMeansSettings(k=3, color_space="CIELAB")
SOIL, LEAF, SKY = (120, 80, 50), (60, 130, 40), (150, 180, 230)


def plot(leaf: float, *, seed: int, light: float = 1.0) -> RgbImage:
    """Three bands with noise: the share of leaf that is asked for, a quarter of sky and the rest soil."""
    colors = np.repeat([LEAF, SKY, SOIL], [round(160 * leaf), 40, 120 - round(160 * leaf)], axis=0)
    rows = np.random.default_rng(seed).normal(np.repeat(colors[:, None], 60, axis=1), 6.0)
    return RgbImage(pixels=np.clip(light * rows, 0, 255).astype(np.uint8))


def model_of(image: RgbImage, settings: KMeansSettings = SETTINGS, **edits: object) -> ClassModel:
    fitted = segment(image, settings)
    histogram = color_histogram(smoothed(image, settings.smoothing))
    return with_edits(class_model(fitted, histogram), PaletteEdits(**edits))


def measuring(model: ClassModel) -> MeasureSettings:
    return MeasureSettings(classes=one_each(model.fitted.palette, model.fitted.members))


REFERENCE = plot(0.5, seed=1)


def test_a_picture_measured_with_its_own_fit_has_the_numbers_of_its_fit():
    for settings in (SETTINGS, replace(SETTINGS, smoothing=2.0), replace(SETTINGS, engine="opencv")):
        model, alone = model_of(REFERENCE, settings), segment(REFERENCE, settings)
        measured = measure_photo(REFERENCE, model, measuring(model))
        assert np.mean(measured.segmentation.labels != alone.labels) < 1e-3
        assert np.abs(measured.measured.areas.pixels[:-1] - alone.counts).max() < 10
        assert abs(measured.segmentation.wcss / alone.wcss - 1) < 1e-3
        assert abs(measured.segmentation.total_ss / alone.total_ss - 1) < 1e-6
        assert measured.measured.far_share <= 0.01 + 1e-3
        assert measured.measured.fits


def test_a_class_means_the_same_where_it_is_rare_and_where_it_is_missing():
    model = model_of(REFERENCE)
    for share in (0.5, 0.1, 0.0):
        areas = measure_photo(plot(share, seed=2), model, measuring(model)).measured.areas
        leaf, soil, sky = areas.shares[:3]
        assert abs(leaf - share) < 0.002
        assert abs(soil - (0.75 - share)) < 0.002
        assert abs(sky - 0.25) < 0.002
    alone = segment(plot(0.0, seed=2), SETTINGS)
    assert alone.shares.min() > 0.05, "fitted anew, one of the clusters means something else"


def test_other_light_is_noticed():
    model = model_of(REFERENCE)
    assert measure_photo(plot(0.3, seed=3), model, measuring(model)).measured.fits
    for light in (0.85, 1.15):
        lit = measure_photo(plot(0.3, seed=3, light=light), model, measuring(model))
        assert not lit.measured.fits
        assert lit.measured.far_share > 0.1


def test_far_pixels_outside_the_region_do_not_count():
    model = model_of(REFERENCE)
    pixels = REFERENCE.pixels.copy()
    pixels[:, :20] = (255, 0, 255)
    image = RgbImage(pixels=pixels)
    whole = measure_photo(image, model, measuring(model))
    assert whole.measured.far_share > 0.3
    kept = RegionShape(kind=ShapeKind.RECTANGLE, points=((20, 0), (59, 159)))
    inside = measure_photo(image, model, replace(measuring(model), region=(kept,)))
    assert inside.measured.fits
    assert inside.measured.areas.measured == 40 * 160


def test_edits_are_made_in_every_picture_and_numbers_stay():
    edits = {"merges": ((1, 2),), "replacements": ((0, (1, 2, 3)),), "specks": 5}
    model = model_of(REFERENCE, **edits)
    bare = plot(0.0, seed=2)
    result = measure_photo(bare, model, measuring(model))
    assert result.edited.members == ((0,), (1, 2))
    assert result.edited.palette[0].tolist() == [1, 2, 3]
    assert result.edited.counts.tolist() == [0, bare.n_opaque]
    assert set(np.unique(result.edited.labels)) == {1}
    assert result.measured.objects is not None
    assert result.measured.objects.classes.tolist() == [1]


def test_a_color_range_is_a_class_in_every_picture():
    model = model_of(REFERENCE)
    shape = next(shape for shape in CLOUD_SHAPES.values() if shape.title == "RGB cube")
    blue = ColorSelection(shape=shape, ranges=Ranges(low=(0.0, 0.0, 200.0), high=(255.0, 255.0, 255.0)))
    settings = MeasureSettings(classes=(MeasureClass(name="sky", color=(0, 0, 255), selection=blue),))
    for share in (0.5, 0.1):
        areas = measure_photo(plot(share, seed=2), model, settings).measured.areas
        assert abs(areas.shares[0] - 0.25) < 0.002


def test_transparent_pixels_are_in_no_class():
    alpha = np.full(REFERENCE.pixels.shape[:2], 255, np.uint8)
    alpha[:, 0] = 0
    model = model_of(REFERENCE)
    result = measure_photo(RgbImage(pixels=REFERENCE.pixels, alpha=alpha), model, measuring(model))
    assert (result.measured.class_map[:, 0] == NO_LABEL).all()
    assert result.segmentation.n_pixels == result.measured.areas.measured == 59 * 160


def test_centroids_of_all_pictures_together_are_those_of_their_pixels():
    images = [plot(share, seed=seed) for seed, share in enumerate((0.7, 0.1))]
    pooled = pooled_histogram(map(color_histogram, images))
    side_by_side = RgbImage(pixels=np.concatenate([each.pixels for each in images]))
    expected: ColorHistogram = color_histogram(side_by_side)
    assert np.array_equal(pooled.colors, expected.colors)
    assert np.array_equal(pooled.counts, expected.counts)
    fitted = segment_histogram(pooled, replace(SETTINGS, engine="opencv"))
    assert np.array_equal(fitted.centers, segment(side_by_side, SETTINGS).centers)


def test_the_range_of_a_share_holds_it_whether_or_not_a_class_is_left_out():
    model = model_of(REFERENCE)
    classes = one_each(model.fitted.palette, model.fitted.members)
    for is_out in (False, True):
        settings = MeasureSettings(classes=(replace(classes[0], is_left_out=is_out), *classes[1:]))
        measured = measure_photo(plot(0.3, seed=4), model, settings, finds_objects=False).measured
        assert measured.objects is None
        assert measured.ranges is not None
        shares = measured.areas.shares
        assert (measured.ranges.low <= shares).all()
        assert (shares <= measured.ranges.high).all()
        assert (measured.ranges.high - measured.ranges.low)[1] > 0.005

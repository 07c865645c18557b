"""How long a pixel is: what files say, what is drawn, and photos that were scaled when they were read."""

import io
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from kseg_core import SettingsError, decode_image
from kseg_core.framing import Framing
from kseg_core.measure.ruler import Scale, ScaleSource, Unit, ruler, scale_of_file, scale_of_length
from kseg_core.measure.scale_bar import bar_length, draw_scale_bar
from kseg_core.preparation import UNTOUCHED, Preparation

_HALF = Preparation(scaled=(400, 100))
"""Each pixel is two pixels of the file wide."""


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_file_that_carries_a_resolution_names_a_scale(kind: str) -> None:
    prepared = saved(kind, dpi=(254, 254))
    scale = scale_of_file(prepared)
    assert scale is not None
    assert (scale.unit, scale.source) == (Unit.MILLIMETER, ScaleSource.FILE)
    assert scale.pixels_per_unit == pytest.approx(10, rel=1e-3)
    assert prepared.has_pixels_of_file


def saved(kind: str, **options: Any) -> Preparation:
    stream = io.BytesIO()
    Image.fromarray(np.zeros((4, 6, 3), np.uint8)).save(stream, kind, **options)
    return decode_image(stream.getvalue()).prepared


def exif(per_unit: float | None, unit: int) -> Image.Exif:
    tags = Image.Exif()
    tags[274] = 1
    if per_unit is not None:
        tags[282] = tags[283] = per_unit
        tags[296] = unit
    return tags


def tiff(unit: int, description: str = "", *, per_unit: float = 3.1) -> ImageFileDirectory_v2:
    tags = ImageFileDirectory_v2()
    tags[282] = tags[283] = per_unit
    tags[296], tags[270] = unit, description
    return tags


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "GIF"])
def test_files_without_one_or_with_oblong_pixels_name_none(kind: str) -> None:
    assert scale_of_file(saved(kind)) is None
    assert scale_of_file(saved(kind, dpi=(100, 200))) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_resolution_is_taken_from_exif_with_its_unit(kind: str) -> None:
    assert saved(kind, exif=exif(600, 2)).dpi == 600
    assert saved(kind, exif=exif(100, 3)).dpi == 254
    assert saved(kind, exif=exif(100, 1)).dpi is None
    assert saved(kind, exif=exif(None, 1)).dpi is None


def test_the_scale_of_a_microscope_is_taken_from_a_file_of_imagej() -> None:
    scale = scale_of_file(saved("TIFF", tiffinfo=tiff(1, "ImageJ=1.54f\nunit=micron\nmin=0\n")))
    assert scale is not None
    assert scale.pixels_per_unit == pytest.approx(3.1)
    assert scale.unit is Unit.MICROMETER
    assert saved("TIFF", tiffinfo=tiff(1, "ImageJ=1.54f\nunit=parsec\n")).dpi is None
    assert saved("TIFF", tiffinfo=tiff(1, "unit=micron")).dpi is None
    assert saved("TIFF", tiffinfo=tiff(3, per_unit=100)).dpi == 254


def test_a_known_length_makes_a_scale_in_pixels_of_the_file() -> None:
    ends = ((10, 10), (40, 50))
    scale = scale_of_length(ends, 5, Unit.CENTIMETER, UNTOUCHED)
    assert (scale.pixels_per_unit, scale.source) == (10, ScaleSource.LENGTH)
    scale = scale_of_length(ends, 5, Unit.CENTIMETER, _HALF)
    assert scale.pixels_per_unit == 20
    assert ruler(_HALF, scale).pixel == 0.1
    assert (ruler(_HALF, None).pixel, ruler(_HALF, None).area, ruler(_HALF, None).unit) == (2, 4, "px")
    assert ruler(UNTOUCHED, scale).area == 0.05**2


@pytest.mark.parametrize(
    ("ends", "length"), [(((1, 1), (1, 1)), 5), (((1, 1), (2, 1)), 0), (((1, 1), (2, 1)), math.nan)]
)
def test_lengths_that_say_nothing_are_refused(
    ends: tuple[tuple[int, int], tuple[int, int]], length: float
) -> None:
    with pytest.raises(SettingsError):
        scale_of_length(ends, length, Unit.METER, UNTOUCHED)


def test_a_scale_bar_has_a_round_length_and_is_as_long_as_it_says() -> None:
    of_mm = ruler(UNTOUCHED, Scale(pixels_per_unit=30, unit=Unit.MILLIMETER))
    assert bar_length(of_mm, 600) == 5
    assert bar_length(of_mm, 479) == 2
    assert bar_length(of_mm, 5) == pytest.approx(0.02)
    ground = np.full((300, 600, 3), 100, np.uint8)
    drawn = draw_scale_bar(ground, of_mm)
    assert (ground == 100).all()
    rows = np.flatnonzero((drawn == 255).all(axis=2).sum(axis=1) >= 150)
    assert ((drawn[rows[0]] == 255).all(axis=1)).sum() == 150
    assert (drawn[:150] == 100).all()
    np.testing.assert_array_equal(draw_scale_bar(ground[:8, :8], of_mm), ground[:8, :8])


def test_a_photo_that_was_scaled_down_turned_and_cropped_keeps_the_scale_of_its_file() -> None:
    stream = io.BytesIO()
    Image.fromarray(np.zeros((40, 80, 3), np.uint8)).save(stream, "PNG", dpi=(254, 254))
    image = decode_image(stream.getvalue(), max_pixels=800)
    framed = image.frame(Framing(quarter_turns=1, crop=(2, 3, 10, 20))).prepared
    assert ruler(framed, scale_of_file(framed)).pixel == pytest.approx(0.2, rel=1e-3)
    drawn = scale_of_length(((0, 0), (0, 19)), 3.8, Unit.MILLIMETER, framed)
    assert drawn.pixels_per_unit == pytest.approx(10)


def test_a_resolution_that_no_picture_can_have_offers_no_scale() -> None:
    for dpi in (1e-200, 1e200):
        assert scale_of_file(replace(UNTOUCHED, dpi=dpi)) is None

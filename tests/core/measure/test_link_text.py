"""Classes, region and scale in a link come back as they went in."""

import numpy as np
import pytest

from kseg_core import SettingsError
from kseg_core.cloud.outline import outline_of
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.link_text import (
    CHOSEN_MAX,
    chosen_text,
    classes_text,
    parse_chosen,
    parse_classes,
    parse_region,
    parse_scale,
    region_text,
    scale_text,
)
from kseg_core.measure.region import RegionShape, ShapeKind, mask_shape
from kseg_core.measure.ruler import Scale, ScaleSource, Unit

_SHAPE = next(iter(CLOUD_SHAPES.values()))
_CLASSES = (
    MeasureClass(name="plant", color=(46, 125, 50), clusters=(0, 3)),
    MeasureClass(name="sp. 2~b_c-d é 5 %2E", color=(1, 2, 3), is_left_out=True),
    MeasureClass(
        name="red",
        color=(255, 0, 0),
        selection=ColorSelection(
            shape=_SHAPE, ranges=Ranges(low=(0.0, 1.0, 2.0), high=(10.0, 20.0, 255.0), around=True)
        ),
    ),
    MeasureClass(
        name="drawn",
        color=(0, 0, 255),
        clusters=(1,),
        selection=ColorSelection(
            shape=_SHAPE, outline=outline_of(_SHAPE, (0, 1), [(-10, 5), (100, 20), (50, 200)])
        ),
    ),
)
_REGION = (
    RegionShape(kind=ShapeKind.RECTANGLE, points=((0, 1), (20, 30))),
    RegionShape(kind=ShapeKind.ELLIPSE, points=((5, 5), (9, 9)), is_left_out=True),
    RegionShape(kind=ShapeKind.POLYGON, points=((0, 0), (9, 0), (4, 8))),
)


def test_classes_come_back() -> None:
    assert classes_text(_CLASSES[:1]) == "plant.2e7d32.0-3"
    assert parse_classes(classes_text(_CLASSES)) == _CLASSES
    assert parse_classes("") == ()


def test_region_and_scale_come_back() -> None:
    scale = Scale(pixels_per_unit=12.5, unit=Unit.MICROMETER, source=ScaleSource.FILE)
    assert region_text(_REGION) == "r.0.1.20.30~-e.5.5.9.9~p.0.0.9.0.4.8"
    assert parse_region(region_text(_REGION)) == _REGION
    assert scale_text(scale) == "12.5_µm_file"
    assert parse_scale(scale_text(scale)) == scale
    mask = (mask_shape(np.eye(9, 7) > 0, is_left_out=True),)
    assert parse_region(region_text(mask)) == mask
    assert region_text(mask).startswith("-m.7.9.")
    assert parse_region("") == ()
    assert parse_scale("") is None


@pytest.mark.parametrize(
    "text",
    [
        "plant",
        "a.b.c",
        "a.ff0000.99",
        "a.ff0000.0~b.00ff00.0",
        "a.ff0000.0.BOX___",
        "a.ff0000..CIELUV_0_0_0_9_9_inf__",
        "a.ff0000..CIELUV_0_0_0_9_9_1e308__",
        "~",
        "x" * 9999,
    ],
)
def test_nonsense_about_classes_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_classes(text)


@pytest.mark.parametrize(
    "text",
    [
        "r.1.2.3",
        "q.1.2.3.4",
        "r.1.2.3.4.5.6",
        "p.1.2.3.4",
        "m.7.9.a",
        "m.7.9.%%",
        "r.1.2.3.4.5",
        "~",
        "~".join(["r.1.2.3.4"] * 17),
    ],
)
def test_nonsense_about_a_region_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_region(text)


def test_chosen_objects_come_back_from_a_link() -> None:
    assert chosen_text((0, 16, 202)) == "1-17-203"
    assert parse_chosen("17-1-203") == (0, 16, 202)
    assert parse_chosen("") == ()
    assert chosen_text(range(CHOSEN_MAX + 1)) == ""
    for text in ("0", "1-", "a", "1" * 9, "-".join(["1"] * (CHOSEN_MAX + 1))):
        with pytest.raises(SettingsError):
            parse_chosen(text)


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "0_mm_given",
        "nan_mm_given",
        "1_mile_given",
        "1_mm_guess",
        "inf_m_file",
        "1e-200_mm_given",
        "1e300_mm_given",
    ],
)
def test_nonsense_about_a_scale_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_scale(text)

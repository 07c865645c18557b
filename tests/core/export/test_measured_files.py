"""What is measured, read back from every file: tables, label images, outlines."""

import json

import cv2
import numpy as np
import pytest
import roifile

from kseg_core.errors import SettingsError
from kseg_core.export.measured_files import (
    areas_csv,
    class_numbers,
    encode_numbers_png,
    object_numbers,
    objects_csv,
)
from kseg_core.export.object_files import object_parts, object_rois, objects_coco, objects_geojson
from kseg_core.image import NO_LABEL
from kseg_core.measure.areas import class_areas
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.measured import Measured
from kseg_core.measure.objects import ObjectSettings, find_objects
from kseg_core.measure.ruler import Ruler, Scale, Unit
from kseg_core.measure.settings import MeasureSettings

_MAP = np.array(
    [
        [0, 0, 0, 2, 2, 1],
        [0, 2, 0, 2, 1, 2],
        [0, 0, 0, 2, 2, 2],
        [2, 2, 2, 1, 1, NO_LABEL],
    ],
    np.uint8,
)
"""A ring, two pixels that meet at a corner, and a bar; one pixel is not measured."""


@pytest.fixture(scope="module")
def measured() -> Measured:
    objects = ObjectSettings(fills_holes=False, smallest=1)
    settings = MeasureSettings(
        classes=(MeasureClass(name="ring", color=(255, 0, 0)), MeasureClass(name="=rest", color=(0, 0, 255))),
        scale=Scale(pixels_per_unit=2, unit=Unit.MILLIMETER),
        objects=objects,
    )
    pixels = np.zeros((*_MAP.shape, 3), np.uint8)
    return Measured(
        settings=settings,
        ruler=Ruler(pixel=0.5, unit="mm"),
        class_map=_MAP,
        areas=class_areas(_MAP, 2),
        objects=find_objects(_MAP, 2, pixels, objects),
    )


def test_areas_are_one_tidy_table_with_units(measured: Measured) -> None:
    lines = areas_csv(measured, "a.png").decode("utf-8-sig").splitlines()
    assert lines == [
        "photo,class,share,pixels,area (mm²),objects",
        f"a.png,ring,{8 / 23},8,2.0,1",
        f"a.png,'=rest,{4 / 23},4,1.0,2",
        f"a.png,other,{11 / 23},11,2.75,0",
    ]


def test_objects_are_another_in_the_unit_of_the_scale(measured: Measured) -> None:
    head, *lines = (
        line.split(",") for line in objects_csv(measured, "a.png").decode("utf-8-sig").splitlines()
    )
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert [row["class"] for row in rows] == ["ring", "'=rest", "'=rest"]
    assert [row["area (mm²)"] for row in rows] == ["2.0", "0.5", "0.5"]
    assert [row["left (px)"] for row in rows] == ["0", "4", "3"]
    assert rows[0]["centroid x (px)"] == "1.0"


def test_label_images_number_classes_and_objects_from_one(measured: Measured) -> None:
    classes = cv2.imdecode(
        np.frombuffer(encode_numbers_png(class_numbers(measured)), np.uint8), cv2.IMREAD_UNCHANGED
    )
    assert classes.dtype == np.uint16
    np.testing.assert_array_equal(classes, np.where(_MAP == NO_LABEL, 0, _MAP + 1))
    numbers = object_numbers(measured)
    assert numbers.tolist()[0] == [1, 1, 1, 0, 0, 2]
    with pytest.raises(SettingsError, match="65,535"):
        encode_numbers_png(np.array([[0, 65536]], np.uint32))


def test_outlines_have_the_area_of_the_pixels_and_their_holes(measured: Measured) -> None:
    assert measured.objects is not None
    (ring,) = object_parts(measured.objects, 0)
    assert sorted(map(tuple, ring.outline.tolist())) == [(0, 0), (0, 3), (3, 0), (3, 3)]
    assert [sorted(map(tuple, hole.tolist())) for hole in ring.holes] == [[(1, 1), (1, 2), (2, 1), (2, 2)]]
    content = json.loads(objects_geojson(measured, "a"))
    for row, feature in enumerate(content["features"]):
        geometry = feature["geometry"]
        polygons = (
            geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        )
        area = sum(
            cv2.contourArea(np.float32(rings[0]))
            - sum(cv2.contourArea(np.float32(hole)) for hole in rings[1:])
            for rings in polygons
        )
        assert area == measured.objects.areas[row]
        assert all(ring[0] == ring[-1] for rings in polygons for ring in rings)
    first = content["features"][0]["properties"]
    assert (first["objectType"], first["name"]) == ("detection", "1")
    assert first["classification"] == {"name": "ring", "color": [255, 0, 0]}
    assert first["measurements"]["area (mm²)"] == 2.0


@pytest.mark.parametrize("seed", range(8))
def test_outlines_of_ragged_objects_do_not_touch_themselves(seed: int) -> None:
    """GeoJSON and COCO know no other polygons."""
    class_map = (np.random.default_rng(seed).random((12, 12)) < 0.4).astype(np.uint8)
    how = ObjectSettings(fills_holes=False, smooths=False, smallest=1)
    objects = find_objects(class_map, 1, np.zeros((12, 12, 3), np.uint8), how)
    for row, area in enumerate(objects.areas.tolist()):
        parts = object_parts(objects, row)
        loops = [loop for part in parts for loop in (part.outline, *part.holes)]
        assert all(len({*map(tuple, loop.tolist())}) == len(loop) for loop in loops)
        assert -sum(cv2.contourArea(np.float32(loop), oriented=True) for loop in loops) == area
        for part in parts:
            drawn = np.zeros((13, 13), np.uint8)
            cv2.fillPoly(drawn, [part.outline], 1)
            assert all(drawn[y, x] for hole in part.holes for x, y in hole.tolist())


def test_coco_gives_back_the_pixels(measured: Measured) -> None:
    content = json.loads(objects_coco(measured, file_name="a.png"))
    assert measured.objects is not None
    assert [each["name"] for each in content["categories"]] == ["ring", "=rest"]
    for row, annotation in enumerate(content["annotations"]):
        expected = measured.objects.numbers == measured.objects.ids[row]
        if isinstance(annotation["segmentation"], dict):
            counts = annotation["segmentation"]["counts"]
            flat = np.repeat(np.arange(len(counts)) % 2, counts)
            mask = flat.reshape(annotation["segmentation"]["size"], order="F")
            np.testing.assert_array_equal(mask, expected)
        else:
            area = sum(
                cv2.contourArea(np.float32(ring).reshape(-1, 2)) for ring in annotation["segmentation"]
            )
            assert area == expected.sum() == annotation["area"]
        left, top, width, height = annotation["bbox"]
        assert expected[top : top + height, left : left + width].sum() == annotation["area"]


def test_imagej_reads_the_outlines(measured: Measured) -> None:
    assert measured.objects is not None
    files = dict(object_rois(measured))
    assert list(files) == ["00001-ring.roi", "00002-=rest.roi", "00003-=rest.roi"]
    rois = [roifile.ImagejRoi.frombytes(data) for data in files.values()]
    for row, roi in enumerate(rois):
        area = 0.0
        for path in roi.coordinates(multi=True) if roi.composite else [roi.coordinates()]:
            area -= cv2.contourArea(np.float32(path), oriented=True)
        assert area == measured.objects.areas[row]
        left, top, width, height = measured.objects.boxes[row].tolist()
        assert (roi.left, roi.top) == (left, top)
        assert (roi.right, roi.bottom) == (left + width + 1, top + height + 1)
    assert [roi.name for roi in rois] == [name.removesuffix(".roi") for name in files]
    assert [roi.stroke_color[1:] for roi in rois] == [b"\xff\0\0", b"\0\0\xff", b"\0\0\xff"]
    assert [roi.composite for roi in rois] == [True, True, False]

"""Objects as outlines for other programs: GeoJSON, COCO and regions of ImageJ.

Outlines run along the sides of the pixels, so that the area inside is the number of pixels.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.export.archive import File
from kseg_core.export.borders import Loop, border_arcs, closed_outlines
from kseg_core.export.file_names import file_stem
from kseg_core.image import NO_LABEL
from kseg_core.measure.measured import Measured
from kseg_core.measure.objects import Objects
from kseg_core.measure.tables import class_names, objects_table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A part of an object: the outline around it, and those of its holes, in corners of pixels."""

    outline: Loop
    holes: tuple[Loop, ...]


def object_parts(objects: Objects, row: int) -> list[Part]:
    """The outlines of an object. None touches itself: pixels that meet at a corner only are in two parts."""
    left, top, width, height = objects.boxes[row].tolist()
    inside = objects.numbers[top : top + height, left : left + width] == objects.ids[row]
    labels = np.where(inside, np.uint8(0), np.uint8(NO_LABEL))
    arcs = border_arcs(labels, np.where(inside, np.int32(0), np.int32(-1)))
    loops = [loop for each in closed_outlines(arcs, np.array([True, False])) for loop in _simple(each)]
    around = [loop for loop in loops if _signed_area(loop) < 0]
    holes = [loop for loop in loops if _signed_area(loop) > 0]
    corner = np.array([left, top], np.int32)
    if len(around) == 1:
        return [Part(outline=around[0] + corner, holes=tuple(hole + corner for hole in holes))]
    # The middle of a pixel of each.
    middles = np.array([hole[np.lexsort(hole.T)[0]] for hole in holes]).reshape(-1, 2) + 0.5
    return [
        Part(
            outline=outline + corner,
            holes=tuple(holes[number] + corner for number in _inside(middles, outline)),
        )
        for outline in around
    ]


def _simple(loop: Loop) -> Iterator[Loop]:
    """A closed outline cut where it comes back to a corner."""
    path: list[tuple[int, int]] = []
    place: dict[tuple[int, int], int] = {}
    for x, y in loop.tolist():
        if (x, y) in place:
            start = place[x, y]
            yield np.array(path[start:], np.int32)
            for passed in path[start:]:
                del place[passed]
            del path[start:]
        place[x, y] = len(path)
        path.append((x, y))
    yield np.array(path, np.int32)


def objects_geojson(measured: Measured, title: str) -> str:
    """One feature an object, as QuPath reads them: polygons in pixels, with class, color and measures."""
    objects, classes = _objects(measured), measured.settings.classes
    measures = {
        name: np.asarray(values)
        for name, values in objects_table(measured).items()
        if name not in ("object", "class")
    }

    def feature(row: int) -> dict[str, object]:
        polygons = [
            [_ring(part.outline), *(_ring(hole) for hole in part.holes)]
            for part in object_parts(objects, row)
        ]
        is_one = len(polygons) == 1
        of = classes[objects.classes[row]]
        numbers = {name: values[row].item() for name, values in measures.items()}
        return {
            "type": "Feature",
            "geometry": {
                "type": "Polygon" if is_one else "MultiPolygon",
                "coordinates": polygons[0] if is_one else polygons,
            },
            "properties": {
                "objectType": "detection",
                "name": str(row + 1),
                "classification": {"name": of.name, "color": list(of.color)},
                "measurements": {name: number for name, number in numbers.items() if math.isfinite(number)},
            },
        }

    head = {"type": "FeatureCollection", "name": title}
    return _with_list(head, "features", map(feature, range(objects.n_objects)))


def objects_coco(measured: Measured, *, file_name: str) -> str:
    """The objects in the format of the COCO data set.

    A segmentation is a list of polygons, or for an object with holes uncompressed run lengths.
    """
    objects, names = _objects(measured), class_names(measured)[:-1]
    height, width = objects.numbers.shape

    def annotation(row: int) -> dict[str, object]:
        return {
            "id": row + 1,
            "image_id": 1,
            "category_id": int(objects.classes[row]) + 1,
            "bbox": objects.boxes[row].tolist(),
            "area": int(objects.areas[row]),
            "iscrowd": 0,
            "segmentation": _coco_segmentation(objects, row),
        }

    head = {
        "images": [{"id": 1, "file_name": file_name, "width": width, "height": height}],
        "categories": [{"id": number, "name": name} for number, name in enumerate(names, start=1)],
    }
    return _with_list(head, "annotations", map(annotation, range(objects.n_objects)))


def object_rois(measured: Measured) -> Iterator[File]:
    """A region for each object, in the color of its class, for the ROI Manager of ImageJ.

    An object with holes or several parts is a composite selection, all others are polygons.
    """
    from roifile import ROI_TYPE, ImagejRoi  # takes 25 ms, and few need it

    objects, classes = _objects(measured), measured.settings.classes
    for row in range(objects.n_objects):
        of = classes[objects.classes[row]]
        number = f"{row + 1:05d}"
        loops = [loop for part in object_parts(objects, row) for loop in (part.outline, *part.holes)]
        roi = ImagejRoi.frompoints(np.concatenate(loops), name=f"{number}-{of.name}")
        if len(loops) > 1:
            roi.multi_coordinates = np.concatenate([_path(loop) for loop in loops])
            roi.shape_roi_size = len(roi.multi_coordinates)
            roi.roitype, roi.n_coordinates = ROI_TYPE.RECT, 0
        roi.stroke_color = bytes([255, *of.color])
        yield f"{number}-{file_stem(of.name)}.roi", roi.tobytes()


def _path(loop: Loop) -> NDArray[np.float32]:
    """A closed outline as a path of ImageJ: 0 = move to, 1 = line to, 4 = close."""
    lines = np.column_stack([np.ones(len(loop)), loop]).astype(np.float32)
    lines[0, 0] = 0
    return np.append(lines.ravel(), np.float32(4))


def _with_list(head: Mapping[str, object], name: str, entries: Iterable[dict[str, object]]) -> str:
    """JSON with a long list last, whose entries are made one at a time."""
    dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'{dumps(head)[:-1]},"{name}":[{",".join(map(dumps, entries))}]}}'


def _objects(measured: Measured) -> Objects:
    if measured.objects is None:
        raise ValueError("the measurement has no objects")
    return measured.objects


def _coco_segmentation(objects: Objects, row: int) -> list[list[int]] | dict[str, list[int]]:
    parts = object_parts(objects, row)
    if not any(part.holes for part in parts):
        return [part.outline.ravel().tolist() for part in parts]
    height, width = objects.numbers.shape
    left, top, box_width, box_height = objects.boxes[row].tolist()
    columns = np.zeros((box_width, height), np.bool_)
    part = objects.numbers[top : top + box_height, left : left + box_width]
    columns[:, top : top + box_height] = (part == objects.ids[row]).T
    flat = columns.ravel()
    changes = np.flatnonzero(np.diff(flat, prepend=False, append=False)) + left * height
    counts = np.diff([0, *changes.tolist(), width * height]).tolist()
    return {"size": [height, width], "counts": counts}


def _signed_area(loop: Loop) -> float:
    return float(cv2.contourArea(loop.astype(np.float32), oriented=True))


def _inside(points: NDArray[np.float64], outline: Loop) -> list[int]:
    """The numbers of the points (N, 2) that lie inside an outline."""
    near = np.flatnonzero(((points > outline.min(axis=0)) & (points < outline.max(axis=0))).all(axis=1))
    polygon = outline.astype(np.float32)
    return [
        number
        for number in near.tolist()
        if cv2.pointPolygonTest(polygon, points[number].tolist(), measureDist=False) > 0
    ]


def _ring(loop: NDArray[np.int32]) -> list[list[int]]:
    return [*loop.tolist(), loop[0].tolist()]

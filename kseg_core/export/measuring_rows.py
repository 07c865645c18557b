"""The rows of the table of files that hold what was measured."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.pictures import encode_lossless
from kseg_core.errors import SettingsError
from kseg_core.export.archive import ZIP_MIME, write_archive
from kseg_core.export.export_file import ExportFile, ExportGroup
from kseg_core.export.measured_files import (
    areas_csv,
    class_numbers,
    encode_numbers_png,
    object_numbers,
    objects_csv,
)
from kseg_core.export.measured_report import outlined_photo
from kseg_core.export.object_files import object_rois, objects_coco, objects_geojson
from kseg_core.export.request import ExportRequest
from kseg_core.export.result_files import encode_cut_out, encode_label_array
from kseg_core.image import RgbImage
from kseg_core.measure.measured import Measured


def _measured(request: ExportRequest) -> Measured:
    if request.measured is None:
        raise SettingsError(_NO_CLASSES)
    return request.measured


def _numbered_outlines(request: ExportRequest) -> bytes:
    pixels = outlined_photo(request.image, _measured(request))
    return encode_lossless(RgbImage(pixels=pixels, digest="numbered")).data


def _why_not_measured(request: ExportRequest) -> str:
    return "" if request.measured is not None else _NO_CLASSES


def _why_no_objects(request: ExportRequest, *, most: int | None = None, instead: str = "") -> str:
    """Why there are no objects, or more than a file can hold."""
    if request.measured is None:
        return _NO_CLASSES
    objects = request.measured.objects
    if objects is None:
        return request.measured.no_objects or "No objects were looked for."
    if not objects.n_objects:
        return "There are no objects in these bounds."
    if most is not None and objects.n_objects > most:
        return f"These are {objects.n_objects:,} objects, and this file holds at most {most:,}. {instead}"
    return ""


_FEWER = "Set a larger *Smallest* under *Objects*."
_why_no_rows = partial(_why_no_objects, most=100_000, instead=_FEWER)
_why_no_outlines = partial(_why_no_objects, most=50_000, instead=_FEWER)
_why_no_16_bits = partial(_why_no_objects, most=65_535, instead="Take NumPy instead.")


def _in_chosen(request: ExportRequest) -> NDArray[np.bool_]:
    """The pixels of the chosen objects."""
    numbers = object_numbers(_measured(request))
    is_chosen = np.zeros(int(numbers.max()) + 1, np.bool_)
    is_chosen[[row + 1 for row in request.chosen]] = True
    return is_chosen[numbers]


_NO_CLASSES = "Name a class in *Measure* first."

MEASURING_FILES = (
    ExportFile(
        label="Areas, CSV",
        icon="table",
        help="One row for each class: share with its range, pixels, area in the unit of the scale, objects.",
        group=ExportGroup.MEASUREMENTS,
        ending="-areas.csv",
        word="areas",
        mime="text/csv",
        make=lambda request: areas_csv(_measured(request), request.title),
        why_not=_why_not_measured,
    ),
    ExportFile(
        label="Objects, CSV",
        icon="table",
        help="One row for each object: class, place, area, perimeter, axes, shape, mean color.",
        group=ExportGroup.MEASUREMENTS,
        ending="-objects.csv",
        word="objects",
        mime="text/csv",
        make=lambda request: objects_csv(_measured(request), request.title),
        why_not=_why_no_rows,
    ),
    ExportFile(
        label="Numbered outlines, PNG",
        icon="format_list_numbered",
        help="The photo with its objects outlined and numbered as in the table, and with a bar of the scale. "
        "Where numbers would cover each other, those of larger objects stand.",
        group=ExportGroup.MEASUREMENTS,
        ending="-numbered.png",
        word="numbered",
        mime="image/png",
        make=_numbered_outlines,
        why_not=_why_no_objects,
    ),
    ExportFile(
        label="Chosen objects cut out, PNG",
        icon="content_cut",
        help="The photo's own pixels in the objects that are chosen, transparent elsewhere.",
        group=ExportGroup.MEASUREMENTS,
        ending="-cut-objects.png",
        mime="image/png",
        make=lambda request: encode_cut_out(request.image, _in_chosen(request), request.cut.softness).data,
        why_not=lambda request: (
            _why_no_objects(request)
            or ("" if request.chosen else "Choose objects first: in picture or table.")
        ),
        is_kept=False,
    ),
    ExportFile(
        label="Classes, PNG",
        icon="grid_on",
        help="16-bit gray: the number of each pixel's class, counted from 1 in the order of the table; "
        "the last number is *other*, 0 is not measured.",
        group=ExportGroup.MEASUREMENTS,
        ending="-classes.png",
        word="classes",
        mime="image/png",
        make=lambda request: encode_numbers_png(class_numbers(_measured(request))),
        why_not=_why_not_measured,
        choice="Label images",
        with_several=True,
    ),
    ExportFile(
        label="Classes, NumPy",
        icon="data_array",
        help="The same for `numpy.load`: uint16, height × width.",
        group=ExportGroup.MEASUREMENTS,
        ending="-classes.npy",
        word="classes.npy",
        mime="application/octet-stream",
        make=lambda request: encode_label_array(class_numbers(_measured(request))),
        why_not=_why_not_measured,
        is_kept=False,
        choice="Label images",
    ),
    ExportFile(
        label="Objects, PNG",
        icon="grid_on",
        help="16-bit gray: the number of each pixel's object as in the table, 0 in none.",
        group=ExportGroup.MEASUREMENTS,
        ending="-objects.png",
        word="objects.png",
        mime="image/png",
        make=lambda request: encode_numbers_png(object_numbers(_measured(request))),
        why_not=_why_no_16_bits,
        choice="Label images",
        with_several=True,
    ),
    ExportFile(
        label="Objects, NumPy",
        icon="data_array",
        help="The same for `numpy.load`: uint16, above 65,535 objects uint32.",
        group=ExportGroup.MEASUREMENTS,
        ending="-objects.npy",
        word="objects.npy",
        mime="application/octet-stream",
        make=lambda request: encode_label_array(object_numbers(_measured(request))),
        why_not=_why_no_objects,
        is_kept=False,
        choice="Label images",
    ),
    ExportFile(
        label="Outlines, GeoJSON",
        icon="polyline",
        help="For QuPath and geographic programs: a polygon for each object, with its "
        "class and measures. In pixels.",
        group=ExportGroup.MEASUREMENTS,
        ending="-objects.geojson",
        word="geojson",
        mime="application/geo+json",
        make=lambda request: objects_geojson(_measured(request), request.title).encode(),
        why_not=_why_no_outlines,
        choice="Outlines of objects",
        with_several=True,
    ),
    ExportFile(
        label="Outlines, COCO JSON",
        icon="polyline",
        help="The format of the COCO data set, for programs that learn from labeled pictures.",
        group=ExportGroup.MEASUREMENTS,
        ending="-coco.json",
        word="coco",
        names_photo=True,
        mime="application/json",
        make=lambda request: objects_coco(_measured(request), file_name=request.script_source).encode(),
        why_not=_why_no_outlines,
        choice="Outlines of objects",
    ),
    ExportFile(
        label="Outlines, ImageJ ROI",
        icon="polyline",
        help="A ZIP for the ROI Manager of ImageJ and Fiji, in the colors of the classes.",
        group=ExportGroup.MEASUREMENTS,
        ending="-rois.zip",
        word="rois",
        mime=ZIP_MIME,
        make=lambda request: write_archive(object_rois(_measured(request))),
        why_not=_why_no_outlines,
        choice="Outlines of objects",
        with_several=True,
    ),
)
"""A part of `table.EXPORT_FILES`."""

"""Every file that a result can be exported to: one row of one table.

A new file is a row of `EXPORT_FILES`. The dialog offers every row, the ZIP holds every row, and the
tests make every row; nothing else names a single file.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kseg_core.csv_table import csv_table
from kseg_core.edits.cluster_table import cluster_table
from kseg_core.edits.cut import cut_mask
from kseg_core.encoding.pictures import JPEG_MAX_SIDE, WEBP_MAX_SIDE, encode_label_map, encode_lossless
from kseg_core.errors import SettingsError
from kseg_core.export.archive import ZIP_MIME, File, write_archive
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
from kseg_core.export.palettes.formats import PALETTE_FORMATS, PaletteFormat
from kseg_core.export.replay import replay_script
from kseg_core.export.report import report_html, settings_json
from kseg_core.export.request import WORKING_ENDING, ExportRequest
from kseg_core.export.result_files import (
    encode_cut_out,
    encode_label_array,
    encode_label_numbers,
    encode_mask,
    encode_result_jpeg,
    encode_result_webp,
)
from kseg_core.export.segments_svg import NODES_MAX, TOLERANCE, segment_outlines, segments_svg
from kseg_core.export.tutorial import tutorial_script
from kseg_core.image import RgbImage
from kseg_core.kmeans.settings import Engine, Swatch, Weighting
from kseg_core.measure.measured import Measured
from kseg_core.palette import hex_code
from kseg_core.recipe import recipe_json
from kseg_core.wording import percent


def _fits(side: int, kind: str) -> Callable[[ExportRequest], str]:
    def why_not(request: ExportRequest) -> str:
        fits = max(request.image.width, request.image.height) <= side
        return "" if fits else f"A {kind} has at most {side:,} pixels a side."

    return why_not


def _masks(request: ExportRequest) -> Iterator[File]:
    """One mask a cluster, numbered from 1 and named by its color."""
    for label, color in enumerate(request.edited.palette):
        name = f"{request.result_stem}-mask-{label + 1:02d}-{hex_code(color)[1:]}.png"
        yield name, encode_mask(request.edited.labels, label)


def _label_map_help(request: ExportRequest) -> str:
    return (
        f"8-bit gray: the number of each pixel's cluster, 0 to {request.edited.n_clusters - 1} as in the "
        "table, 255 where the photo is less than half opaque. Numbers this small look black in a viewer; a "
        "program reads them."
    )


def _svg(request: ExportRequest) -> str:
    edited, swatches = request.edited, request.swatches
    return segments_svg(
        segment_outlines(edited.labels, edited.n_clusters),
        edited.palette,
        tuple(f"{name}, {percent(share)}" for name, share in zip(swatches.names, edited.shares, strict=True)),
        width=request.image.width,
        height=request.image.height,
        title=request.title,
    )


def _palette(file_format: PaletteFormat, request: ExportRequest) -> bytes:
    return file_format.write(request.swatches)


def _replay_help(request: ExportRequest) -> str:
    source = "your own file" if request.photo_file else "the working PNG"
    about = (
        "Carries the centroids and every edit, assigns each pixel and paints. "
        f"On {source} it makes the very pixels of the PNG above."
    )
    if request.measured is not None:
        about += " It measures, too: the same areas and objects, without the ranges of the shares."
    return about


def _tutorial_help(request: ExportRequest) -> str:
    settings, edits = request.edited.settings, request.edited.edits
    about = "Finds the clusters itself with `cv2.kmeans` and makes what the engine *opencv* makes"
    if settings.engine != Engine.OPENCV:
        about += (
            ", close to what *fast* has made here but not the same pixels: it stops earlier, so colors often "
            "differ by a level or more, and pixels between two clusters may go to the other. *Replay* gives "
            "the very pixels"
        )
    about += "."
    if settings.weighting is Weighting.ACCENTS:
        about += " It keeps no accents, so it finds other clusters."
    if settings.swatch is not Swatch.MEAN:
        about += " It paints clusters with their means."
    if edits.merges or edits.replacements or edits.specks or settings.locked:
        about += " It knows no merged, replaced or locked colors and removes no specks."
    return about


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

_PALETTE_HELP = (
    "Read by "
    + "; ".join(f"{each.programs} (.{each.suffix})" for each in PALETTE_FORMATS if each.programs)
    + ". In the SVG each square is a shape filled with its color."
)

CLUSTER_TABLE = ExportFile(
    label="Table of the clusters, CSV",
    icon="table",
    help="One row for each cluster, one number in each cell: color, share, pixels, regions, contrast.",
    group=ExportGroup.PALETTE,
    ending="-clusters.csv",
    mime="text/csv",
    make=lambda request: csv_table(cluster_table(request.edited)),
    with_several=True,
)
"""It is offered under the table of the page too."""

EXPORT_FILES = (
    ExportFile(
        label="PNG",
        icon="image",
        help="An indexed PNG: exactly the colors shown, and the photo's own transparency from half opaque "
        "on, rounded to even steps where a palette of 256 entries needs that.",
        group=ExportGroup.PICTURES,
        ending=".png",
        mime="image/png",
        make=lambda request: (
            encode_label_map(request.edited.labels, request.edited.palette, alpha=request.image.alpha).data
        ),
        with_several=True,
    ),
    ExportFile(
        label="JPEG",
        icon="image",
        help="Close to the colors shown; white where the photo is less than half opaque.",
        group=ExportGroup.PICTURES,
        ending=".jpg",
        mime="image/jpeg",
        make=lambda request: encode_result_jpeg(request.edited.labels, request.edited.palette),
        why_not=_fits(JPEG_MAX_SIDE, "JPEG"),
    ),
    ExportFile(
        label="WebP",
        icon="image",
        help="Lossless: exactly the colors shown, and the photo's own transparency from half opaque on. "
        f"A WebP has at most {WEBP_MAX_SIDE:,} pixels a side.",
        group=ExportGroup.PICTURES,
        ending=".webp",
        mime="image/webp",
        make=lambda request: encode_result_webp(
            request.edited.labels, request.edited.palette, request.image.alpha
        ),
        why_not=_fits(WEBP_MAX_SIDE, "WebP"),
    ),
    ExportFile(
        label="Picked segments cut out, PNG",
        icon="content_cut",
        help="The photo's own pixels in the picked segments, transparent elsewhere.",
        group=ExportGroup.PICTURES,
        ending="-cut-out.png",
        mime="image/png",
        make=lambda request: (
            encode_cut_out(
                request.image,
                cut_mask(request.edited.labels, request.picked, request.cut),
                request.cut.softness,
            ).data
        ),
        why_not=lambda request: (
            ""
            if request.picked or request.cut.places
            else "Pick segments first: in the picture, the palette or the table."
        ),
        is_kept=False,
    ),
    ExportFile(
        label="Masks, ZIP of PNG",
        icon="filter_none",
        help="A black and white picture for each cluster.",
        group=ExportGroup.LABELS,
        ending="-masks.zip",
        mime=ZIP_MIME,
        make=lambda request: write_archive(_masks(request)),
        folder="masks/",
        unpacked=_masks,
        with_several=True,
    ),
    ExportFile(
        label="Label map, PNG",
        icon="grid_on",
        help=_label_map_help,
        group=ExportGroup.LABELS,
        ending="-labels.png",
        mime="image/png",
        make=lambda request: encode_label_numbers(request.edited.labels),
        with_several=True,
    ),
    ExportFile(
        label="Label map, NumPy",
        icon="data_array",
        help="The same for `numpy.load`: uint8, height × width.",
        group=ExportGroup.LABELS,
        ending="-labels.npy",
        mime="application/octet-stream",
        make=lambda request: encode_label_array(request.edited.labels),
        is_kept=False,
        with_several=True,
    ),
    ExportFile(
        label="Outlines, SVG",
        icon="polyline",
        help="Closed paths, those of a cluster in one, each going on under those painted later. They show "
        "every pixel as it is. If that takes too many nodes, specks are removed and the paths stay within "
        f"{TOLERANCE:g} pixel of the borders, or as near as {NODES_MAX:,} nodes allow. "
        "The file says how near that is.",
        group=ExportGroup.LABELS,
        ending=".svg",
        mime="image/svg+xml",
        make=lambda request: _svg(request).encode(),
    ),
    *(
        ExportFile(
            label=file_format.name,
            icon="palette",
            help=_PALETTE_HELP,
            group=ExportGroup.PALETTE,
            ending=f"-palette.{file_format.suffix}",
            mime=file_format.mime,
            make=partial(_palette, file_format),
            choice="Palette",
            folder="palette/",
            with_several=file_format.for_several,
        )
        for file_format in PALETTE_FORMATS
    ),
    CLUSTER_TABLE,
    ExportFile(
        label="Report to print, HTML",
        icon="print",
        help="One page that needs no network: photo, result, palette, numbers and the link to this view; "
        "on a second page what was measured.",
        group=ExportGroup.PALETTE,
        ending="-report.html",
        mime="text/html",
        make=lambda request: report_html(request).encode(),
        has_link=True,
    ),
    ExportFile(
        label="Settings and numbers, JSON",
        icon="data_object",
        help="The settings, the edits and the resulting numbers.",
        group=ExportGroup.PALETTE,
        ending="-settings.json",
        mime="application/json",
        make=lambda request: settings_json(request).encode(),
        has_link=True,
        with_several=True,
    ),
    ExportFile(
        label="Recipe, JSON",
        icon="receipt_long",
        help="Everything that made this: settings, edits, centroids, classes, region, scale. *Measure* "
        "takes it back, for this photo or another.",
        group=ExportGroup.PALETTE,
        ending="-recipe.json",
        mime="application/json",
        make=lambda request: recipe_json(request.recipe).encode(),
    ),
    ExportFile(
        label="Areas, CSV",
        icon="table",
        help="One row for each class: share with its range, pixels, area in the unit of the scale, objects.",
        group=ExportGroup.MEASUREMENTS,
        ending="-areas.csv",
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
        mime="image/png",
        make=_numbered_outlines,
        why_not=_why_no_objects,
    ),
    ExportFile(
        label="Chosen objects cut out, PNG",
        icon="content_cut",
        help="The photo's own pixels in the objects that are chosen, transparent elsewhere.",
        group=ExportGroup.MEASUREMENTS,
        ending="-objects-cut-out.png",
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
        mime=ZIP_MIME,
        make=lambda request: write_archive(object_rois(_measured(request))),
        why_not=_why_no_outlines,
        choice="Outlines of objects",
        with_several=True,
    ),
    ExportFile(
        label="Replay",
        icon="code",
        help=_replay_help,
        group=ExportGroup.SCRIPTS,
        ending="-replay.py",
        mime="text/x-python",
        make=lambda request: replay_script(
            request.image,
            request.segmentation,
            request.edited,
            file_name=request.script_source,
            framing=request.script_framing,
            measured=request.measured,
        ).encode(),
        with_several=True,
    ),
    ExportFile(
        label="Tutorial",
        icon="code",
        help=_tutorial_help,
        group=ExportGroup.SCRIPTS,
        ending="-tutorial.py",
        mime="text/x-python",
        make=lambda request: tutorial_script(
            request.image,
            request.segmentation.settings,
            file_name=request.script_source,
            framing=request.script_framing,
        ).encode(),
    ),
    ExportFile(
        label="Working PNG",
        icon="photo",
        help="The very pixels that were segmented, for the scripts to read.",
        group=ExportGroup.SCRIPT_INPUT,
        ending=WORKING_ENDING,
        mime="image/png",
        make=lambda request: encode_lossless(request.image).data,
        why_not=lambda request: "The scripts read your own file." if request.photo_file else "",
        is_kept=False,
        of_photo=True,
        with_several=True,
    ),
)


def export_zip(request: ExportRequest) -> bytes:
    """All files of a result in one ZIP. Each is made after the one before was written."""
    return write_archive(chain.from_iterable(row.for_zip(request) for row in EXPORT_FILES))

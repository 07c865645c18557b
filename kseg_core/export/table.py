"""Every file that a result can be exported to: one row of one table.

A new file is a row of `EXPORT_FILES`, or of `MEASURING_FILES`, its part about what was measured. The dialog
offers every row, the ZIP holds every row, and the tests make every row; nothing else names a single file.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from kseg_core.csv_table import csv_table
from kseg_core.edits.cluster_table import cluster_table
from kseg_core.edits.cut import cut_mask
from kseg_core.encoding.pictures import JPEG_MAX_SIDE, WEBP_MAX_SIDE, encode_label_map, encode_lossless
from kseg_core.export.archive import ZIP_MIME, File, write_archive
from kseg_core.export.export_file import ExportFile, ExportGroup
from kseg_core.export.measuring_rows import MEASURING_FILES
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
from kseg_core.kmeans.settings import Engine, Swatch, Weighting
from kseg_core.palette import hex_code
from kseg_core.recipe import FILE_ENDING, FILE_LABEL, recipe_json
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
    word="clusters",
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
        word="png",
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
        word="jpeg",
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
        word="webp",
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
        word="masks",
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
        word="labels",
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
        word="labels.npy",
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
        word="svg",
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
            word="palette",
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
        label=FILE_LABEL,
        icon="receipt_long",
        help="Everything that made this: settings, edits, centroids, classes, region, scale. *Measure* "
        "takes it back, for this photo or another; the command `kseg` does the same to a folder of photos.",
        group=ExportGroup.PALETTE,
        ending=FILE_ENDING,
        word="recipe",
        mime="application/json",
        make=lambda request: recipe_json(request.recipe).encode(),
    ),
    *MEASURING_FILES,
    ExportFile(
        label="Replay",
        icon="code",
        help=_replay_help,
        group=ExportGroup.SCRIPTS,
        ending="-replay.py",
        word="replay",
        names_photo=True,
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
        word="tutorial",
        names_photo=True,
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

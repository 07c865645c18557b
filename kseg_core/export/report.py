"""A result as a report: a page or two to print for people, JSON for programs."""

import dataclasses
import json
from html import escape
from urllib.parse import urlsplit

from kseg_core.color_spaces import ColorSpace
from kseg_core.edits.connected import CONNECTIVITY, region_counts
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo
from kseg_core.export.measured_report import measured_section
from kseg_core.export.record import picture_record, settings_record, versions_record
from kseg_core.export.request import ExportRequest
from kseg_core.image import RgbImage
from kseg_core.kmeans.metrics import explained_variance, psnr, psnr_text, wcss_per_pixel
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import Swatch, Weighting
from kseg_core.measure.measured import Measured
from kseg_core.measure.tables import areas_table
from kseg_core.palette import hex_code
from kseg_core.wording import percent, size_text

_PICTURE_SIDE = 900
"""Longest side of each of the two pictures, in pixels."""

_LONG_PALETTE = 12
"""Colors above which everything is printed smaller, so that one page is enough."""


def report_html(request: ExportRequest) -> str:
    """The photo, the result, its palette and numbers, a link to the view, and what was measured.

    Only a link with http or https can be clicked; another is shown as text.

    Returns
    -------
    str
        HTML that contains the pictures, at most 900 pixels a side and without metadata. It has no scripts
        and loads nothing.
    """
    image, edited = request.image, request.edited
    photo = encode_photo(image, max_side=_PICTURE_SIDE)
    result = encode_label_map(edited.labels, edited.palette, alpha=image.alpha, max_side=_PICTURE_SIDE)
    heading, names = escape(request.title), request.swatches.names
    return _PAGE.format(
        title=heading,
        size=' class="long"' if edited.n_clusters > _LONG_PALETTE else "",
        subtitle=f"{edited.n_clusters} colors in {edited.settings.color_space}",
        photo=_figure(photo, heading, "Photo"),
        result=_figure(result, f"{heading} in {edited.n_clusters} colors", "Result"),
        bar="".join(
            f'<i style="background:{hex_code(color)};flex-grow:{share:.6f}"></i>'
            for color, share in zip(edited.palette, edited.shares, strict=True)
        ),
        rows="\n".join(_palette_row(edited, names, row) for row in range(edited.n_clusters)),
        numbers="\n".join(
            f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in _numbers(image, edited)
        ),
        link=_anchor(request.link),
        measured=""
        if request.measured is None
        else measured_section(image, request.measured, max_side=_PICTURE_SIDE),
    )


def settings_json(request: ExportRequest) -> str:
    """The picture, the settings, the edits and the resulting numbers, as JSON.

    Centroids are in the feature space, whose axes are named, with x and y last where places count.
    """
    image, edited = request.image, request.edited
    axes = [axis.title for axis in ColorSpace(edited.settings.color_space).definition.axes]
    clusters = [
        {
            "label": row,
            "hex": hex_code(color),
            "centroid": centroid,
            "pixels": pixels,
            "regions": regions,
            "made_of": list(members),
        }
        for row, (color, centroid, pixels, regions, members) in enumerate(
            zip(
                edited.palette,
                edited.centers.tolist(),
                edited.counts.tolist(),
                region_counts(edited.labels, edited.n_clusters).tolist(),
                edited.members,
                strict=True,
            )
        )
    ]
    content = {
        "picture": picture_record(image, request.title),
        "settings": settings_record(edited.settings),
        "edits": dataclasses.asdict(edited.edits),
        "result": {
            "axes": [*axes, "x", "y"][: edited.centers.shape[1]],
            "connectivity": CONNECTIVITY,
            "clusters": clusters,
            "wcss": edited.wcss,
            "wcss_per_pixel": wcss_per_pixel(edited),
            "explained_variance": explained_variance(edited),
            "psnr": psnr(edited) if edited.rgb_sse else None,
        },
        "measured": None if request.measured is None else _areas_record(request.measured),
        "link": request.link,
        "versions": versions_record(),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _areas_record(measured: Measured) -> list[dict[str, object]]:
    """The table of the areas, a row a class."""
    table = areas_table(measured)
    columns = [
        values
        if isinstance(values, list)
        else [None if value != value else value for value in values.tolist()]
        for values in table.values()
    ]
    return [dict(zip(table, row, strict=True)) for row in zip(*columns, strict=True)]


def _figure(picture: Encoded, alternative: str, caption: str) -> str:
    return (
        f'<figure><img src="{picture.data_url}" width="{picture.width}" '
        f'height="{picture.height}" alt="{alternative}"><figcaption>{caption}</figcaption></figure>'
    )


def _palette_row(edited: Segmentation, names: tuple[str, ...], row: int) -> str:
    color = edited.palette[row]
    red, green, blue = color.tolist()
    return (
        f'<tr><td><i style="background:{hex_code(color)}"></i></td><td>{hex_code(color)}</td>'
        f"<td>{red}, {green}, {blue}</td><td>{escape(names[row])}</td>"
        f"<td>{_unbroken(percent(float(edited.shares[row])))}</td><td>{int(edited.counts[row]):,}</td></tr>"
    )


def _numbers(image: RgbImage, edited: Segmentation) -> list[tuple[str, str]]:
    settings, edits = edited.settings, edited.edits
    rows = [
        ("Picture", size_text(image.width, image.height)),
        ("K", str(settings.k)),
        ("Color space", str(settings.color_space)),
        ("Engine", f"{settings.engine}, seed {settings.seed}"),
        ("Position weight", f"{settings.position_weight:g}" if settings.position_weight else ""),
        ("Smoothing", f"σ {settings.smoothing:g} pixels" if settings.smoothing else ""),
        ("Weighting", str(settings.weighting) if settings.weighting is not Weighting.AREA else ""),
        ("Color of a cluster", str(settings.swatch) if settings.swatch is not Swatch.MEAN else ""),
        ("Locked colors", str(len(settings.locked)) if settings.locked else ""),
        ("Merged clusters", "; ".join(" + ".join(str(n + 1) for n in group) for group in edits.merges)),
        ("Colors replaced", str(len(edits.replacements)) if edits.replacements else ""),
        ("Specks removed", f"below {edits.specks} pixels" if edits.specks else ""),
        ("WCSS per pixel", f"{wcss_per_pixel(edited):,.1f}"),
        ("Variance explained", percent(explained_variance(edited))),
        ("PSNR", psnr_text(edited)),
        ("Prepared", "; ".join(image.notes)),
    ]
    return [(name, value) for name, value in rows if value]


def _anchor(link: str) -> str:
    shown = escape(link)
    return f'<a href="{shown}">{shown}</a>' if urlsplit(link).scheme in ("http", "https") else shown


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 14mm }}
* {{ box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact }}
body {{ font: 11pt/1.4 system-ui, sans-serif; color: #1c1c1c; background: #fff }}
body {{ max-width: 182mm; margin: 8mm auto }}
@media print {{ body {{ margin: 0 auto }} }}
h1 {{ font-size: 16pt; margin: 0; overflow-wrap: anywhere }}
p {{ margin: 1mm 0 4mm; overflow-wrap: anywhere }}
.pictures {{ display: flex; gap: 4mm }}
figure {{ flex: 1; margin: 0; min-width: 0 }}
img {{ width: 100%; height: auto; max-height: 105mm; object-fit: contain; object-position: left top }}
figcaption, th {{ color: #555 }}
figcaption {{ font-size: 9pt }}
.bar {{ display: flex; height: 10mm; margin: 3mm 0 }}
table {{ border-collapse: collapse; font-size: 9pt; font-variant-numeric: tabular-nums }}
th, td {{ text-align: left; font-weight: normal; padding: .5mm 4mm .5mm 0; vertical-align: top }}
td:nth-child(3) {{ white-space: nowrap }}
td i {{ display: block; width: 8mm; height: 4mm }}
.tables {{ display: flex; gap: 8mm; align-items: flex-start }}
section {{ break-before: page }}
section table {{ margin-top: 4mm }}
section .pictures {{ display: block }}
section img {{ width: auto; max-width: 100%; max-height: 88mm }}
h2 {{ font-size: 13pt; margin: 6mm 0 2mm }}
.long img {{ max-height: 70mm }}
.long table {{ font-size: 7pt; line-height: 1.15 }}
.long td i {{ height: 2.5mm }}
</style>
</head>
<body{size}>
<h1>{title}</h1>
<p>{subtitle}</p>
<div class="pictures">{photo}{result}</div>
<div class="bar">{bar}</div>
<div class="tables">
<table>
<tr><th></th><th>Hex</th><th>RGB</th><th>Name</th><th>Share</th><th>Pixels</th></tr>
{rows}
</table>
<table>
{numbers}
</table>
</div>
<p>{link}</p>
{measured}</body>
</html>
"""


def _unbroken(text: str) -> str:
    """Text as HTML that stays in one line."""
    return escape(text).replace(" ", "&nbsp;")

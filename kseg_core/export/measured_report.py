"""A measurement in a report: its pictures, its areas, and how it was made."""

from dataclasses import replace
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.pictures import encode_pixels
from kseg_core.encoding.resizing import fitted_size, resized, resized_photo
from kseg_core.image import RgbImage
from kseg_core.measure.measured import Measured
from kseg_core.measure.scale_bar import draw_scale_bar
from kseg_core.measure.tables import class_colors, class_names, counted_rows
from kseg_core.palette import hex_code
from kseg_core.rendering.numbered_outlines import numbered_outlines, paint_over
from kseg_core.wording import count, percent, percent_range


def outlined_photo(image: RgbImage, measured: Measured, *, max_side: int | None = None) -> NDArray[np.uint8]:
    """The photo with its objects outlined and numbered, and with a bar of the scale if there is one.

    Parameters
    ----------
    image : RgbImage
    measured : Measured
        Of the image.
    max_side : int, optional
        Longest side of the result; a larger photo is scaled down by averaging.

    Returns
    -------
    ndarray of uint8, shape (h, w, 3)
        White where the photo is transparent.
    """
    size = fitted_size(image.width, image.height, max_side or max(image.width, image.height))
    pixels, alpha = resized_photo(image.pixels, image.alpha, *size)
    if alpha is not None:
        ink = cv2.multiply(255 - pixels, cv2.cvtColor(alpha, cv2.COLOR_GRAY2RGB), scale=1 / 255)
        pixels = 255 - np.asarray(ink, np.uint8)
    objects = measured.objects
    if objects is not None:
        drawn = numbered_outlines(
            objects.numbers, objects.ids, objects.centroids, objects.areas, max_side=max_side
        )
        pixels = paint_over(pixels, drawn)
    return _with_bar(pixels, measured, image.width)


def classes_picture(image: RgbImage, measured: Measured, *, max_side: int) -> NDArray[np.uint8]:
    """The classes in their colors, and gray what is in none: shape (h, w, 3), longest side as given."""
    width, height = fitted_size(image.width, image.height, max_side)
    pixels, alpha = resized_photo(image.pixels, image.alpha, width, height)
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if alpha is not None:
        gray[alpha == 0] = 255
    shown: NDArray[np.uint8] = np.repeat(gray[..., None], 3, axis=2)
    classes = resized(measured.class_map, width, height, cv2.INTER_NEAREST_EXACT)
    in_class = classes < len(measured.settings.classes)
    shown[in_class] = class_colors(measured)[classes[in_class]]
    return _with_bar(shown, measured, image.width)


def measured_section(image: RgbImage, measured: Measured, *, max_side: int) -> str:
    """A section of HTML: classes and objects as pictures, the table of the areas, and how they were found."""
    objects = measured.objects
    figures = [_figure(classes_picture(image, measured, max_side=max_side), "Classes")]
    if objects is not None and objects.n_objects:
        shown = outlined_photo(image, measured, max_side=max_side)
        figures.append(_figure(shown, count(objects.n_objects, "object")))
    facts = "\n".join(
        f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in _facts(image, measured) if text
    )
    return _SECTION.format(figures="".join(figures), areas=_areas(measured), facts=facts)


def _with_bar(pixels: NDArray[np.uint8], measured: Measured, width: int) -> NDArray[np.uint8]:
    """A picture, scaled down from a width, with a bar of the scale if there is one."""
    if measured.settings.scale is None:
        return pixels
    ruler = replace(measured.ruler, pixel=measured.ruler.pixel * width / pixels.shape[1])
    return draw_scale_bar(pixels, ruler)


def _figure(pixels: NDArray[np.uint8], caption: str) -> str:
    picture = encode_pixels(pixels, None)
    return (
        f'<figure><img src="{picture.data_url}" width="{picture.width}" height="{picture.height}" '
        f'alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    )


def _areas(measured: Measured) -> str:
    """The table of the areas: one row a class."""
    areas, ranges, objects = measured.areas, measured.ranges, measured.objects
    names, colors = class_names(measured), class_colors(measured)
    heads = ["", "Class", "Share", "Pixels"]
    if not measured.ruler.counts_pixels:
        heads.append(f"Area ({measured.ruler.unit}²)")
    if objects is not None:
        heads.append("Objects")
    lines = ["".join(f"<th>{head}</th>" for head in heads)]
    for row in counted_rows(measured):
        share = float(areas.shares[row])
        cells = [
            f'<i style="background:{hex_code(colors[row])}"></i>',
            escape(names[row]),
            percent(share)
            if ranges is None
            else percent_range(share, float(ranges.low[row]), float(ranges.high[row])),
            f"{int(areas.pixels[row]):,}",
        ]
        if not measured.ruler.counts_pixels:
            cells.append(f"{areas.pixels[row] * measured.ruler.area:,.5g}")
        if objects is not None:
            cells.append(f"{np.count_nonzero(objects.classes == row):,}")
        lines.append("".join(f"<td>{cell}</td>" for cell in cells))
    return "\n".join(f"<tr>{line}</tr>" for line in lines)


def _facts(image: RgbImage, measured: Measured) -> list[tuple[str, str]]:
    """What the numbers depend on, as names and texts; a text that does not apply is empty."""
    settings = measured.settings
    left_out = [each.name for each in settings.classes if each.is_left_out]
    by_range = [
        f"{each.name}: {each.selection.words} ({each.selection.shape})"
        for each in settings.classes
        if each.selection is not None
    ]
    shapes = [f"{shape.kind}{' left out' if shape.is_left_out else ''}" for shape in settings.region]
    return [
        ("Measured", f"{measured.areas.measured:,} of {count(image.height * image.width, 'pixel')}"),
        ("Region", ", ".join(shapes)),
        ("Classes left out", ", ".join(left_out)),
        ("Color ranges", "; ".join(by_range)),
        ("Scale", "none: in pixels of the file" if settings.scale is None else settings.scale.words),
        ("Ranges", "" if measured.ranges is None else measured.ranges.words),
        ("Objects", _objects_words(measured)),
    ]


def _objects_words(measured: Measured) -> str:
    objects, settings = measured.objects, measured.settings.objects
    if objects is None:
        return measured.no_objects
    parts = [
        "after noise was cleaned" if objects.is_cleaned else "",
        f"pixels connected over {settings.connectivity} neighbors",
        "holes filled" if settings.fills_holes else "holes kept",
        "touching ones split" if settings.splits else "",
        "without specks" if settings.smallest is None else f"at least {count(settings.smallest, 'pixel')}",
        "" if settings.largest is None else f"at most {count(settings.largest, 'pixel')}",
        "" if settings.keeps_border else "without those that the border cuts",
    ]
    return ", ".join(part for part in parts if part)


_SECTION = """<section>
<h2>Measured</h2>
<div class="pictures">{figures}</div>
<table>
{areas}
</table>
<table>
{facts}
</table>
</section>
"""

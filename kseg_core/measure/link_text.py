"""Classes, region and scale as short texts for a link, and back.

Classes are joined by ``~``, the fields of a class by ``.``: ``plant.2e7d32.0-3~soil.8d6e63.1``. A minus sign
before the color is for one that is left out. A fourth
field is a color range: a shape, three ranges joined by ``_``, whether the first goes around, an outline.
"""

import base64
import re
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from kseg_core.cloud.outline import outline_from_text, outline_text
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES
from kseg_core.edits.link_text import numbers_text, parse_color, parse_numbers
from kseg_core.errors import SettingsError
from kseg_core.measure.classes import Classes, MeasureClass, check_classes
from kseg_core.measure.region import SHAPES_MAX, Point, Region, RegionShape, ShapeKind
from kseg_core.measure.ruler import Scale, ScaleSource, Unit
from kseg_core.palette import hex_code

TOO_LONG = 6000
"""Characters of a text above which it is not put into a link."""

CHOSEN_MAX = 200
"""Objects of which a link says that they are chosen."""

_CHOSEN = re.compile(r"([1-9]\d{0,7}(-[1-9]\d{0,7})*)?", re.ASCII)
_RESERVED = str.maketrans({"%": "%25", ".": "%2E", "~": "%7E", "_": "%5F", "-": "%2D"})
_KINDS = {"r": ShapeKind.RECTANGLE, "e": ShapeKind.ELLIPSE, "p": ShapeKind.POLYGON}
_MASK = re.compile(r"(-?)m\.([1-9]\d{0,5})\.([1-9]\d{0,5})\.([\w-]+=*)", re.ASCII)
_SHAPE = re.compile(r"(-?)([rep])((?:\.\d{1,6}){4,128})", re.ASCII)
_FARTHEST = 1e6  # of an end of a range from 0; no channel is so wide
_SOURCES = {"given": ScaleSource.GIVEN, "length": ScaleSource.LENGTH, "file": ScaleSource.FILE}


def classes_text(classes: Classes) -> str:
    """Classes as a text."""
    return "~".join(_class_text(each) for each in classes)


def parse_classes(text: str) -> Classes:
    """The classes of `classes_text`.

    Raises
    ------
    SettingsError
        If the text cannot be read, or the classes cannot stand beside each other.
    """
    if len(text) > TOO_LONG:
        raise SettingsError("There are more classes than there can be.")
    return check_classes([_class(part) for part in text.split("~")] if text else [])


def chosen_text(rows: Collection[int]) -> str:
    """Rows of chosen objects as their numbers: ``1-17-203``; nothing if they are more than `CHOSEN_MAX`."""
    return "-".join(str(row + 1) for row in rows) if len(rows) <= CHOSEN_MAX else ""


def parse_chosen(text: str) -> tuple[int, ...]:
    """The rows of `chosen_text`, ascending.

    Raises
    ------
    SettingsError
        If the text is not such a list of at most `CHOSEN_MAX` numbers.
    """
    if not (_CHOSEN.fullmatch(text) and text.count("-") < CHOSEN_MAX):
        raise SettingsError(f"{text[:40]!r} in the link is not a list of objects.")
    return tuple(sorted({int(number) - 1 for number in text.split("-")})) if text else ()


def region_text(region: Region) -> str:
    """A region as ``r.10.20.300.400~-e.5.5.9.9``: a minus sign before shapes that are left out.

    A mask is ``m``, its width and height, and what it is packed in as Base64.
    """
    return "~".join(_shape_text(shape) for shape in region)


def parse_region(text: str, *, longest: int = TOO_LONG) -> Region:
    """The region of `region_text`.

    Raises
    ------
    SettingsError
        If the text cannot be read, or has more than `SHAPES_MAX` shapes.
    """
    if len(text) > longest or text.count("~") >= SHAPES_MAX:
        raise SettingsError("There are more shapes than a region has.")
    return tuple(_shape(part) for part in text.split("~")) if text else ()


def scale_text(scale: Scale | None) -> str:
    """A scale as ``12.5_mm_given``; empty for none."""
    if scale is None:
        return ""
    (source,) = (name for name, each in _SOURCES.items() if each is scale.source)
    return f"{scale.pixels_per_unit:.9g}_{scale.unit}_{source}"


def parse_scale(text: str) -> Scale | None:
    """The scale of `scale_text`.

    Raises
    ------
    SettingsError
        If the text cannot be read.
    """
    if not text:
        return None
    try:
        number, unit, source = text.split("_")
        return Scale(pixels_per_unit=float(number), unit=Unit(unit), source=_SOURCES[source])
    except (ValueError, KeyError) as error:
        raise SettingsError(f"{text!r} is not a scale.") from error


def _class_text(each: MeasureClass) -> str:
    color = "-" * each.is_left_out + hex_code(each.color)[1:]
    fields = [_escaped(each.name), color, numbers_text(each.clusters)]
    if each.selection is not None:
        fields.append(_selection_text(each.selection))
    return ".".join(fields)


def _class(text: str) -> MeasureClass:
    fields = text.split(".")
    if len(fields) not in (3, 4):
        raise SettingsError(f"{text!r} is not a class.")
    name, color, clusters, *rest = fields
    selection = _selection(rest[0]) if rest else None
    return MeasureClass(
        name=unquote(name),
        color=parse_color(color.removeprefix("-")),
        clusters=tuple(sorted(set(parse_numbers(clusters)))),
        selection=selection,
        is_left_out=color.startswith("-"),
    )


def _selection_text(selection: ColorSelection) -> str:
    shape, ranges, outline = selection.shape, selection.ranges, selection.outline
    ends = [] if ranges is None else [*ranges.low, *ranges.high]
    return "_".join(
        [
            _escaped(shape.name),
            *(_escaped(f"{end:g}") for end in ends),
            "around" if ranges is not None and ranges.around else "",
            _escaped(outline_text(outline, shape)) if outline is not None else "",
        ]
    )


def _selection(text: str) -> ColorSelection:
    name, *ends, around, outline = map(unquote, text.split("_")) if text.count("_") >= 2 else ("", "", "")
    shapes = {shape.name: shape for shape in CLOUD_SHAPES.values()}
    if name not in shapes or len(ends) not in (0, 6):
        raise SettingsError(f"{text!r} is not a range of colors.")
    shape = shapes[name]
    try:
        values = [float(end) for end in ends]
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a range of colors.") from error
    ranges = None
    if not all(abs(value) <= _FARTHEST for value in values):
        raise SettingsError(f"{text!r} is not a range of colors.")
    if values:
        a, b, c, d, e, f = values
        ranges = Ranges(low=(a, b, c), high=(d, e, f), around=bool(around))
    drawn = outline_from_text(outline, shape) if outline else None
    if outline and drawn is None:
        raise SettingsError(f"{text!r} is not a range of colors.")
    return ColorSelection(shape=shape, ranges=ranges, outline=drawn)


def _shape_text(shape: RegionShape) -> str:
    sign = "-" * shape.is_left_out
    if shape.kind is ShapeKind.MASK:
        _, (right, bottom) = shape.points
        return f"{sign}m.{right + 1}.{bottom + 1}.{base64.urlsafe_b64encode(shape.packed).decode()}"
    return f"{sign}{shape.kind[0]}." + ".".join(f"{x}.{y}" for x, y in shape.points)


def _shape(text: str) -> RegionShape:
    if (mask := _MASK.fullmatch(text)) is not None:
        sign, width, height, packed = mask.groups()
        try:
            data = base64.urlsafe_b64decode(packed)
        except ValueError as error:
            raise SettingsError("The mask is cut short.") from error
        corner = (int(width) - 1, int(height) - 1)
        return RegionShape(kind=ShapeKind.MASK, points=((0, 0), corner), is_left_out=bool(sign), packed=data)
    match = _SHAPE.fullmatch(text)
    numbers = [int(number) for number in match[3][1:].split(".")] if match else []
    if match is None or len(numbers) % 2:
        raise SettingsError(f"{text!r} is not a region.")
    points: Iterable[Point] = zip(numbers[::2], numbers[1::2], strict=True)
    return RegionShape(kind=_KINDS[match[2]], points=tuple(points), is_left_out=bool(match[1]))


def _escaped(text: str) -> str:
    return text.translate(_RESERVED)

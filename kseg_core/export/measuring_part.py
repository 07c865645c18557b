"""The part of the Replay script that measures: classes, region, areas and objects."""

import base64
from collections.abc import Callable, Collection, Iterator

from kseg_core.cloud.outline import inside_polygon
from kseg_core.cloud.selection import ColorSelection, in_ranges
from kseg_core.cloud.shapes import cone_of_cylinder, hue_saturation_value
from kseg_core.csv_table import cells
from kseg_core.export.script_parts import source_of
from kseg_core.image import pack_colors
from kseg_core.measure.measured import Measured
from kseg_core.measure.noise import is_noisy, speck_bound, without_noise
from kseg_core.measure.object_map import object_map
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.properties import object_properties
from kseg_core.measure.region import Region, ShapeKind, fill_shape
from kseg_core.measure.tables import class_names, counted_rows, object_columns

Function = Callable[..., object]

DISTINCT = """
packed = pack_colors({picture})
codes = np.unique(packed)
distinct = codes.view(np.uint8).reshape(-1, 4)[:, :3]  # red is the lowest byte
"""
"""The code of the color of each pixel of a picture, and its distinct colors."""


def measuring_part(
    measured: Measured,
    class_of: list[int],
    *,
    known: Collection[Function],
    has_alpha: bool,
    has_distinct: bool,
) -> str:
    """What measures ``labels`` and ``picture``: prints the areas, and writes them and the objects as CSV.

    Parameters
    ----------
    measured : Measured
    class_of : list of int
        The class of each cluster of ``labels``.
    known : collection of Callable
        Functions of which the script has the source already; the conversion to a color space is called
        ``coordinates`` there.
    has_alpha : bool
        Whether there is a mask ``opaque``.
    has_distinct : bool
        Whether `DISTINCT` was run on the picture.
    """
    settings, names, has_objects = measured.settings, class_names(measured), measured.objects is not None
    selections = [(row, each.selection) for row, each in enumerate(settings.classes) if each.selection]
    left_out = [row for row, each in enumerate(settings.classes) if each.is_left_out]
    functions: list[Function] = [cells]
    for _, selection in selections:
        functions += _needed(selection)
    if settings.region:
        functions.append(fill_shape)
    if has_objects:
        functions += _finds_objects(settings.objects)
    return "".join(
        [
            "\n\n# The rest measures.\n",
            source_of(*functions, known=known),
            _CLASSES.format(
                names=names, unit=str(measured.ruler.unit), side=measured.ruler.pixel, rows=class_of
            ),
            DISTINCT.format(picture="picture") if selections and not has_distinct else "",
            *(_selected(row, names[row], selection, known) for row, selection in reversed(selections)),
            f"\nclass_map[np.isin(class_map, {left_out})] = 255  # left out\n" if left_out else "",
            "\nclass_map[~opaque] = 255\n" if has_alpha else "",
            *_region_lines(settings.region),
            _AREAS.format(rows=counted_rows(measured)),
            "" if measured.ruler.counts_pixels else _AREA,
            *(_object_lines(settings.objects, len(settings.classes)) if has_objects else []),
            _TABLES,
        ]
    )


def _needed(selection: ColorSelection) -> list[Function]:
    """The functions that find the colors of a selection."""
    shape = selection.shape
    in_channels: list[Function] = [in_ranges, hue_saturation_value] if shape.is_round else [in_ranges]
    return [
        pack_colors,
        shape.space.definition.convert,
        *([cone_of_cylinder] if shape.is_cone else []),
        *(in_channels if selection.ranges else []),
        *([inside_polygon] if selection.outline else []),
    ]


def _selected(row: int, name: str, selection: ColorSelection, known: Collection[Function]) -> str:
    """Gives the pixels of a color range to its class."""
    shape, ranges, outline = selection.shape, selection.ranges, selection.outline
    convert = shape.space.definition.convert
    points = f"{'coordinates' if convert in known else convert.__name__}(distinct)"
    values = f"hue_saturation_value(points, {shape.is_cone})" if shape.is_round else "points"
    lines = [
        f"\n# Colors of {name!r}, in the {shape.title}",
        f"points = {f'cone_of_cylinder({points})' if shape.is_cone else points}",
        "has_color = np.zeros(1 << 24, np.bool_)",
        "has_color[codes] = True",
    ]
    if ranges is not None and not ranges.covers(shape):
        lines.append(f"has_color[codes] &= in_ranges({values}, {ranges.low}, {ranges.high}, {ranges.around})")
    if outline is not None:
        lines.append(
            f"has_color[codes] &= inside_polygon(points[:, {list(outline.axes)}], {outline.corners})"
        )
    return "\n".join([*lines, f"class_map[has_color[packed]] = {row}\n"])


def has_mask(region: Region) -> bool:
    """Whether the script needs zlib and base64 for a region."""
    return any(shape.kind is ShapeKind.MASK for shape in region)


def _region_lines(region: Region) -> Iterator[str]:
    """Takes what lies outside of the region from ``class_map``."""
    if not region:
        return
    starts_with = 255 if all(shape.is_left_out for shape in region) else 0
    yield f"\nregion = np.full(class_map.shape, {starts_with}, np.uint8)\n"
    for shape in sorted(region, key=lambda shape: shape.is_left_out):
        value = 0 if shape.is_left_out else 255
        if shape.kind is ShapeKind.MASK:
            yield _MASK.format(packed=base64.b64encode(shape.packed).decode(), value=value)
        else:
            yield f"fill_shape(region, {str(shape.kind)!r}, {shape.points}, {value})\n"
    yield "class_map[region == 0] = 255  # not measured\n"


def _finds_objects(settings: ObjectSettings) -> list[Function]:
    """The functions that find and describe objects."""
    return [
        *([is_noisy] if settings.smooths is None else []),
        *([] if settings.smooths is False else [without_noise]),
        object_map,
        object_properties,
        object_columns,
        *([speck_bound] if settings.smallest is None else []),
    ]


def _object_lines(settings: ObjectSettings, n_classes: int) -> Iterator[str]:
    """Finds the objects that the settings want."""
    yield "\n# Objects: the connected regions of each class.\n"
    yield _CLEANED[settings.smooths].format(n_classes=n_classes)
    how = (
        f"{n_classes}, connectivity={int(settings.connectivity)}, "
        f"fills_holes={settings.fills_holes}, splits={settings.splits}"
    )
    yield _OBJECTS.format(n_classes=n_classes, how=how)
    if settings.smallest is None:
        yield _NO_SPECKS.format(n_classes=n_classes)
    else:
        yield f'stays = objects["areas"] >= {settings.smallest}\n'
    if settings.largest is not None:
        yield f'stays &= objects["areas"] <= {settings.largest}\n'
    if not settings.keeps_border:
        yield 'stays &= ~objects["cut"]\n'
    yield _OBJECT_TABLE


_MASK = """bits = np.frombuffer(zlib.decompress(base64.b64decode({packed!r})), np.uint8)
region[np.unpackbits(bits, count=region.size).reshape(region.shape) > 0] = {value}
"""

_CLASSES = """

# The class of each cluster is a row of these names.
names = {names}
unit, side = {unit!r}, {side!r}  # of a pixel
class_map = np.uint8({rows})[labels]
"""

_AREAS = """
# Areas: the last row is what is in no class.
pixels = np.bincount(class_map.ravel(), minlength=256)[: len(names)]
rows = np.int64({rows})
areas = {{
    "class": [names[row] for row in rows],
    "share": pixels[rows] / max(1, pixels.sum()),
    "pixels": pixels[rows],
}}
tables = {{"areas": areas}}
"""
_AREA = """areas[f"area ({unit}²)"] = pixels[rows] * side**2
"""

_CLEANED = {
    None: "cleaned = without_noise(class_map, {n_classes}) if is_noisy(class_map) else class_map\n",
    True: "cleaned = without_noise(class_map, {n_classes})\n",
    False: "cleaned = class_map\n",
}
_OBJECTS = """numbers, classes = object_map(cleaned, {how})
objects = object_properties(numbers, picture, class_map, {n_classes}) | {{"classes": classes}}
"""
_NO_SPECKS = """bounds = [speck_bound(objects["areas"][classes == row]) for row in range({n_classes})]
stays = objects["areas"] >= np.int64(bounds)[classes]
"""
_OBJECT_TABLE = """objects = {name: values[stays] for name, values in objects.items()}
areas["objects"] = np.bincount(objects["classes"], minlength=len(names))[rows]
tables["objects"] = object_columns(objects, names, unit, side)
"""

_TABLES = """
for name, table in tables.items():
    table = {"photo": [os.path.basename(source)] * len(table["class"]), **table}
    path = f"{os.path.splitext(target)[0]}-{name}.csv"
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\\n")
        lines.writerow(table)
        lines.writerows(zip(*(cells(values) for values in table.values())))
    print(f"Wrote {path}.")
for row in zip(*areas.values()):
    print(", ".join(f"{name} {value}" for name, value in zip(areas, row)))
"""

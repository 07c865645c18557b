"""The short program that repeats a result: it carries the centroids, assigns and paints."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.edits.specks import SPECKS_MAX
from kseg_core.encoding.palette_alpha import alpha_steps, alpha_table
from kseg_core.export import script_parts
from kseg_core.export.measuring_part import DISTINCT, has_mask, measuring_part
from kseg_core.export.script_parts import nearest
from kseg_core.framing import WHOLE, Framing
from kseg_core.histogram import color_histogram
from kseg_core.image import COLOR_CODES, NO_LABEL, RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import pixel_blocks, pixel_features, place_unit
from kseg_core.measure.classes import class_of_clusters
from kseg_core.measure.measured import Measured

_LISTED_MAX = 12
"""Exceptions up to this number are written out; more are packed into one line."""


def replay_script(
    image: RgbImage,
    segmentation: Segmentation,
    edited: Segmentation,
    *,
    file_name: str,
    framing: Framing = WHOLE,
    measured: Measured | None = None,
) -> str:
    """A Python program that needs OpenCV and NumPy and paints the same picture again, and measures it.

    Parameters
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image.
    edited : Segmentation
        The same with the visitor's edits.
    file_name : str
        The picture that the program reads by default.
    framing : Framing, optional
        How it turns and crops that picture first.
    measured : Measured, optional
        Whose areas and objects it finds too.

    Returns
    -------
    str
        Run as ``python replay.py picture.png result.png``. The result equals the indexed PNG of
        `edited` pixel for pixel where OpenCV decodes the file to the pixels of `image`
        (`opencv_reads_alike`), as it does for any PNG of `encode_lossless`.

    Notes
    -----
    The program assigns every color to the nearest centroid. The segmentation has exceptions: `cv2.kmeans`
    moves its centroids once more after the last assignment, and a color can be equally far from two
    centroids. The exceptions are found here with the same function and listed in the program.
    """
    settings = segmentation.settings
    by_place = settings.position_weight > 0.0
    features, features_name = image, "picture"
    if settings.smoothing:
        features, features_name = smoothed(image, settings.smoothing), "smooth"
    exceptions: NDArray[np.uint8] | NDArray[np.uint32] = (
        _pixel_exceptions(features, segmentation) if by_place else _color_exceptions(features, segmentation)
    )
    has_alpha = image.alpha is not None
    space = ColorSpace(settings.color_space)
    is_packed = len(exceptions) > _LISTED_MAX or (measured is not None and has_mask(measured.settings.region))
    modules = ["base64", "zlib"] if is_packed else []
    parts = [
        script_parts.head(
            f"Repeat a segmentation{'' if measured is None else ' and measure it'}: "
            "python replay.py [picture] [result.png].",
            modules=modules if measured is None else [*modules, "csv"],
            file_name=file_name,
            target="result.png",
        ),
        _centroids_and_colors(segmentation, edited),
        script_parts.reading(image.opaque_from if has_alpha else None, framing),
        script_parts.smoothing(settings.smoothing, has_alpha=has_alpha) if settings.smoothing else "",
        script_parts.coordinates(space),
        script_parts.source_of(nearest),
    ]
    if by_place:
        parts += [
            _ASSIGN_PIXELS.format(picture=features_name, unit=repr(place_unit(image, settings))),
            _exceptions_text(exceptions, by_place=True),
        ]
    else:
        parts += [
            script_parts.source_of(pack_colors),
            DISTINCT.format(picture=features_name),
            _ASSIGN_COLORS,
            _exceptions_text(exceptions, by_place=False),
            "labels = table[packed]\n",
        ]
    if edited.edits.specks:
        parts += _without_specks(segmentation, edited.edits, has_alpha=has_alpha)
    parts += (
        [
            "\nlabels[~opaque] = 0\nresult = shown[labels]\n",
            _alpha_in_steps(edited, image.alpha),
            _WITH_ALPHA,
            script_parts.writing("result"),
        ]
        if image.alpha is not None
        else ["\nresult = shown[labels]\n", script_parts.writing(_BGR)]
    )
    if measured is not None:
        parts.append(
            measuring_part(
                measured,
                _class_of_each(segmentation, edited, measured),
                known=[space.definition.convert, *([] if by_place else [pack_colors])],
                has_alpha=has_alpha,
                has_distinct=not by_place and features is image,
            )
        )
    return "".join(parts)


def _class_of_each(segmentation: Segmentation, edited: Segmentation, measured: Measured) -> list[int]:
    """The class of each cluster before edits."""
    row_of, classes = _edited_rows(edited), measured.settings.classes
    class_of = class_of_clusters(edited, classes).tolist()
    return [
        class_of[row_of[number]] if number in row_of else len(classes)
        for number in range(segmentation.n_clusters)
    ]


def _edited_rows(edited: Segmentation) -> dict[int, int]:
    """The cluster after edits that a cluster before them is part of, unless it has lost all pixels."""
    return {member: row for row, group in enumerate(edited.members) for member in group}


def _centroids_and_colors(segmentation: Segmentation, edited: Segmentation) -> str:
    """The centroids, and the color that each one's cluster is shown in."""
    row_of = _edited_rows(edited)
    lines = [
        f"\n# What K-means found in {segmentation.settings.color_space}, and the colors (R, G, B) to show.",
        "centroids = np.float32([",
        *(f"    [{', '.join(str(value) for value in center)}]," for center in segmentation.centers),
        "])",
        "shown = np.uint8([",
    ]
    for number in range(segmentation.n_clusters):
        # A cluster that removing specks has left without pixels has no color.
        color = edited.palette[row_of[number]].tolist() if number in row_of else [0, 0, 0]
        lines.append(f"    {color},{_note(number, edited.edits)}")
    return "\n".join([*lines, "])\n"])


def _note(number: int, edits: PaletteEdits) -> str:
    """A comment on the color of a cluster: its edits."""
    first = _first_member(number, edits)
    notes = [f"merged with cluster {first + 1}"] if first != number else []
    if any(first == _first_member(replaced, edits) for replaced, _ in edits.replacements):
        notes.append("color replaced")
    return f"  # {', '.join([f'cluster {number + 1}', *notes])}" if notes else ""


def _first_member(number: int, edits: PaletteEdits) -> int:
    """The lowest cluster of those that a cluster is merged with, or itself."""
    return next((group[0] for group in edits.merges if number in group), number)


def _without_specks(segmentation: Segmentation, edits: PaletteEdits, *, has_alpha: bool) -> list[str]:
    """Removes regions of ``labels`` as `remove_specks` does; merged clusters count as one."""
    clusters = [_first_member(number, edits) for number in range(segmentation.n_clusters)]
    limits = {"smallest": edits.specks, "specks_max": SPECKS_MAX}
    may_be_many = segmentation.labels.size > SPECKS_MAX
    return [
        f"labels = np.uint8({clusters})[labels]  # merged clusters are one\n" if edits.merges else "",
        "labels[~opaque] = 255\n" if has_alpha else "",
        "reduced = False\n" if may_be_many else "",
        _REMOVE_SPECKS.format(reduce=_REDUCE_SPECKS.format(**limits) if may_be_many else "", **limits),
    ]


def _alpha_in_steps(edited: Segmentation, alpha: NDArray[np.uint8]) -> str:
    """Rounds ``alpha`` as `encode_label_map` does."""
    steps = alpha_steps(edited.labels, alpha)
    if steps is None:
        return ""
    rounding = "\n\n# A palette of 256 has no room for more.\nalpha = alpha_table({}, {})[alpha]\n"
    return script_parts.source_of(alpha_table) + rounding.format(*steps)


def _color_exceptions(image: RgbImage, segmentation: Segmentation) -> NDArray[np.uint8]:
    """Rows (R, G, B, cluster) of the colors that do not belong to the nearest centroid."""
    histogram = color_histogram(image)
    table = np.full(COLOR_CODES, NO_LABEL, dtype=np.uint8)
    for rows in row_blocks(segmentation.labels.shape):
        labels = segmentation.labels[rows]
        opaque = labels != NO_LABEL
        table[pack_colors(image.pixels[rows])[opaque]] = labels[opaque]
    labels = table[histogram.codes]
    space = ColorSpace(segmentation.settings.color_space)
    exceptions = []
    for block in row_blocks(histogram.colors.shape):
        colors, expected = histogram.colors[block], labels[block]
        rows_of_block = np.flatnonzero(nearest(to_space(colors, space), segmentation.centers) != expected)
        exceptions.append(np.column_stack([colors[rows_of_block], expected[rows_of_block]]))
    return np.concatenate(exceptions)


def _pixel_exceptions(image: RgbImage, segmentation: Segmentation) -> NDArray[np.uint32]:
    """Rows (index, cluster) of the pixels that do not belong to the nearest centroid."""
    labels = segmentation.labels.ravel()
    exceptions = [np.empty((0, 2), np.uint32)]
    for block in pixel_blocks(image):
        features = pixel_features(image, block, segmentation.settings)
        pixels = block[nearest(features, segmentation.centers) != labels[block]]
        exceptions.append(np.column_stack([pixels, labels[pixels]]).astype(np.uint32))
    return np.concatenate(exceptions)


def _exceptions_text(exceptions: NDArray[np.uint8] | NDArray[np.uint32], *, by_place: bool) -> str:
    if not len(exceptions):
        return ""
    if by_place:
        rows, kind, columns = "pixels (index, cluster)", "uint32", 2
        assignment = "labels.ravel()[placed[:, 0]] = placed[:, 1]"
    else:
        rows, kind, columns = "colors (R, G, B, cluster)", "uint8", 4
        assignment = "table[pack_colors(placed[:, :3])] = placed[:, 3]"
    if len(exceptions) <= _LISTED_MAX:
        values = f"np.{kind}({exceptions.tolist()})"
    else:
        little_endian = exceptions.astype(exceptions.dtype.newbyteorder("<"))
        packed = base64.b64encode(zlib.compress(little_endian.tobytes(), 9))
        values = (
            f"np.frombuffer(\n    zlib.decompress(\n        base64.b64decode({packed.decode()!r})\n    ),\n"
            f"    np.{kind},\n).reshape(-1, {columns})"
        )
    return (
        f"\n# {len(exceptions)} {rows} that K-means left with another cluster than the nearest:\n"
        "# centroids move once more after the last assignment, or are equally far.\n"
        f"placed = {values}\n{assignment}\n"
    )


_ASSIGN_COLORS = """table = np.zeros(1 << 24, np.uint8)
table[codes] = nearest(coordinates(distinct), centroids)
"""

_ASSIGN_PIXELS = """

labels = np.zeros(picture.shape[:2], np.uint8)
for y, row in enumerate({picture}):
    place = np.stack([np.arange(len(row)), np.full(len(row), y)], axis=1).astype(np.float32)
    labels[y] = nearest(np.hstack([coordinates(row), place * np.float32({unit})]), centroids)
"""

_REDUCE_SPECKS = """    # Of more than {specks_max} the smallest become like the nearest pixel that stays.
    most = np.bincount(areas[areas < {smallest}])[::-1].cumsum()[::-1]
    if len(most) and most[0] > {specks_max} and not reduced:
        area = np.flatnonzero(most > {specks_max})[-1]
        stays = (areas > area) | ((areas == area) & (owners == owners[areas == area].min()))
        near = np.where(np.append(stays, False)[regions], labels, np.int32(1 << 30))  # steps * 256 + label
        for axis, steps in enumerate(np.ogrid[: 256 * len(near) : 256, : 256 * len(near[0]) : 256]):
            for _ in range(2):
                near = np.flip(np.minimum.accumulate(near - steps, axis) + steps, axis)
        labels[regions >= 0] = near[regions >= 0] % 256
        reduced = True
        continue
"""

_REMOVE_SPECKS = """
# Every region of fewer than {smallest} pixels joins one of the larger regions that it touches: the one with
# which it shares the most pixel sides. This is repeated until no such region is left.
while True:
    regions, owners = np.full(labels.shape, -1, np.int32), []
    for label in np.unique(labels[labels != 255]):
        count, part = cv2.connectedComponents((labels == label).astype(np.uint8), connectivity=4)
        regions[part > 0] = part[part > 0] + len(owners) - 1
        owners += [label] * (count - 1)
    owners = np.uint8(owners)
    areas = np.bincount(regions[regions >= 0])
{reduce}    rank = np.argsort(np.lexsort((owners, -areas)))  # the largest is 0
    a = np.concatenate([regions[:, :-1].ravel(), regions[:-1].ravel()])
    b = np.concatenate([regions[:, 1:].ravel(), regions[1:].ravel()])
    touch = (a != b) & (a >= 0) & (b >= 0)
    a, b = a[touch].astype(np.int64), b[touch].astype(np.int64)
    small, large = np.where(rank[a] > rank[b], (a, b), (b, a))
    pairs, sides = np.unique((small * len(owners) + large)[areas[small] < {smallest}], return_counts=True)
    if len(pairs) == 0:
        break
    small, large = np.divmod(pairs, len(owners))
    order = np.lexsort((-rank[large], sides, small))  # of each small region the best one last
    join = np.arange(len(owners))
    join[small[order]] = large[order]
    while (join != join[join]).any():
        join = join[join]
    labels[regions >= 0] = owners[join][regions[regions >= 0]]
"""

_WITH_ALPHA = """result = cv2.cvtColor(result, cv2.COLOR_RGB2BGRA)
result[..., 3] = alpha
result[~opaque] = 0
"""
_BGR = "cv2.cvtColor(result, cv2.COLOR_RGB2BGR)"

"""The short program that repeats a result: it carries the centroids, assigns and paints."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

from kseg_core.color_spaces import ColorSpace, to_space
from kseg_core.export import script_parts
from kseg_core.export.script_parts import nearest
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import NO_LABEL, RgbImage, pack_colors, row_blocks
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.kmeans.spatial import pixel_blocks, pixel_features, place_unit

_LISTED = 12
"""Up to so many colors that go elsewhere are written out; more are packed into one line."""

_BLOCK = 1 << 18


def replay_script(
    image: RgbImage,
    segmentation: Segmentation,
    edited: Segmentation,
    *,
    file_name: str,
) -> str:
    """A Python program that needs OpenCV and NumPy and paints the same picture again.

    Parameters
    ----------
    image : RgbImage
    segmentation : Segmentation
        Of that image.
    edited : Segmentation
        Of that segmentation.
    file_name : str
        The picture it reads unless it is given another.

    Returns
    -------
    str
        Run as ``python replay.py picture.png result.png``. The result equals the indexed PNG of
        `edited` pixel for pixel where OpenCV decodes the file to the pixels of `image`
        (`opencv_reads_alike`), as it does for any PNG of `encode_lossless`.

    Notes
    -----
    Every color goes to the nearest centroid. Some do not in the result: `cv2.kmeans` moves its
    centroids once more after it has assigned for the last time, and a color can lie halfway between
    two centroids. They are found here by the function that the script carries, and listed in it.
    """
    settings = segmentation.settings
    by_place = settings.position_weight > 0.0
    seen, seen_name = smoothed(image, settings.smoothing), "smooth" if settings.smoothing else "picture"
    listed: NDArray[np.uint8] | NDArray[np.uint32] = (
        _placed_pixels(seen, segmentation)
        if by_place
        else _placed_colors(seen, segmentation, color_histogram(seen))
    )
    modules = ("base64", "zlib") if len(listed) > _LISTED else ()
    space = ColorSpace(settings.color_space)
    has_alpha = image.alpha is not None
    parts = [
        script_parts.head(
            "Repeat a segmentation: python replay.py [picture] [result.png].",
            modules=modules,
            file_name=file_name,
            target="result.png",
        ),
        _fitted(segmentation, edited),
        script_parts.reading(has_alpha=has_alpha),
        script_parts.smoothing(settings.smoothing, has_alpha=has_alpha) if settings.smoothing else "",
        script_parts.coordinates(space),
        script_parts.source_of(nearest),
        "" if by_place else script_parts.source_of(pack_colors),
        script_parts.by_place(seen_name, place_unit(image, settings))
        if by_place
        else script_parts.by_color(seen_name),
        _exceptions(listed, by_place=by_place),
        "" if by_place else "labels = table[packed]\n",
    ]
    if edited.edits.specks:
        clusters = [_first_member(number, edited.edits) for number in range(segmentation.n_clusters)]
        parts.append(script_parts.without_specks(edited.edits.specks, clusters, has_alpha=has_alpha))
    parts.append("\nlabels[alpha == 0] = 0\n" if has_alpha else "\n")
    parts.append("result = shown[labels]\n" + script_parts.writing(has_alpha=has_alpha))
    return "".join(parts)


def _fitted(segmentation: Segmentation, edited: Segmentation) -> str:
    """The centroids, and the color that each one's cluster is shown in."""
    row_of = {member: row for row, group in enumerate(edited.members) for member in group}
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
    first = _first_member(number, edits)
    said = f"merged with cluster {first + 1}" if first != number else ""
    if any(first == _first_member(replaced, edits) for replaced, _ in edits.replacements):
        said = f"{said}, color replaced" if said else "color replaced"
    return f"  # cluster {number + 1}, {said}" if said else ""


def _first_member(number: int, edits: PaletteEdits) -> int:
    return next((group[0] for group in edits.merges if number in group), number)


def _placed_colors(
    image: RgbImage, segmentation: Segmentation, histogram: ColorHistogram
) -> NDArray[np.uint8]:
    """Rows (R, G, B, cluster) of the colors that are not where the nearest centroid is."""
    table = np.full(1 << 24, NO_LABEL, dtype=np.uint8)
    for rows in row_blocks(segmentation.labels.shape):
        part = segmentation.labels[rows]
        there = part != NO_LABEL
        table[pack_colors(image.pixels[rows])[there]] = part[there]
    labels = table[histogram.codes]
    space = ColorSpace(segmentation.settings.color_space)
    found = []
    for start in range(0, histogram.n_colors, _BLOCK):
        block = slice(start, start + _BLOCK)
        colors, expected = histogram.colors[block], labels[block]
        other = np.flatnonzero(nearest(to_space(colors, space), segmentation.centers) != expected)
        found.append(np.column_stack([colors[other], expected[other]]))
    return np.concatenate(found)


def _placed_pixels(image: RgbImage, segmentation: Segmentation) -> NDArray[np.uint32]:
    """Rows (index, cluster) of the pixels that are not where the nearest centroid is."""
    labels = segmentation.labels.ravel()
    found = [np.empty((0, 2), np.uint32)]
    for block in pixel_blocks(image):
        features = pixel_features(image, block, segmentation.settings)
        other = block[nearest(features, segmentation.centers) != labels[block]]
        found.append(np.column_stack([other, labels[other]]).astype(np.uint32))
    return np.concatenate(found)


def _exceptions(listed: NDArray[np.uint8] | NDArray[np.uint32], *, by_place: bool) -> str:
    if not len(listed):
        return ""
    what = "pixels (index, cluster)" if by_place else "colors (R, G, B, cluster)"
    kind, columns = ("uint32", 2) if by_place else ("uint8", 4)
    if len(listed) <= _LISTED:
        values = f"np.{kind}({listed.tolist()})"
    else:
        packed = base64.b64encode(zlib.compress(listed.astype(listed.dtype.newbyteorder("<")).tobytes(), 9))
        values = (
            f"np.frombuffer(\n    zlib.decompress(\n        base64.b64decode({packed.decode()!r})\n    ),\n"
            f"    np.{kind},\n).reshape(-1, {columns})"
        )
    target = "labels.ravel()[placed[:, 0]] = placed[:, 1]"
    if not by_place:
        target = "table[pack_colors(placed[:, :3])] = placed[:, 3]"
    return (
        f"\n# {len(listed)} {what} that K-means left with another cluster than the nearest:\n"
        "# centroids move once more after the last assignment, or are equally far.\n"
        f"placed = {values}\n{target}\n"
    )

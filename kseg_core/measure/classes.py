"""Classes: clusters and color ranges under a name, and the class of every pixel."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from kseg_core.cloud.selection import ColorSelection, select, selection_map
from kseg_core.cloud.shapes import coordinates
from kseg_core.color_names import color_names
from kseg_core.edits.connected import relabeled
from kseg_core.edits.followed import follow_clusters
from kseg_core.errors import SettingsError
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import NO_LABEL, Rgb, RgbImage
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import K_MAX
from kseg_core.palette import check_color

NAME_MAX = 40
"""Characters of the name of a class."""

REST = "other"
"""What everything is called that is in no class."""

REST_COLOR: Rgb = (160, 160, 160)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureClass:
    """A class: what is counted together.

    Attributes
    ----------
    name : str
        1 to `NAME_MAX` characters, not `REST`.
    color : (R, G, B)
        In which it is shown.
    clusters : tuple of int
        Clusters of the segmentation before edits, ascending.
    selection : ColorSelection or None
        Colors that belong to it whatever their cluster is.
    is_left_out : bool
        Whether its pixels are a mask: they do not count, and shares are of the others.

    Raises
    ------
    SettingsError
        If the name cannot be used.
    """

    name: str
    color: Rgb
    clusters: tuple[int, ...] = ()
    selection: ColorSelection | None = None
    is_left_out: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.name.strip()) <= NAME_MAX or not self.name.isprintable():
            raise SettingsError(f"The name of a class has 1 to {NAME_MAX} characters.")
        if self.name.strip().lower() == REST:
            raise SettingsError(f"The name {REST!r} is for what is in no class.")


Classes = tuple[MeasureClass, ...]


def check_classes(classes: Sequence[MeasureClass]) -> Classes:
    """The classes, if they can stand beside each other.

    Raises
    ------
    SettingsError
        If there are more than `K_MAX`, two have one name, or a cluster is in two.
    """
    names = [each.name.strip().lower() for each in classes]
    clusters = [number for each in classes for number in each.clusters]
    if len(classes) > K_MAX:
        raise SettingsError(f"There can be at most {K_MAX} classes.")
    if len(set(names)) < len(names):
        raise SettingsError("Two classes cannot have the same name.")
    if len(set(clusters)) < len(clusters):
        raise SettingsError("A cluster belongs to one class only.")
    return tuple(classes)


def sort_clusters(classes: Classes, row: int, clusters: Collection[int]) -> Classes:
    """Clusters moved into the class of a row; out of it if all of them are in it already."""
    moves = set(clusters)
    joins = not moves <= set(classes[row].clusters)
    return tuple(
        replace(
            each,
            clusters=tuple(sorted({*each.clusters, *moves}))
            if joins and number == row
            else tuple(cluster for cluster in each.clusters if cluster not in moves),
        )
        for number, each in enumerate(classes)
    )


def free_name(classes: Classes, wanted: str = "class") -> str:
    """A name that no class has: the one wanted, or with the first number that is free."""
    taken = {each.name.strip().lower() for each in classes} | {REST}
    names = chain([wanted], (f"{wanted} {number}" for number in count(2)))
    return next(name for name in names if name.lower() not in taken)


def one_each(palette: NDArray[np.uint8], members: Sequence[tuple[int, ...]]) -> Classes:
    """Every cluster of a segmentation, edited or not, as a class of its own, named and shown by its color.

    Parameters
    ----------
    palette : ndarray of uint8, shape (K, 3)
    members : sequence of tuple of int
        As in `Segmentation`.
    """
    return tuple(
        MeasureClass(name=name, color=check_color(color), clusters=clusters)
        for name, color, clusters in zip(color_names(palette), palette.tolist(), members, strict=True)
    )


def class_of_clusters(result: Segmentation, classes: Classes) -> NDArray[np.uint8]:
    """The class of each cluster of a segmentation, edited or not.

    Returns
    -------
    ndarray of uint8, shape (K,)
        Row of `classes`; ``len(classes)`` = in no class. A merged cluster follows its first member.
    """
    class_of = {number: row for row, each in enumerate(classes) for number in each.clusters}
    return np.array([class_of.get(members[0], len(classes)) for members in result.members], dtype=np.uint8)


def found_classes(classes: Classes, edits: PaletteEdits) -> Classes:
    """Classes for the clusters before edits: those that are merged are all in the class of the first."""
    class_of = {number: row for row, each in enumerate(classes) for number in each.clusters}
    for group in edits.merges:
        class_of |= dict.fromkeys(group, class_of.get(group[0], len(classes)))
    return tuple(
        replace(each, clusters=tuple(sorted(n for n, of in class_of.items() if of == row)))
        for row, each in enumerate(classes)
    )


def class_map(
    image: RgbImage,
    histogram: ColorHistogram | None,
    result: Segmentation,
    classes: Classes,
    region: NDArray[np.bool_] | None = None,
) -> NDArray[np.uint8]:
    """The class of every pixel.

    Parameters
    ----------
    image : RgbImage
    histogram : ColorHistogram or None
        Of the image; None = to be counted if a class is a color range.
    result : Segmentation
        Of the image, with its label map; edited or not.
    classes : Classes
        Where color ranges of several contain a color, the first of these classes has it. Color ranges go
        before clusters.
    region : ndarray of bool, shape (H, W), optional
        What is measured; None = all.

    Returns
    -------
    ndarray of uint8, shape (H, W)
        Row of `classes`; ``len(classes)`` = in no class, `NO_LABEL` = transparent, outside the region, or of
        a class that is left out.
    """
    table = np.full(256, NO_LABEL, dtype=np.uint8)
    table[: result.n_clusters] = class_of_clusters(result, classes)
    numbers = relabeled(result.labels, table)
    for row, each in reversed(list(enumerate(classes))):
        if each.selection is not None:
            histogram = histogram or color_histogram(image)
            selected = select(coordinates(histogram.colors, each.selection.shape), each.selection)
            numbers[selection_map(image, histogram, selected) == 1] = row
    left_out = [row for row, each in enumerate(classes) if each.is_left_out]
    if left_out:
        counted = np.arange(NO_LABEL + 1, dtype=np.uint8)
        counted[left_out] = NO_LABEL
        numbers = relabeled(numbers, counted)
    if region is not None:
        numbers[~region] = NO_LABEL
    return numbers


def follow_classes(
    classes: Classes, colors: Sequence[Rgb], palette: Sequence[Rgb], edits: PaletteEdits = NO_EDITS
) -> Classes:
    """Classes of clusters with these colors and edits, made for the clusters of another palette.

    Every cluster of the palette goes to the class of the nearest color (CIEDE2000), if that had one.
    """
    if tuple(colors) == tuple(palette):
        return classes
    classes = found_classes(classes, edits)
    class_of = {number: row for row, each in enumerate(classes) for number in each.clusters}
    if not class_of:
        return classes
    nearest = follow_clusters(enumerate(palette), colors)
    return tuple(
        replace(each, clusters=tuple(n for n, old in enumerate(nearest) if class_of.get(old) == row))
        for row, each in enumerate(classes)
    )

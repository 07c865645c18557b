"""What a visitor did to the clusters of a photo, and measures in it, kept between runs.

Picks, edits and classes name clusters by number. They are kept together with the colors that these had, so
that no series of interrupted runs can take them for other clusters: those of another K are found by color.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import streamlit as st

from kseg_core import Segmentation
from kseg_core.cloud.selection import ColorSelection
from kseg_core.edits.followed import follow_clusters, follow_edits
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.classes import Classes, MeasureClass, check_classes, follow_classes
from kseg_core.measure.region import Point, Region
from kseg_core.measure.ruler import Scale
from kseg_core.palette import check_color
from kseg_core.rendering.paint import label_colors
from pages._ui.photo import Photo

OPEN_CLASS = "measure_open"
"""In the state: the name of the class that is open."""

MOST_KEPT = 30
"""Photos whose picks, edits and steps are kept for a visitor."""

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """What numbers of clusters mean.

    Attributes
    ----------
    photo : str
        Digest of the file.
    colors : tuple of (R, G, B)
        The palette that K-means found, before any edit.
    """

    photo: str
    colors: tuple[Rgb, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserEdits:
    """Picks and palette edits. Clusters are named by their number in the segmentation.

    Attributes
    ----------
    picks : tuple of int
    edits : PaletteEdits
        Without the removal of specks, which is a setting of the page.
    classes : Classes
    picks_follow, edits_follow : bool
        Whether they were made on other clusters, and these are the nearest in color.
    """

    picks: tuple[int, ...] = ()
    edits: PaletteEdits = field(default_factory=PaletteEdits)
    classes: Classes = ()
    picks_follow: bool = False
    edits_follow: bool = False


def edits_on(clustering: Clustering) -> UserEdits:
    """What was done to a photo, for these clusters. What was done to others follows to the nearest colors."""
    no_picks: tuple[int, ...] = ()
    made_on, picks = _kept("detail_picks", clustering, no_picks)
    edited_on, edits = _kept("detail_edits", clustering, PaletteEdits())
    no_classes: Classes = ()
    named_on, classes = _kept("measure_classes", clustering, no_classes)
    edits_then = follow_edits(edits, edited_on, named_on)
    now = follow_clusters([(number, made_on[number]) for number in picks], clustering.colors)
    return UserEdits(
        picks=tuple(sorted(set(now))),
        edits=follow_edits(edits, edited_on, clustering.colors),
        classes=follow_classes(classes, named_on, clustering.colors, edits_then),
        picks_follow=bool(picks) and made_on != clustering.colors,
        edits_follow=edits != PaletteEdits() and edited_on != clustering.colors,
    )


def save_picks(clustering: Clustering, picks: tuple[int, ...]) -> None:
    """Keep which clusters are picked. For callbacks, and before they are drawn."""
    _save("detail_picks", clustering, picks)


def pieces_on(photo: Photo) -> tuple[Point, ...]:
    """Pixels of a photo, turned and cropped as it is, whose connected pieces are picked."""
    places: tuple[Point, ...] = st.session_state.get("detail_pieces", {}).get(framed_key(photo), ())
    return places


def save_pieces(photo: Photo, places: tuple[Point, ...]) -> None:
    """Keep the pixels whose connected pieces are picked. For callbacks, and before they are drawn."""
    keep_latest("detail_pieces", framed_key(photo), places)


def save_edits(clustering: Clustering, edits: PaletteEdits) -> None:
    """Keep the edits of a palette. For callbacks, and before it is drawn."""
    _save("detail_edits", clustering, edits)


def save_classes(clustering: Clustering, classes: Classes) -> None:
    """Keep the classes that are measured. For callbacks, and before they are drawn."""
    _save("measure_classes", clustering, classes)


def save_range(photo: str, name: str, selection: ColorSelection) -> None:
    """Make a color range a class of a photo, or the range of the class that has this name. For callbacks.

    Raises
    ------
    SettingsError
        If the name cannot be used, or there are as many classes as there can be.
    """
    no_classes: tuple[tuple[Rgb, ...], Classes] = ((), ())
    colors, classes = st.session_state.get("measure_classes", {}).get(photo, no_classes)
    row = next((n for n, each in enumerate(classes) if each.name.lower() == name.lower()), len(classes))
    color = check_color(label_colors(len(classes) + 1)[-1].tolist())
    known = classes[row] if row < len(classes) else MeasureClass(name=name, color=color)
    changed = check_classes([*classes[:row], replace(known, selection=selection), *classes[row + 1 :]])
    save_classes(Clustering(photo=photo, colors=colors), changed)
    st.session_state[OPEN_CLASS] = changed[row].name


def open_range(photo: str) -> str:
    """The name of the class that is open, if it is one of a photo and has a color range."""
    _, classes = st.session_state.get("measure_classes", {}).get(photo, ((), ()))
    opened = st.session_state.get(OPEN_CLASS)
    return next((each.name for each in classes if each.name == opened and each.selection), "")


def chosen_on(photo: Photo) -> tuple[object, tuple[int, ...]]:
    """Rows of a photo's objects that are chosen, and what they belong to; None = what a link shows."""
    nothing: tuple[object, tuple[int, ...]] = (None, ())
    chosen: tuple[object, tuple[int, ...]] = st.session_state.get("measure_chosen", {}).get(
        framed_key(photo), nothing
    )
    return chosen


def save_chosen(photo: Photo, of: object, rows: tuple[int, ...]) -> None:
    """Keep which objects are chosen. For callbacks, and before they are drawn."""
    keep_latest("measure_chosen", framed_key(photo), (of, rows))


def region_on(photo: Photo) -> Region:
    """What of a photo, turned and cropped as it is, is measured."""
    region: Region = st.session_state.get("measure_region", {}).get(framed_key(photo), ())
    return region


def save_region(photo: Photo, region: Region) -> None:
    """Keep what of a photo is measured. For callbacks."""
    keep_latest("measure_region", framed_key(photo), region)


def scale_on(photo: Photo) -> Scale | None:
    """The scale of a photo."""
    scale: Scale | None = st.session_state.get("measure_scale", {}).get(photo.digest)
    return scale


def save_scale(photo: Photo, scale: Scale | None) -> None:
    """Keep the scale of a photo. For callbacks."""
    keep_latest("measure_scale", photo.digest, scale)


def framed_key(photo: Photo) -> str:
    """Stands for a photo that is turned and cropped as it is."""
    return " ".join([photo.digest, *photo.framing.texts])


def _kept(name: str, clustering: Clustering, nothing: Kept) -> tuple[tuple[Rgb, ...], Kept]:
    """The colors of the clusters that something was done to, and what."""
    kept: tuple[tuple[Rgb, ...], Kept] = st.session_state.get(name, {}).get(
        clustering.photo, (clustering.colors, nothing)
    )
    return kept


def _save(name: str, clustering: Clustering, value: object) -> None:
    st.session_state.detail_link = None
    keep_latest(name, clustering.photo, (clustering.colors, value))


def lock_colors(colors: Iterable[Rgb]) -> None:
    """Keep the colors that must stay. For callbacks."""
    st.session_state.detail_locked = tuple(colors)


def picked_rows(result: Segmentation, picks: tuple[int, ...]) -> tuple[int, ...]:
    """The clusters of an edited result that are picked."""
    return tuple(row for row, members in enumerate(result.members) if not set(picks).isdisjoint(members))


def toggled_picks(result: Segmentation, picks: tuple[int, ...], row: int) -> tuple[int, ...]:
    """The picks with one cluster of an edited result more or less."""
    return named_picks(result, set(picked_rows(result, picks)) ^ {row})


def named_picks(result: Segmentation, rows: Iterable[int]) -> tuple[int, ...]:
    """The picks for clusters of an edited result."""
    return tuple(sorted(result.members[row][0] for row in set(rows)))


def keep_latest(name: str, photo: str, value: object) -> None:
    """Keep what belongs to a photo under a name of the state, with that of the last few others."""
    kept = {other: known for other, known in st.session_state.get(name, {}).items() if other != photo}
    kept[photo] = value
    st.session_state[name] = dict(list(kept.items())[-MOST_KEPT:])

"""What a visitor did to a photo, in the address: read on a first visit, and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from kseg_core import KMeansSettings, SettingsError
from kseg_core.address.names import MEASURE_PARAMETERS, WORK_PARAMETERS
from kseg_core.edits.link_text import (
    colors_text,
    merges_text,
    numbers_text,
    parse_colors,
    parse_edits,
    parse_numbers,
    parse_places,
    places_text,
    replacements_text,
)
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.link_text import (
    TOO_LONG,
    chosen_text,
    classes_text,
    parse_chosen,
    parse_classes,
    parse_region,
    parse_scale,
    region_text,
    scale_text,
)
from kseg_core.measure.region import Point, Region
from kseg_core.measure.ruler import Scale
from pages._ui import address
from pages._ui.photo import Photo
from pages._ui.state import locked_colors
from pages._ui.unknown_values import note_unknown
from pages._ui.user_edits import (
    Clustering,
    UserEdits,
    pieces_on,
    region_on,
    save_chosen,
    save_classes,
    save_edits,
    save_picks,
    save_pieces,
    save_region,
    save_scale,
    scale_on,
)

Parsed = TypeVar("Parsed")


@dataclass(slots=True, kw_only=True)
class _Link:
    """What an address says of work, the photo it is for, and with the first run the settings."""

    photo: str
    user_edits: UserEdits
    pieces: tuple[Point, ...] = ()
    chosen: tuple[int, ...] = ()
    region: Region = ()
    scale: Scale | None = None
    settings: KMeansSettings | None = None


def read_address() -> None:
    """Take picks, edits and locked colors from the address of a first visit; nonsense is said."""
    state, named = st.session_state, st.query_params
    if "detail_link" in state:
        return
    picked, pieces, merged, recolored, locked = (named.get(name, "") for name in WORK_PARAMETERS)
    classes, region, scale, chosen = (named.get(name, "") for name in MEASURE_PARAMETERS)
    _note_work(lambda text: _parsed(lambda: (parse_numbers(text),), None), "picked")
    _note_work(lambda text: _parsed(lambda: parse_edits(text, ""), None), "merged")
    _note_work(lambda text: _parsed(lambda: parse_edits("", text), None), "recolored")
    note_unknown("Pieces picked", "pieces", lambda text: _parsed(lambda: (parse_places(text),), None))
    note_unknown("Colors locked", "locked", lambda text: _parsed(lambda: (parse_colors(text),), None))
    note_unknown("Classes", "classes", lambda text: _parsed(lambda: (parse_classes(text),), None))
    note_unknown("Region", "region", lambda text: _parsed(lambda: (parse_region(text),), None))
    note_unknown("Scale", "scale", lambda text: _parsed(lambda: (parse_scale(text),), None))
    note_unknown("Objects chosen", "objects", lambda text: _parsed(lambda: (parse_chosen(text),), None))
    no_colors: tuple[Rgb, ...] = ()
    linked = UserEdits(
        picks=_parsed(lambda: parse_numbers(picked), ()),
        edits=_parsed(lambda: parse_edits(merged, recolored), PaletteEdits()),
        classes=_parsed(lambda: parse_classes(classes), ()),
    )
    state.detail_link = _Link(
        photo=named.get("photo", ""),
        user_edits=linked,
        pieces=_parsed(lambda: parse_places(pieces), ()),
        chosen=_parsed(lambda: parse_chosen(chosen), ()),
        region=_parsed(lambda: parse_region(region), ()),
        scale=_parsed(lambda: parse_scale(scale), None),
    )
    state.detail_locked = _parsed(lambda: tuple(dict.fromkeys(parse_colors(locked))), no_colors)


def take_link(
    photo: Photo, settings: KMeansSettings, colors_of: Callable[[KMeansSettings], tuple[Rgb, ...]]
) -> None:
    """Keep what the address of a first visit says: of clusters, those that its own settings make."""
    state = st.session_state
    link: _Link | None = state.detail_link
    if link is None:
        return
    link.settings = link.settings or settings
    if state.awaited:
        return
    if photo.digest[:12] == link.photo or not link.photo:
        linked, of = link.user_edits, Clustering(photo=photo.digest, colors=colors_of(link.settings))
        classified = [number for each in linked.classes for number in each.clusters]
        if max(*linked.picks, *classified, linked.edits.highest, -1) < len(of.colors):
            save_picks(of, linked.picks)
            save_edits(of, linked.edits)
            if linked.classes:
                save_classes(of, linked.classes)
        else:
            _note_work(lambda _: False, "picked", "merged", "recolored", "classes")
        if link.pieces:
            save_pieces(photo, link.pieces)
        if link.chosen:
            save_chosen(photo, None, link.chosen)
        if link.region:
            save_region(photo, link.region)
        if link.scale is not None:
            save_scale(photo, link.scale)
    state.detail_link = None


def write_address(
    photo: Photo, user_edits: UserEdits, *, measures: bool = False, chosen: tuple[int, ...] = ()
) -> None:
    """Write picks, edits and locks into the address, and what is measured and chosen if that is shown.

    Nothing is written while the photo that the address names is awaited.
    """
    if st.session_state.detail_link is not None:
        return
    edits = user_edits.edits
    texts = (
        numbers_text(user_edits.picks),
        places_text(pieces_on(photo)),
        merges_text(edits),
        replacements_text(edits),
        colors_text(locked_colors()),
    )
    for name, text in zip(WORK_PARAMETERS, texts, strict=True):
        address.write(name, text)
    measured = (
        classes_text(user_edits.classes),
        region_text(region_on(photo)),
        scale_text(scale_on(photo)),
        chosen_text(chosen),
    )
    for name, text in zip(MEASURE_PARAMETERS, measured, strict=True):
        address.write(name, text if measures and len(text) <= TOO_LONG else None)


def leave_address(*, with_locks: bool) -> None:
    """Take all of it out of the address, where it is not shown, and locks unless they are used."""
    texts = {"locked": colors_text(locked_colors())} if with_locks else {}
    for name in (*WORK_PARAMETERS, *MEASURE_PARAMETERS):
        address.write(name, texts.get(name))


def _note_work(is_known: Callable[[str], object], *keys: str) -> None:
    for key in keys:
        note_unknown(f"Clusters {key}", key, is_known)


def _parsed(parse: Callable[[], Parsed], otherwise: Parsed) -> Parsed:
    try:
        return parse()
    except SettingsError:
        return otherwise

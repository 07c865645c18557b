"""What a visitor did to the clusters of a photo, kept between runs and written into the address.

Picks and edits name clusters by number. They are kept together with the colors that these had, so that no
series of interrupted runs can take them for other clusters: those of another K are found by color.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

from kseg_core import KMeansSettings, Segmentation, SettingsError
from kseg_core.edits.followed import follow_clusters, follow_edits
from kseg_core.edits.link_text import (
    colors_text,
    merges_text,
    numbers_text,
    parse_colors,
    parse_edits,
    parse_numbers,
    replacements_text,
)
from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from pages._ui import address
from pages._ui.state import WORK_PARAMETERS, locked_colors
from pages._ui.unknown_values import note_unknown

MOST_KEPT = 30
"""Photos whose picks, edits and steps are kept for a visitor."""

Parsed = TypeVar("Parsed")
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
    picks_follow, edits_follow : bool
        Whether they were made on other clusters, and these are the nearest in color.
    """

    picks: tuple[int, ...] = ()
    edits: PaletteEdits = field(default_factory=PaletteEdits)
    picks_follow: bool = False
    edits_follow: bool = False


@dataclass(slots=True, kw_only=True)
class _Link:
    """What an address says of work, the photo it is for, and with the first run the settings."""

    photo: str
    user_edits: UserEdits
    settings: KMeansSettings | None = None


def read_address() -> None:
    """Take picks, edits and locked colors from the address of a first visit; nonsense is said."""
    state, named = st.session_state, st.query_params
    if "detail_link" in state:
        return
    picked, merged, recolored, locked = (named.get(name, "") for name in WORK_PARAMETERS)
    _note_work(lambda text: _parsed(lambda: (parse_numbers(text),), None), "picked")
    _note_work(lambda text: _parsed(lambda: parse_edits(text, ""), None), "merged")
    _note_work(lambda text: _parsed(lambda: parse_edits("", text), None), "recolored")
    note_unknown("Colors locked", "locked", lambda text: _parsed(lambda: (parse_colors(text),), None))
    no_colors: tuple[Rgb, ...] = ()
    linked = UserEdits(
        picks=_parsed(lambda: parse_numbers(picked), ()),
        edits=_parsed(lambda: parse_edits(merged, recolored), PaletteEdits()),
    )
    state.detail_link = _Link(photo=named.get("photo", ""), user_edits=linked)
    state.detail_locked = _parsed(lambda: tuple(dict.fromkeys(parse_colors(locked))), no_colors)


def take_link(
    photo: str, settings: KMeansSettings, colors_of: Callable[[KMeansSettings], tuple[Rgb, ...]]
) -> None:
    """Keep what the address of a first visit says of clusters: of those that its own settings make."""
    state = st.session_state
    link: _Link | None = state.detail_link
    if link is None:
        return
    link.settings = link.settings or settings
    if state.awaited:
        return
    if photo[:12] == link.photo or not link.photo:
        linked, of = link.user_edits, Clustering(photo=photo, colors=colors_of(link.settings))
        if max(*linked.picks, linked.edits.highest, -1) < len(of.colors):
            save_picks(of, linked.picks)
            save_edits(of, linked.edits)
        else:
            _note_work(lambda _: False, "picked", "merged", "recolored")
    state.detail_link = None


def edits_on(clustering: Clustering) -> UserEdits:
    """What was done to a photo, for these clusters. What was done to others follows to the nearest colors."""
    no_picks: tuple[int, ...] = ()
    made_on, picks = _kept("detail_picks", clustering, no_picks)
    edited_on, edits = _kept("detail_edits", clustering, PaletteEdits())
    now = follow_clusters([(number, made_on[number]) for number in picks], clustering.colors)
    return UserEdits(
        picks=tuple(sorted(set(now))),
        edits=follow_edits(edits, edited_on, clustering.colors),
        picks_follow=bool(picks) and made_on != clustering.colors,
        edits_follow=edits != PaletteEdits() and edited_on != clustering.colors,
    )


def save_picks(clustering: Clustering, picks: tuple[int, ...]) -> None:
    """Keep which clusters are picked. For callbacks, and before they are drawn."""
    _save("detail_picks", clustering, picks)


def save_edits(clustering: Clustering, edits: PaletteEdits) -> None:
    """Keep the edits of a palette. For callbacks, and before it is drawn."""
    _save("detail_edits", clustering, edits)


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


def write_address(user_edits: UserEdits) -> None:
    """Write picks, edits and locks into the address, but while the photo that they are for is awaited."""
    if st.session_state.detail_link is not None:
        return
    edits = user_edits.edits
    texts = (
        numbers_text(user_edits.picks),
        merges_text(edits),
        replacements_text(edits),
        colors_text(locked_colors()),
    )
    for name, text in zip(WORK_PARAMETERS, texts, strict=True):
        address.write(name, text)


def leave_address(*, with_locks: bool) -> None:
    """Take picks and edits out of the address, where they are not shown, and locks unless they are used."""
    texts = {"locked": colors_text(locked_colors())} if with_locks else {}
    for name in WORK_PARAMETERS:
        address.write(name, texts.get(name))


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


def _note_work(is_known: Callable[[str], object], *keys: str) -> None:
    for key in keys:
        note_unknown(f"Clusters {key}", key, is_known)


def _parsed(parse: Callable[[], Parsed], otherwise: Parsed) -> Parsed:
    try:
        return parse()
    except SettingsError:
        return otherwise

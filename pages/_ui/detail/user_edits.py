"""What a visitor did to one segmentation, kept between runs and written into the address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

from kseg_core import KMeansSettings, Segmentation, SettingsError
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

MOST_KEPT = 30
"""Segmentations whose picks and edits are kept for a visitor."""

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentationKey:
    """What was segmented, and how: numbers of clusters mean something for it alone.

    Attributes
    ----------
    photo, image : str
        Digests of the file, and of the part of it that is kept.
    settings : KMeansSettings
    """

    photo: str
    image: str
    settings: KMeansSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class UserEdits:
    """Picks and palette edits. Clusters are named by their number in the segmentation.

    Attributes
    ----------
    picks : tuple of int
    edits : PaletteEdits
        Without the removal of specks, which is a setting of the page.
    """

    picks: tuple[int, ...] = ()
    edits: PaletteEdits = field(default_factory=PaletteEdits)

    def fits(self, n_clusters: int) -> bool:
        """Whether all clusters that are named are there."""
        return max(max(self.picks, default=-1), self.edits.highest) < n_clusters


def read_address() -> None:
    """Take picks, edits and locked colors from the address of a first visit; nonsense is passed over."""
    state, named = st.session_state, st.query_params
    if "detail_link" in state:
        return
    picked, merged, recolored, locked = (named.get(name, "") for name in WORK_PARAMETERS)
    no_colors: tuple[Rgb, ...] = ()
    linked = UserEdits(
        picks=_parsed(lambda: parse_numbers(picked), ()),
        edits=_parsed(lambda: parse_edits(merged, recolored), PaletteEdits()),
    )
    state.detail_link = (named.get("photo", ""), linked)
    state.detail_locked = _parsed(lambda: tuple(dict.fromkeys(parse_colors(locked))), no_colors)


def edits_on(key: SegmentationKey, n_clusters: int) -> UserEdits:
    """What was done to a segmentation of so many clusters: before, or according to the address."""
    state = st.session_state
    if state.detail_link is not None and not state.awaited:
        of_photo, linked = state.detail_link
        state.detail_link = None
        if key.photo[:12] == of_photo or not of_photo:
            save_edits(key, linked)
    if not kept_edits(key).fits(n_clusters):
        save_edits(key, UserEdits())
    return kept_edits(key)


def kept_edits(key: SegmentationKey) -> UserEdits:
    """What was done to a segmentation before."""
    user_edits: UserEdits = st.session_state.get("detail_user_edits", {}).get(key, UserEdits())
    return user_edits


def save_edits(key: SegmentationKey, user_edits: UserEdits) -> None:
    """Keep what is done to a segmentation. For callbacks, and before it is drawn."""
    st.session_state.detail_link = None
    keep_latest("detail_user_edits", key, user_edits)


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
    return tuple(sorted(result.members[row][0] for row in rows))


def keep_latest(name: str, key: SegmentationKey, value: object) -> None:
    """Keep what belongs to a segmentation under a name of the state, with that of the last few others."""
    kept = {other: known for other, known in st.session_state.get(name, {}).items() if other != key}
    kept[key] = value
    st.session_state[name] = dict(list(kept.items())[-MOST_KEPT:])


def _parsed(parse: Callable[[], Parsed], otherwise: Parsed) -> Parsed:
    try:
        return parse()
    except SettingsError:
        return otherwise

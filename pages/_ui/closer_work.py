"""What a visitor did to one segmentation, kept between runs and written into the address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st

from kseg_core import KMeansSettings, SettingsError
from kseg_core.edits.edited import EditedResult, PaletteEdits
from kseg_core.segmentation import K_MAX

MOST_KEPT = 30
"""Segmentations whose picks and edits are kept for a visitor."""

_NUMBERS = re.compile(r"\d{1,2}(\.\d{1,2}){0,31}")
_RECOLORED = re.compile(r"(\d{1,2})-([0-9a-f]{6})")
_PARAMETERS = ("picked", "merged", "recolored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
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
class Work:
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


def work_on(fit: Fit, n_clusters: int) -> Work:
    """What was done to a segmentation of so many clusters: before, or according to the address."""
    state = st.session_state
    if "closer_link" not in state:
        state.closer_link = (st.query_params.get("photo", ""), _read_address())
    if state.closer_link is not None and not state.awaited:
        of_photo, linked = state.closer_link
        state.closer_link = None
        if fit.photo[:12] == of_photo or not of_photo:
            _keep(fit, linked)
    work = state.get("closer_works", {}).get(fit, Work())
    return work if work.fits(n_clusters) else Work()


def save(fit: Fit, work: Work) -> None:
    """Keep what is done to a segmentation. For callbacks, and before it is drawn."""
    st.session_state.closer_link = None
    _keep(fit, work)


def write_address(work: Work) -> None:
    """Write picks and edits into the address, but while the photo that they are for is awaited."""
    if st.session_state.closer_link is not None:
        return
    texts = (
        _join(work.picks),
        "_".join(_join(group) for group in work.edits.merges),
        "_".join(f"{number}-{bytes(color).hex()}" for number, color in work.edits.replacements),
    )
    for name, text in zip(_PARAMETERS, texts, strict=True):
        if not text:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != text:
            st.query_params[name] = text


def leave_address() -> None:
    """Take picks and edits out of the address, where they are not shown."""
    for name in _PARAMETERS:
        st.query_params.pop(name, None)


def forget() -> None:
    """Drop all picks and edits. For callbacks."""
    st.session_state.update(closer_works={}, closer_link=None)


def picked_rows(result: EditedResult, picks: tuple[int, ...]) -> tuple[int, ...]:
    """The clusters of an edited result that are picked."""
    return tuple(row for row, members in enumerate(result.members) if not set(picks).isdisjoint(members))


def toggled(result: EditedResult, picks: tuple[int, ...], row: int) -> tuple[int, ...]:
    """The picks with one cluster of an edited result more or less."""
    rows = set(picked_rows(result, picks)) ^ {row}
    return named(result, rows)


def named(result: EditedResult, rows: Iterable[int]) -> tuple[int, ...]:
    """The picks for clusters of an edited result."""
    return tuple(sorted(result.members[row][0] for row in rows))


def _keep(fit: Fit, work: Work) -> None:
    works = {key: value for key, value in st.session_state.get("closer_works", {}).items() if key != fit}
    works[fit] = work
    st.session_state.closer_works = dict(list(works.items())[-MOST_KEPT:])


def _read_address() -> Work:
    """Picks and edits as the address says; what makes no sense is passed over."""
    picked, merged, recolored = (st.query_params.get(name, "")[:2000] for name in _PARAMETERS)
    picks = _split(picked)
    groups = tuple(group for text in merged.split("_") if (group := _split(text)))
    colors = [match for text in recolored.split("_") if (match := _RECOLORED.fullmatch(text))]
    try:
        edits = PaletteEdits(
            merges=groups,
            replacements=tuple(
                (int(match[1]), tuple(bytes.fromhex(match[2])))  # type: ignore[misc]
                for match in colors
            ),
        )
    except SettingsError:
        edits = PaletteEdits()
    return Work(picks=tuple(sorted(set(picks))), edits=edits)


def _join(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _split(text: str) -> tuple[int, ...]:
    if not _NUMBERS.fullmatch(text):
        return ()
    return tuple(number for part in text.split(".") if (number := int(part)) < K_MAX)

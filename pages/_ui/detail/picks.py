"""Picking clusters: by clicks in the picture, the palette and the table, and by what they are."""

from dataclasses import replace

import streamlit as st

from kseg_core.edits.cut import SOFTNESS_MAX, Cut
from kseg_core.kmeans.palette_edits import SPECKS_MAX
from pages._ui import widgets
from pages._ui.declarations.cluster import PickBy
from pages._ui.detail.detail import Detail
from pages._ui.detail.palette import take_row
from pages._ui.detail.picture import take_click
from pages._ui.detail.results import get_subject_guesses
from pages._ui.detail.table import take_rows
from pages._ui.photo import Photo
from pages._ui.user_edits import (
    Clustering,
    edits_on,
    named_picks,
    pieces_on,
    save_picks,
    save_pieces,
    toggled_picks,
)

_SUBJECT_HELP = (
    "A guess: picks the clusters that touch the border least for what they cover in the middle. K-means "
    "knows colors, not things. Press again for the next guess."
)


def take_picks(detail: Detail) -> Detail:
    """What was clicked in the picture, the palette or the table since the last run."""
    result, picks = detail.result, detail.user_edits.picks
    for row in (take_click(detail), take_row(result)):
        if row is not None:
            picks = toggled_picks(result, picks, row)
    rows = take_rows(result)
    if rows is not None:
        picks = named_picks(result, rows)
    if picks != detail.user_edits.picks:
        save_picks(detail.clustering, picks)
    cut = replace(detail.cut, places=pieces_on(detail.photo))
    return replace(detail, user_edits=edits_on(detail.clustering), cut=cut)


def choose_cut() -> Cut:
    """Draw what a click picks, and how what is picked is cut out. Without the places of pieces."""
    widgets.segmented_choice("A click picks", PickBy, key="pick_by")
    with st.container(horizontal=True, gap="small"):
        smallest = widgets.number(
            "Smallest piece, in pixels",
            0,
            SPECKS_MAX,
            step=10,
            key="cut_smallest",
            help="Connected pieces of fewer pixels are not picked, and not cut out.",
            width=190,
        )
        softness = choose_softness("Soft edge, in pixels")
    return Cut(smallest=smallest, softness=softness)


def choose_softness(label: str) -> float:
    """Draw how soft the edge of what is cut out is."""
    return widgets.slider(
        label,
        0.0,
        SOFTNESS_MAX,
        step=0.5,
        format="%.1f",
        key="cut_soft",
        help="In a file that is cut out, the photo fades over so many pixels from the edge inward, so that "
        "no fringe of other colors is left. What is narrower nearly vanishes.",
    )


def offer_picks(detail: Detail) -> None:
    """Draw the buttons that pick several clusters at once."""
    result, picked = detail.result, detail.picked
    others = [row for row in range(result.n_clusters) if row not in picked]
    guesses = get_subject_guesses(*detail.source)
    guess = guesses.index(picked) if picked in guesses else -1
    _pick_button(
        "Guess the subject" if guess < 0 else "Next guess",
        detail,
        named_picks(result, guesses[(guess + 1) % len(guesses)]),
        key="Subject",
        help=_SUBJECT_HELP,
    )
    _pick_button("Invert", detail, named_picks(result, others))
    _pick_button("Clear", detail, (), disabled=not detail.has_picks)
    if guess >= 0 and len(guesses) > 1:
        st.caption(
            f"Guess {guess + 1} of {len(guesses)} at the subject: what touches the border least.",
            width="stretch",
        )


def _pick(photo: Photo, clustering: Clustering, picks: tuple[int, ...]) -> None:
    """Pick clusters and no pieces."""
    save_picks(clustering, picks)
    save_pieces(photo, ())


def _pick_button(
    label: str,
    detail: Detail,
    picks: tuple[int, ...],
    *,
    key: str = "",
    help: str | None = None,
    disabled: bool = False,
) -> None:
    st.button(
        label,
        key=f"detail_pick_{key or label}",
        on_click=_pick,
        args=(detail.photo, detail.clustering, picks),
        help=help,
        disabled=disabled,
    )

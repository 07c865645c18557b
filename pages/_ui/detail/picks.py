"""Picking clusters: by clicks in the picture, the palette and the table, and by what they are."""

from dataclasses import replace

import streamlit as st

from pages._ui.detail.detail import Detail
from pages._ui.detail.palette import take_row
from pages._ui.detail.picture import take_click
from pages._ui.detail.results import get_subject_guesses
from pages._ui.detail.table import take_rows
from pages._ui.user_edits import edits_on, named_picks, save_picks, toggled_picks

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
    if picks == detail.user_edits.picks:
        return detail
    save_picks(detail.clustering, picks)
    return replace(detail, user_edits=edits_on(detail.clustering))


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
    _pick_button("Clear", detail, (), disabled=not picked)
    if guess >= 0 and len(guesses) > 1:
        st.caption(
            f"Guess {guess + 1} of {len(guesses)} at the subject: what touches the border least.",
            width="stretch",
        )


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
        on_click=save_picks,
        args=(detail.clustering, picks),
        help=help,
        disabled=disabled,
    )

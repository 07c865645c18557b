"""Picking clusters: by clicks in the picture, the palette and the table, and by what they are."""

from dataclasses import replace

import streamlit as st

from pages._ui.detail.detail import Detail
from pages._ui.detail.palette import take_row
from pages._ui.detail.picture import take_click
from pages._ui.detail.results import get_subject
from pages._ui.detail.table import take_rows
from pages._ui.detail.user_edits import named_picks, save_edits, toggled_picks

_SUBJECT_HELP = (
    "Picks the clusters that have a larger share of the middle of the picture than of its border: a guess at "
    "the subject against its background. K-means knows colors, not things."
)


def take_picks(detail: Detail) -> Detail:
    """What was clicked in the picture, the palette or the table since the last run."""
    result, picks = detail.result, detail.user_edits.picks
    for row in (take_click(detail), take_row()):
        if row is not None and row < result.n_clusters:
            picks = toggled_picks(result, picks, row)
    rows = take_rows()
    if rows is not None:
        picks = named_picks(result, [row for row in rows if row < result.n_clusters])
    if picks == detail.user_edits.picks:
        return detail
    user_edits = replace(detail.user_edits, picks=picks)
    save_edits(detail.key, user_edits)
    return replace(detail, user_edits=user_edits)


def offer_picks(detail: Detail) -> None:
    """Draw the buttons that pick several clusters at once."""
    result, picked = detail.result, detail.picked
    others = [row for row in range(result.n_clusters) if row not in picked]
    _pick_button("Subject", detail, named_picks(result, get_subject(*detail.source)), help=_SUBJECT_HELP)
    _pick_button("Invert", detail, named_picks(result, others))
    _pick_button("Clear", detail, (), disabled=not picked)


def _pick_button(
    label: str, detail: Detail, picks: tuple[int, ...], *, help: str | None = None, disabled: bool = False
) -> None:
    st.button(
        label,
        key=f"detail_pick_{label}",
        on_click=save_edits,
        args=(detail.key, replace(detail.user_edits, picks=picks)),
        help=help,
        disabled=disabled,
    )

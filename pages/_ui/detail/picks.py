"""Picking clusters: by clicks in the picture, the palette and the table, and by what they are."""

from dataclasses import replace

import streamlit as st

from kseg_core import Segmentation
from pages._ui.detail import user_edits as closer_work
from pages._ui.detail.cache import get_subject
from pages._ui.detail.palette import take_row
from pages._ui.detail.picture import take_click
from pages._ui.detail.settings import Closer
from pages._ui.detail.table import take_rows

_SUBJECT_HELP = (
    "Picks the clusters that have a larger share of the middle of the picture than of its border: a guess at "
    "the subject against its background. K-means knows colors, not things."
)


def take_picks(closer: Closer, result: Segmentation) -> Closer:
    """What was clicked in the picture, the palette or the table since the last run."""
    picks = closer.work.picks
    for row in (take_click(result), take_row()):
        if row is not None and row < result.n_clusters:
            picks = closer_work.toggled(result, picks, row)
    rows = take_rows()
    if rows is not None:
        picks = closer_work.named(result, [row for row in rows if row < result.n_clusters])
    if picks == closer.work.picks:
        return closer
    work = replace(closer.work, picks=picks)
    closer_work.save(closer.fit, work)
    return replace(closer, work=work)


def offer_picks(closer: Closer, result: Segmentation) -> None:
    """Draw the buttons that pick several clusters at once."""
    rows = closer.rows(result)
    subject = get_subject(closer, result)
    others = [row for row in range(result.n_clusters) if row not in rows]
    _pick_button("Subject", closer, closer_work.named(result, subject), help=_SUBJECT_HELP)
    _pick_button("Invert", closer, closer_work.named(result, others))
    _pick_button("Clear", closer, (), disabled=not rows)


def _pick_button(
    label: str, closer: Closer, picks: tuple[int, ...], *, help: str | None = None, disabled: bool = False
) -> None:
    st.button(
        label,
        key=f"closer_pick_{label}",
        on_click=closer_work.save,
        args=(closer.fit, replace(closer.work, picks=picks)),
        help=help,
        disabled=disabled,
    )

"""What was done to a palette, step by step, to go back and forth in."""

from dataclasses import dataclass, replace

import streamlit as st

from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from pages._ui.detail import user_edits as closer_work
from pages._ui.detail.user_edits import Fit, Work

MOST_STEPS = 50
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A palette: the colors that K-means had to keep, and the edits after it."""

    locked: tuple[Rgb, ...]
    edits: PaletteEdits


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """States before and after the present one, the nearest last."""

    past: tuple[State, ...] = ()
    future: tuple[State, ...] = ()


def history_of(fit: Fit) -> History:
    """The steps for a photo and settings, whatever is locked."""
    history: History = st.session_state.get("closer_history", {}).get(_without_locks(fit), History())
    return history


def edit(fit: Fit, work: Work, edits: PaletteEdits) -> None:
    """Change the edits. For callbacks."""
    _step(fit, work, State(locked=closer_work.locked_colors(), edits=replace(edits, specks=0)))


def lock(fit: Fit, work: Work, locked: tuple[Rgb, ...]) -> None:
    """Change the locked colors. The clusters are then others, and the edits start over. For callbacks."""
    if work.edits.merges or work.edits.replacements:
        st.toast(
            "The clusters are found anew, so merged and replaced colors start over. *Undo* brings them back.",
            icon=":material/undo:",
        )
    _step(fit, work, State(locked=locked, edits=PaletteEdits()))


def reset(fit: Fit, work: Work) -> None:
    """Take all edits and locks away. For callbacks."""
    _step(fit, work, State(locked=(), edits=PaletteEdits()))


def undo(fit: Fit, work: Work) -> None:
    """Go one step back. For callbacks."""
    history = history_of(fit)
    if history.past:
        _keep(fit, History(past=history.past[:-1], future=(*history.future, _present(work))))
        _show(fit, work, history.past[-1])


def redo(fit: Fit, work: Work) -> None:
    """Go one step forth again. For callbacks."""
    history = history_of(fit)
    if history.future:
        _keep(fit, History(past=(*history.past, _present(work)), future=history.future[:-1]))
        _show(fit, work, history.future[-1])


def _step(fit: Fit, work: Work, state: State) -> None:
    if state != _present(work):
        past = (*history_of(fit).past, _present(work))
        _keep(fit, History(past=past[-MOST_STEPS:]))
        _show(fit, work, state)


def _present(work: Work) -> State:
    return State(locked=closer_work.locked_colors(), edits=work.edits)


def _show(fit: Fit, work: Work, state: State) -> None:
    closer_work.lock_colors(state.locked)
    locked = closer_work.locked_for(fit.settings.k, fit.settings.engine)
    target = replace(fit, settings=replace(fit.settings, locked=locked))
    known = work if target == fit else closer_work.work_kept(target)
    closer_work.save(target, replace(known, edits=state.edits))


def _without_locks(fit: Fit) -> Fit:
    return replace(fit, settings=replace(fit.settings, locked=()))


def _keep(fit: Fit, history: History) -> None:
    closer_work.keep_latest("closer_history", _without_locks(fit), history)

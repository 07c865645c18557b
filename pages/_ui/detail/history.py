"""What was done to a palette, step by step, to go back and forth in."""

from dataclasses import dataclass, replace

import streamlit as st

from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from pages._ui.detail.user_edits import SegmentationKey, keep_latest, kept_edits, lock_colors, save_edits
from pages._ui.state import locked_colors, locked_for

MOST_STEPS = 50
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A palette: the colors that K-means had to keep, and the edits after it."""

    locked: tuple[Rgb, ...]
    edits: PaletteEdits


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Snapshots before and after the present one, the nearest last."""

    past: tuple[Snapshot, ...] = ()
    future: tuple[Snapshot, ...] = ()


def history_of(key: SegmentationKey) -> History:
    """The steps for a photo and settings, whatever is locked."""
    history: History = st.session_state.get("detail_history", {}).get(_without_locks(key), History())
    return history


def edit(key: SegmentationKey, edits: PaletteEdits) -> None:
    """Change the edits. For callbacks."""
    _step(key, Snapshot(locked=locked_colors(), edits=replace(edits, specks=0)))


def lock(key: SegmentationKey, locked: tuple[Rgb, ...]) -> None:
    """Change the locked colors. The clusters are then others, and the edits start over. For callbacks."""
    if _present(key).edits != NO_EDITS:
        st.toast(
            "The clusters are found anew, so merged and replaced colors start over. *Undo* brings them back.",
            icon=":material/undo:",
        )
    _step(key, Snapshot(locked=locked, edits=NO_EDITS))


def reset(key: SegmentationKey) -> None:
    """Take all edits and locks away. For callbacks."""
    _step(key, Snapshot(locked=(), edits=NO_EDITS))


def undo(key: SegmentationKey) -> None:
    """Go one step back. For callbacks."""
    history = history_of(key)
    if history.past:
        _keep(key, History(past=history.past[:-1], future=(*history.future, _present(key))))
        _show(key, history.past[-1])


def redo(key: SegmentationKey) -> None:
    """Go one step forth again. For callbacks."""
    history = history_of(key)
    if history.future:
        _keep(key, History(past=(*history.past, _present(key)), future=history.future[:-1]))
        _show(key, history.future[-1])


def _step(key: SegmentationKey, snapshot: Snapshot) -> None:
    present = _present(key)
    if snapshot != present:
        past = (*history_of(key).past, present)
        _keep(key, History(past=past[-MOST_STEPS:]))
        _show(key, snapshot)


def _present(key: SegmentationKey) -> Snapshot:
    return Snapshot(locked=locked_colors(), edits=kept_edits(key).edits)


def _show(key: SegmentationKey, snapshot: Snapshot) -> None:
    lock_colors(snapshot.locked)
    locked = locked_for(key.settings.k, key.settings.engine)
    target = replace(key, settings=replace(key.settings, locked=locked))
    save_edits(target, replace(kept_edits(target), edits=snapshot.edits))


def _without_locks(key: SegmentationKey) -> SegmentationKey:
    return replace(key, settings=replace(key.settings, locked=()))


def _keep(key: SegmentationKey, history: History) -> None:
    keep_latest("detail_history", _without_locks(key), history)

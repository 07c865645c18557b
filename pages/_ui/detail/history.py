"""What was done to a palette and its classes, step by step, to go back and forth in."""

from dataclasses import dataclass, replace

import streamlit as st

from kseg_core.image import Rgb
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.measure.classes import Classes
from pages._ui.state import locked_colors
from pages._ui.user_edits import (
    Clustering,
    edits_on,
    keep_latest,
    lock_colors,
    save_classes,
    save_edits,
)

MOST_STEPS = 50
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The colors that K-means had to keep, the clusters it found, and the edits and classes of these."""

    locked: tuple[Rgb, ...]
    of: Clustering
    edits: PaletteEdits
    classes: Classes


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Snapshots before and after the present one, the nearest last."""

    past: tuple[Snapshot, ...] = ()
    future: tuple[Snapshot, ...] = ()


def history_of(clustering: Clustering) -> History:
    """The steps for a photo, whatever its clusters."""
    history: History = st.session_state.get("detail_history", {}).get(clustering.photo, History())
    return history


def edit(clustering: Clustering, edits: PaletteEdits) -> None:
    """Change the edits. For callbacks."""
    _step(clustering, locked_colors(), replace(edits, specks=0))


def lock(clustering: Clustering, locked: tuple[Rgb, ...]) -> None:
    """Change the locked colors. The clusters are then others, and the edits start over. For callbacks."""
    if edits_on(clustering).edits != NO_EDITS:
        st.toast(
            "The clusters are found anew, so merged and replaced colors start over. *Undo* brings them back.",
            icon=":material/undo:",
        )
    _step(clustering, locked, NO_EDITS)


def reset(clustering: Clustering) -> None:
    """Take all edits and locks away. For callbacks."""
    _step(clustering, (), NO_EDITS)


def classify(clustering: Clustering, classes: Classes) -> None:
    """Change the classes. For callbacks."""
    _step(clustering, locked_colors(), edits_on(clustering).edits, classes)


def undo(clustering: Clustering) -> None:
    """Go one step back. For callbacks."""
    history = history_of(clustering)
    if history.past:
        future = (*history.future, _present(clustering))
        _keep(clustering, History(past=history.past[:-1], future=future))
        _show(history.past[-1])


def redo(clustering: Clustering) -> None:
    """Go one step forth again. For callbacks."""
    history = history_of(clustering)
    if history.future:
        past = (*history.past, _present(clustering))
        _keep(clustering, History(past=past, future=history.future[:-1]))
        _show(history.future[-1])


def forget_steps(clustering: Clustering) -> None:
    """Leave nothing to undo or redo. For callbacks."""
    _keep(clustering, History())


def _step(
    clustering: Clustering, locked: tuple[Rgb, ...], edits: PaletteEdits, classes: Classes | None = None
) -> None:
    present = _present(clustering)
    kept = present.classes if classes is None else classes
    snapshot = Snapshot(locked=locked, of=clustering, edits=edits, classes=kept)
    if snapshot != present:
        past = (*history_of(clustering).past, present)
        _keep(clustering, History(past=past[-MOST_STEPS:]))
        _show(snapshot)


def _present(clustering: Clustering) -> Snapshot:
    done = edits_on(clustering)
    return Snapshot(locked=locked_colors(), of=clustering, edits=done.edits, classes=done.classes)


def _show(snapshot: Snapshot) -> None:
    lock_colors(snapshot.locked)
    save_edits(snapshot.of, snapshot.edits)
    save_classes(snapshot.of, snapshot.classes)


def _keep(clustering: Clustering, history: History) -> None:
    keep_latest("detail_history", clustering.photo, history)

"""Work on the palette of "Look closer": recolor, merge and lock clusters, go back and forth."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from kseg_core import Segmentation
from kseg_core.edits.changes import (
    is_replaced,
    merge_alike,
    merge_rows,
    merged_color,
    recolor_row,
    separate_row,
)
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.palette import alike_groups, hex_code, least_distance, rgb_of
from pages._ui.cache import get_segmentation
from pages._ui.components.swatches import draw_merges
from pages._ui.detail import history as closer_history
from pages._ui.detail import user_edits as closer_work
from pages._ui.detail.applied import LentPalette, apply_elsewhere
from pages._ui.detail.locks import draw_locks, lock_picked
from pages._ui.detail.settings import Closer
from pages._ui.detail.user_edits import Fit, Work
from pages._ui.state import DEFAULTS
from pages._ui.text import count

_FARTHEST = 40.0
_COLOR = "closer_color"


def draw_edits(closer: Closer, result: Segmentation) -> None:
    """Draw everything that changes a palette, closed at first."""
    with st.expander("Edit palette", icon=":material/palette:", key="closer_edits"):
        _draw_steps(closer, result)
        _draw_picked(closer, result)
        _draw_alike(closer, result)
        draw_locks(closer)
        if st.button(
            "Apply this palette to another photo", icon=":material/format_color_fill:", key="closer_apply"
        ):
            apply_elsewhere(
                LentPalette(
                    of=closer.photo.name,
                    codes=tuple(hex_code(color) for color in result.palette),
                    color_space=closer.settings.color_space,
                    smoothing=closer.settings.smoothing,
                )
            )


def _draw_steps(closer: Closer, result: Segmentation) -> None:
    history = closer_history.history_of(closer.fit)
    done = done_text(closer)
    with st.container(horizontal=True, gap="small"):
        _button("Undo", closer, closer_history.undo, icon="undo", disabled=not history.past)
        _button("Redo", closer, closer_history.redo, icon="redo", disabled=not history.future)
        _button("Reset", closer, closer_history.reset, icon="restart_alt", disabled=not done)
    if done:
        st.caption(f"{done}: in the numbers, the table and the link. The steps to undo are not in the link.")


def done_text(closer: Closer) -> str:
    """What was done to the palette, in numbers; empty if nothing was."""
    edits, locked = closer.work.edits, closer_work.locked_colors()
    merged = sum(len(group) for group in edits.merges)
    parts = [
        f"{count(merged, 'cluster')} merged into {len(edits.merges)}" if merged else "",
        f"{count(len(edits.replacements), 'color')} replaced" if edits.replacements else "",
        f"{count(len(locked), 'color')} locked" if locked else "",
    ]
    return ", ".join(part for part in parts if part)


def _draw_picked(closer: Closer, result: Segmentation) -> None:
    rows = closer.rows(result)
    if not rows:
        st.caption("Pick a color in the list or a segment in the picture to recolor, merge or lock it.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(rows) == 1:
            _draw_color(closer, result, rows[0])
            if len(result.members[rows[0]]) > 1:
                _edit_button("Separate", closer, separate_row(result, rows[0]), icon="call_split")
        else:
            _edit_button(f"Merge the {len(rows)} picked", closer, merge_rows(result, rows), icon="call_merge")
        lock_picked(closer, result, rows)


def _draw_color(closer: Closer, result: Segmentation, row: int) -> None:
    code = hex_code(result.palette[row])
    if st.session_state.get(_COLOR) != code:
        st.session_state[_COLOR] = code
    own = recolor_row(result, row, None)
    st.color_picker(
        "Color",
        key=_COLOR,
        on_change=_recolor,
        args=(closer.fit, closer.work, own, result.members[row][0]),
        help="The picked cluster is shown in this color. Its pixels, its centroid and the WCSS stay.",
    )
    if is_replaced(result, row):
        _edit_button("Its own color", closer, own, icon="format_color_reset")


def _recolor(fit: Fit, work: Work, own: PaletteEdits, cluster: int) -> None:
    given = (*own.replacements, (cluster, rgb_of(st.session_state[_COLOR])))
    closer_history.edit(fit, work, replace(own, replacements=given))


def _draw_alike(closer: Closer, result: Segmentation) -> None:
    distance = st.slider(
        "Colors that look alike, up to this CIEDE2000 distance",
        0.0,
        _FARTHEST,
        DEFAULTS["alike"],
        step=0.5,
        format="%.1f",
        key="alike",
        bind="query-params",
        help="About 1 is the least difference that people see; black and white are 100 apart.",
    )
    groups = alike_groups(result.palette, distance)
    if not groups:
        least = least_distance(result.palette)
        nearest = f" The nearest two are {least:.1f} apart." if result.n_clusters > 1 else ""
        st.caption(f"No two colors of this palette are so near.{nearest}")
        return
    segmentation = get_segmentation(closer.image, closer.settings)
    codes = [hex_code(color) for color in result.palette]
    draw_merges(
        ([codes[row] for row in group], hex_code(merged_color(result, segmentation, group)))
        for group in groups
    )
    left = result.n_clusters - sum(len(group) - 1 for group in groups)
    _edit_button(
        f"Merge alike: {result.n_clusters} become {left}",
        closer,
        merge_alike(result, distance),
        icon="call_merge",
        key="alike",
    )


def _edit_button(label: str, closer: Closer, edits: PaletteEdits, *, icon: str, key: str = "") -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"closer_edit_{key or label.split()[0].lower()}",
        on_click=closer_history.edit,
        args=(closer.fit, closer.work, edits),
    )


def _button(
    label: str, closer: Closer, step: Callable[[Fit, Work], Any], *, icon: str, disabled: bool
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"closer_{label.lower()}",
        on_click=step,
        args=(closer.fit, closer.work),
        disabled=disabled,
    )

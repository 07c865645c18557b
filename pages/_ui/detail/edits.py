"""Work on the palette of "Look closer": recolor, merge and lock clusters, go back and forth."""

from dataclasses import replace

import streamlit as st

from kseg_core.edits.changes import (
    is_replaced,
    merge_alike,
    merge_rows,
    merged_color,
    recolor_row,
    separate_row,
)
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.settings import palette_settings
from kseg_core.palette import alike_groups, hex_code, least_distance, rgb_of
from kseg_core.wording import count
from pages._ui import widgets
from pages._ui.components.swatches import draw_merges
from pages._ui.detail import history
from pages._ui.detail.applied import apply_elsewhere
from pages._ui.detail.detail import Detail
from pages._ui.detail.eyedropper import draw_eyedropper
from pages._ui.detail.locks import draw_locks, lock_picked
from pages._ui.renewed import is_former, renewed_key
from pages._ui.results import get_segmentation
from pages._ui.state import locked_colors
from pages._ui.user_edits import Clustering

_FARTHEST = 40.0
_COLOR = "detail_color"


def draw_edits(detail: Detail) -> None:
    """Draw everything that changes a palette, closed at first."""
    with st.expander("Edit palette", icon=":material/palette:", key="detail_edits"):
        _draw_steps(detail)
        _draw_picked(detail)
        draw_eyedropper(detail)
        _draw_alike(detail)
        draw_locks(detail)
        if st.button(
            "Apply this palette to another photo", icon=":material/format_color_fill:", key="detail_apply"
        ):
            settings = detail.settings
            apply_elsewhere(
                detail.photo,
                palette_settings(detail.result.palette, settings.color_space, smoothing=settings.smoothing),
            )


def _draw_steps(detail: Detail) -> None:
    steps = history.history_of(detail.clustering)
    done = done_text(detail)
    with st.container(horizontal=True, gap="small"):
        for label, icon, step, is_possible in (
            ("Undo", "undo", history.undo, bool(steps.past)),
            ("Redo", "redo", history.redo, bool(steps.future)),
            ("Reset", "restart_alt", history.reset, bool(done)),
        ):
            st.button(
                label,
                icon=f":material/{icon}:",
                key=f"detail_{label.lower()}",
                on_click=step,
                args=(detail.clustering,),
                disabled=not is_possible,
            )
    if done:
        follow = (
            " The edits now hold for the clusters nearest in color." if detail.user_edits.edits_follow else ""
        )
        st.caption(
            f"{done}: in the numbers, the table and the link.{follow} The steps to undo are not in the link."
        )


def done_text(detail: Detail) -> str:
    """What was done to the palette, in numbers; empty if nothing was."""
    edits, locked = detail.user_edits.edits, locked_colors()
    merged = sum(len(group) for group in edits.merges)
    parts = [
        f"{count(merged, 'cluster')} merged into {len(edits.merges)}" if merged else "",
        f"{count(len(edits.replacements), 'color')} replaced" if edits.replacements else "",
        f"{count(len(locked), 'color')} locked" if locked else "",
    ]
    return ", ".join(part for part in parts if part)


def _draw_picked(detail: Detail) -> None:
    rows = detail.picked
    if not rows:
        st.caption("Pick a color in the list or a segment in the picture to recolor, merge or lock it.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(rows) == 1:
            _draw_color(detail, rows[0])
            if len(detail.result.members[rows[0]]) > 1:
                _edit_button("Separate", detail, separate_row(detail.result, rows[0]), icon="call_split")
        else:
            _edit_button(
                f"Merge the {len(rows)} picked", detail, merge_rows(detail.result, rows), icon="call_merge"
            )
        lock_picked(detail, rows)


def _draw_color(detail: Detail, row: int) -> None:
    code = hex_code(detail.result.palette[row])
    cluster = detail.result.members[row][0]
    of = (detail.clustering, cluster)
    key = renewed_key(_COLOR, of, lambda drawn: st.session_state.get(drawn) == code)
    own = recolor_row(detail.result, row, None)
    st.color_picker(
        "Color",
        code,
        key=key,
        on_change=_recolor,
        args=(key, detail.clustering, own, cluster),
        help="The picked cluster is shown in this color. Its pixels, its centroid and the WCSS stay.",
    )
    if is_replaced(detail.result, row):
        _edit_button("Its own color", detail, own, icon="format_color_reset")


def _recolor(key: str, clustering: Clustering, own: PaletteEdits, cluster: int) -> None:
    if not is_former(key):
        given = (*own.replacements, (cluster, rgb_of(st.session_state[key])))
        history.edit(clustering, replace(own, replacements=given))


def _draw_alike(detail: Detail) -> None:
    distance = widgets.slider(
        "Colors that look alike, up to this CIEDE2000 distance",
        0.0,
        _FARTHEST,
        step=0.5,
        format="%.1f",
        key="alike",
        help="About 1 is the least difference that people see; black and white are 100 apart.",
    )
    groups = alike_groups(detail.result.palette, distance)
    if not groups:
        least = least_distance(detail.result.palette)
        nearest = f" The nearest two are {least:.1f} apart." if detail.result.n_clusters > 1 else ""
        st.caption(f"No two colors of this palette are so near.{nearest}")
        return
    segmentation = get_segmentation(detail.image, detail.settings)
    codes = [hex_code(color) for color in detail.result.palette]
    draw_merges(
        ([codes[row] for row in group], hex_code(merged_color(detail.result, segmentation, group)))
        for group in groups
    )
    left = detail.result.n_clusters - sum(len(group) - 1 for group in groups)
    _edit_button(
        f"Merge alike: {detail.result.n_clusters} become {left}",
        detail,
        merge_alike(detail.result, distance),
        icon="call_merge",
        key="alike",
    )


def _edit_button(label: str, detail: Detail, edits: PaletteEdits, *, icon: str, key: str = "") -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"detail_edit_{key or label.split()[0].lower()}",
        on_click=history.edit,
        args=(detail.clustering, edits),
    )

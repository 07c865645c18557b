"""Colors that must stay: the rest of the K are found around them."""

from collections.abc import Iterable

import streamlit as st

from kseg_core import Engine
from kseg_core.image import Rgb
from kseg_core.palette import check_color, hex_code, rgb_of
from kseg_core.wording import count
from pages._ui.components.swatches import squares
from pages._ui.detail import history
from pages._ui.detail.detail import Detail
from pages._ui.state import locked_colors
from pages._ui.user_edits import Clustering

_OTHER = "detail_lock_color"
_HELP = (
    "The color stays exactly as it is, and K-means finds the other colors around it. As the clusters are "
    "then others, merges and replaced colors start over; Undo brings them back."
)


def lock_picked(detail: Detail, rows: Iterable[int]) -> None:
    """Draw the button that locks the colors of some rows, or gives them free."""
    picked = list(dict.fromkeys(check_color(detail.result.palette[row].tolist()) for row in rows))
    locked = locked_colors()
    new = tuple(color for color in picked if color not in locked)
    if new:
        lock_button("Lock", detail, (*locked, *new), icon="lock", key="picked")
    else:
        kept = tuple(color for color in locked if color not in picked)
        lock_button("Unlock", detail, kept, icon="lock_open", key="picked")


def draw_locks(detail: Detail) -> None:
    """Draw the colors that are locked, with a way out for each, and a way in for any color."""
    locked = locked_colors()
    if locked:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for color in locked:
                kept = tuple(other for other in locked if other != color)
                code = hex_code(color)
                st.html(squares([code]), width="content")
                lock_button(
                    f"Unlock {hex_code(color)}", detail, kept, icon="lock_open", key=hex_code(color)[1:]
                )
    if detail.settings.engine is not Engine.FAST:
        st.caption(
            "Colors can be locked with the fast engine only: `cv2.kmeans` moves every centroid. Change it "
            "under *Segmentation*."
        )
        return
    if len(locked) > detail.settings.k:
        st.caption(f"At K = {detail.settings.k} only the first {count(detail.settings.k, 'color')} can stay.")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.color_picker("Another color that must stay", "#c8102e", key=_OTHER)
        st.button(
            "Lock this color",
            icon=":material/lock:",
            key="detail_lock_other",
            on_click=_lock_other,
            args=(detail.clustering,),
            help=_HELP,
            disabled=len(locked) >= detail.settings.k,
        )


def lock_button(label: str, detail: Detail, locked: tuple[Rgb, ...], *, icon: str, key: str) -> None:
    """Draw the button that makes `locked` the colors that must stay."""
    settings = detail.settings
    grows = len(locked) > len(locked_colors())
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"detail_lock_{key}",
        on_click=history.lock,
        args=(detail.clustering, locked),
        help=_HELP,
        disabled=grows and (settings.engine is not Engine.FAST or len(locked) > settings.k),
    )


def _lock_other(clustering: Clustering) -> None:
    color = rgb_of(st.session_state[_OTHER])
    locked = locked_colors()
    if color not in locked:
        history.lock(clustering, (*locked, color))

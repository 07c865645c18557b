"""The eyedropper of "Look closer": while it is on, a click in the picture takes the color of that pixel."""

from dataclasses import replace

import streamlit as st

from kseg_core.edits.changes import recolor_row
from kseg_core.palette import check_color, hex_code
from pages._ui.components.image_viewer import Marker
from pages._ui.components.swatches import squares
from pages._ui.detail import history
from pages._ui.detail.detail import Detail
from pages._ui.detail.locks import lock_button
from pages._ui.state import locked_colors

_ON = "detail_dropper"
_TAKEN = "detail_dropped"


def is_on() -> bool:
    """Whether clicks in the picture take colors, and do not pick segments."""
    return bool(st.session_state.get(_ON))


def take_pixel(detail: Detail, pixel: tuple[int, int]) -> None:
    """Take the color of the photo at a column and row; a transparent pixel has none."""
    x, y = pixel
    image = detail.image
    if x < image.width and y < image.height and (image.opaque is None or image.opaque[y, x]):
        st.session_state[_TAKEN] = (image.digest, x, y)


def taken_marker(detail: Detail) -> Marker | None:
    """Where the color was taken that is offered now."""
    place = _place(detail)
    return None if place is None else Marker(x=place[0], y=place[1], text=_code(detail, place))


def draw_eyedropper(detail: Detail) -> None:
    """Draw the switch, and what can be done with the color that was taken."""
    st.toggle(
        ":material/colorize: Eyedropper",
        key=_ON,
        help="While it is on, a click in the picture takes the color of the photo there, to lock it or to "
        "recolor a picked cluster with it. Pick in the list or the table meanwhile.",
    )
    place = _place(detail)
    if place is None:
        if is_on():
            st.caption("Click a pixel of the picture.")
        return
    x, y = place
    code = _code(detail, place)
    color = check_color(detail.image.pixels[y, x].tolist())
    rows = detail.picked
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f"{squares([code])} <code>{code}</code>", width="content")
        locked = locked_colors()
        lock_button(
            "Lock it", detail, (*locked, color) if color not in locked else locked, icon="lock", key="dropped"
        )
        own = recolor_row(detail.result, rows[0], None) if len(rows) == 1 else detail.user_edits.edits
        cluster = detail.result.members[rows[0]][0] if rows else 0
        st.button(
            "Recolor the picked",
            icon=":material/format_color_fill:",
            key="detail_recolor_dropped",
            on_click=history.edit,
            args=(detail.clustering, replace(own, replacements=(*own.replacements, (cluster, color)))),
            disabled=len(rows) != 1,
            help="Shows the one picked cluster in this color.",
        )


def _place(detail: Detail) -> tuple[int, int] | None:
    digest, x, y = st.session_state.get(_TAKEN, ("", 0, 0))
    return (x, y) if is_on() and digest == detail.image.digest else None


def _code(detail: Detail, place: tuple[int, int]) -> str:
    x, y = place
    return hex_code(detail.image.pixels[y, x].tolist())

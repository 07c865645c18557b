"""The palette of "Look closer" as a list, in which clusters are picked."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from kseg_core import Segmentation
from kseg_core.color_names import color_names
from kseg_core.edits.changes import is_locked, is_replaced
from kseg_core.edits.followed import follow_clusters
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import Swatch
from kseg_core.palette import hex_code, rgb_tuples
from kseg_core.rendering.paint import paint_colors
from kseg_core.wording import percent
from pages._ui.components.component_value import component_cluster, component_value
from pages._ui.components.scripts import script, style_sheet
from pages._ui.detail.detail import Detail

_KEY = "detail_palette"
_HTML = (
    '<div class="palette"><ul aria-label="Palette"></ul><div class="said" role="status"></div>'
    '<button type="button" class="all" title="The hex codes, one a line">Copy all</button></div>'
)

_component = st.components.v2.component(
    "palette_list",
    html=_HTML,
    css=style_sheet("palette_list"),
    js=script("palette_list"),
)


def palette_list(rows: Sequence[Mapping[str, object]], *, key: str, on_toggled: Callable[[], None]) -> None:
    """Draw rows of colors: their hex value, what they are painted with, name, share, whether they are picked.

    `toggled_color` has the row that was clicked, in the callback.
    """
    _component(key=key, data=[[dict(row) for row in rows]], on_toggled_change=on_toggled)


def toggled_color(key: str) -> tuple[int, Rgb] | None:
    """The row that was clicked last and its color, in a callback."""
    return component_cluster(component_value(key, "toggled"))


def take_row(result: Segmentation) -> int | None:
    """The row that was clicked since the last run, once: that of its color, if the palette is another now."""
    clicked: tuple[int, Rgb] | None = st.session_state.pop("detail_row", None)
    return None if clicked is None else follow_clusters([clicked], rgb_tuples(result.palette))[0]


def draw_palette(detail: Detail) -> None:
    """Draw one row for each cluster; its swatch has what it is painted with on the right."""
    result, picked = detail.result, detail.picked
    painted = paint_colors(result, detail.view.paint)
    notes = [_note(result, row) for row in range(result.n_clusters)]
    rows = [
        {
            "hex": hex_code(color),
            "painted": hex_code(paint),
            "name": f"{name}\n{note}" if note else name,
            "share": percent(share),
            "picked": row in picked,
        }
        for row, (color, paint, name, note, share) in enumerate(
            zip(result.palette, painted, color_names(result.palette), notes, result.shares, strict=True)
        )
    ]
    palette_list(rows, key=_KEY, on_toggled=_toggled)


def _note(result: Segmentation, row: int) -> str:
    """What was done to a cluster."""
    members = result.members[row]
    notes = [f"{len(members)} merged"] if len(members) > 1 else []
    if is_replaced(result, row):
        has_mean = result.settings.swatch is Swatch.MEAN
        notes.append(f"was {hex_code(result.means[row])}" if has_mean else "replaced")
    elif is_locked(result, row):
        notes.append("locked")
    return ", ".join(notes)


def _toggled() -> None:
    st.session_state.detail_row = toggled_color(_KEY)

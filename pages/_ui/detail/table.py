"""The table of "Look closer": one row a cluster, in which clusters are picked too."""

import streamlit as st

from kseg_core import Segmentation
from pages._ui.detail.arrow_table import arrow_table
from pages._ui.detail.cache import get_table
from pages._ui.detail.settings import Closer

_KEY = "closer_table"
_MOST_ROWS = 12


def take_rows() -> list[int] | None:
    """The rows that were chosen since the last run, once."""
    rows: list[int] | None = st.session_state.pop("closer_rows", None)
    return rows


def draw_table(closer: Closer, result: Segmentation) -> None:
    """Draw the table, its selection in step with the picks."""
    table = arrow_table(get_table(closer, result))
    rows = list(closer.rows(result))
    if sorted(_selected()) != rows:
        st.session_state[_KEY] = {"selection": {"rows": rows}}
    st.session_state.closer_table_rows = rows
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        key=_KEY,
        hide_index=True,
        on_select=_chosen,
        selection_mode="multi-row",
        height="auto" if len(table) <= _MOST_ROWS else 35 * _MOST_ROWS,
        column_config={
            "Swatch": st.column_config.ImageColumn("Color", width=60),
            "Share": number(format="%.1f %%"),
            "Pixels": number(format="localized"),
            "Regions": number(format="localized", help="Connected parts: pixels that share a side."),
            "Contrast with white": number(
                format="%.2f", help="WCAG contrast ratio of white text on the color. Text should have 4.5."
            ),
            "Contrast with black": number(
                format="%.2f", help="WCAG contrast ratio of black text on the color. Text should have 4.5."
            ),
            "CSS name": st.column_config.TextColumn(help="The nearest of the CSS color names by CIEDE2000."),
        },
        alt="One row for each cluster: its color in five notations, its share and its contrast with text.",
    )


def _selected() -> list[int]:
    selection = (st.session_state.get(_KEY) or {}).get("selection") or {}
    return list(selection.get("rows") or [])


def _chosen() -> None:
    """Streamlit also calls this when the browser repeats a selection that was made for it."""
    rows = sorted(_selected())
    if rows != st.session_state.closer_table_rows:
        st.session_state.closer_rows = rows

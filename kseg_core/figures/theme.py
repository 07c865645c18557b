"""The colors and the layout that all figures share."""

from collections.abc import Sequence

import plotly.graph_objects as go

MAIN_COLOR = "#15847e"
SECOND_COLOR = "#d98324"
ACCENT_COLOR = "#d1365b"
"""For what is chosen, recommended or selected."""

MUTED_COLOR = "rgba(128,128,128,0.75)"
GRID = "rgba(128,128,128,0.22)"
CLEAR = "rgba(0,0,0,0)"

FONT_SIZE = 12
"""Plotly's own, in pixels."""

AXIS = {"gridcolor": GRID, "zeroline": False}
"""An axis with a faint grid and no zero line."""


def apply_theme(figure: go.Figure, *, legend: bool = False) -> go.Figure:
    """Give a figure a transparent background and narrow margins, and return it.

    With `legend`, a legend stands in a line above it.
    """
    return figure.update_layout(
        margin={"l": 8, "r": 8, "t": 30 if legend else 16, "b": 8},
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        hoverlabel={"align": "left"},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
    )


def grow_text(figure: go.Figure, factor: float) -> go.Figure:
    """The same figure with all its text larger, for a projector."""
    size = factor * FONT_SIZE
    figure.update_layout(font_size=size, legend_font_size=size)
    for axes in (figure.update_xaxes, figure.update_yaxes):
        axes(tickfont_size=size, title_font_size=size)
    for annotation in figure.layout.annotations:
        if annotation.font.size:
            annotation.font.size *= factor
    for trace in figure.data:
        if "textfont" in trace and trace.textfont.size:
            trace.textfont.size *= factor
    return figure


def k_markers(
    k_values: Sequence[int], chosen: int | None, *, size: int, chosen_size: int
) -> dict[str, object]:
    """Markers of a curve against K: circles, and a diamond in the accent color for the chosen K."""
    is_chosen = [k == chosen for k in k_values]
    return {
        "color": [ACCENT_COLOR if each else MAIN_COLOR for each in is_chosen],
        "size": [chosen_size if each else size for each in is_chosen],
        "symbol": ["diamond" if each else "circle" for each in is_chosen],
    }

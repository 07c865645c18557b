"""The colors and the layout that all figures share."""

from collections.abc import Sequence

import plotly.graph_objects as go

MAIN_COLOR = "#15847e"
SECOND_COLOR = "#d98324"
ACCENT_COLOR = "#d1365b"
"""For what is chosen, recommended or selected."""

MUTED_COLOR = "rgba(128,128,128,0.6)"
GRID = "rgba(128,128,128,0.22)"
CLEAR = "rgba(0,0,0,0)"

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

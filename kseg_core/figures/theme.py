"""The colors and the frame that all figures share."""

import plotly.graph_objects as go

MAIN_COLOR = "#15847e"
SECOND_COLOR = "#d98324"
ACCENT_COLOR = "#d1365b"
"""What is chosen, recommended or selected."""

MUTED_COLOR = "rgba(128,128,128,0.6)"
GRID = "rgba(128,128,128,0.22)"
CLEAR = "rgba(0,0,0,0)"

AXIS = {"gridcolor": GRID, "zeroline": False}
"""An axis with a grid that does not push itself forward."""


def apply_theme(figure: go.Figure, *, legend: bool = False) -> go.Figure:
    """Let a figure stand on whatever background the page has, and return it.

    With `legend`, one stands in a line above it.
    """
    return figure.update_layout(
        margin={"l": 8, "r": 8, "t": 30 if legend else 16, "b": 8},
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        hoverlabel={"align": "left"},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
    )

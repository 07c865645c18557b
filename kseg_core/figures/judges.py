"""Figure of the judges of K: what each sees, and which K it recommends."""

import numpy as np
import plotly.graph_objects as go

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import Judgment
from kseg_core.figures.theme import AXIS, CLEAR, MAIN_COLOR, MUTED_COLOR, apply_theme, k_markers

PANEL_COLUMNS = 4
"""Panels in a row."""

_ROW_HEIGHT = 190
_INSET = 0.18
"""Space above a panel for its title and below it for the tick labels, as a fraction of its row."""


def judges_figure(curve: ElbowCurve) -> go.Figure:
    """One small panel per judge: its number against K, and the K it recommends."""
    shown = curve.judgments
    rows = max(1, -(-len(shown) // PANEL_COLUMNS))
    figure = go.Figure()
    for number, judgment in enumerate(shown):
        row, column = divmod(number, PANEL_COLUMNS)
        suffix = "" if number == 0 else str(number + 1)
        _add_panel(figure, curve, judgment, suffix)
        width, height = 1.0 / PANEL_COLUMNS, 1.0 / rows
        left, top, inset = column * width, 1.0 - row * height, _INSET * height
        figure.update_layout(
            {
                f"xaxis{suffix}": {
                    "domain": (left + 0.03, left + width - 0.02),
                    "anchor": f"y{suffix}",
                    "matches": "x" if suffix else None,
                    **AXIS,
                    "gridcolor": CLEAR,
                },
                f"yaxis{suffix}": {
                    "domain": (top - height + inset, top - inset),
                    "anchor": f"x{suffix}",
                    **AXIS,
                    "nticks": 4,
                    "type": "log" if judgment.judge.is_logarithmic else "linear",
                },
            }
        )
        advice = "–" if judgment.recommended is None else f"K = {judgment.recommended}"
        figure.add_annotation(
            text=f"{judgment.judge.name}: <b>{advice}</b>",
            xref="paper",
            yref="paper",
            x=left + 0.03,
            y=top,
            xanchor="left",
            yanchor="top",
            showarrow=False,
            font={"size": 12},
        )
    figure.update_layout(height=_ROW_HEIGHT * rows)
    return apply_theme(figure)


def _add_panel(figure: go.Figure, curve: ElbowCurve, judgment: Judgment, suffix: str) -> None:
    values = np.where(np.isfinite(judgment.values), judgment.values, np.nan)
    figure.add_trace(
        go.Scatter(
            name=judgment.judge.name,
            x=list(curve.k_values),
            y=values,
            mode="lines+markers",
            line={"color": MAIN_COLOR, "width": 1.5},
            marker=k_markers(curve.k_values, judgment.recommended, size=5, chosen_size=11),
            error_y=None
            if judgment.spread is None
            else {"array": judgment.spread, "color": MUTED_COLOR, "thickness": 1, "width": 2},
            hovertemplate="K = %{x}: %{y:.4g}<extra>" + judgment.judge.name + "</extra>",
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
        )
    )

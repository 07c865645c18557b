"""Figures of the Edges page: what thresholds do, and how clusters and edges agree."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kseg_core.canny.agreement import Agreement
from kseg_core.canny.threshold_map import GradientHistogram, ThresholdMap
from kseg_core.figures.theme import (
    ACCENT_COLOR,
    CLEAR,
    GRID,
    MAIN_COLOR,
    MUTED_COLOR,
    SECOND_COLOR,
    apply_theme,
)

LOW_COLOR, HIGH_COLOR = SECOND_COLOR, ACCENT_COLOR
_SCALE = [[0.0, "#12312f"], [0.35, MAIN_COLOR], [0.7, "#7fd0b5"], [1.0, "#f6f3c9"]]


def gradient_histogram_figure(histogram: GradientHistogram, low: float, high: float) -> go.Figure:
    """Histogram of the gradient magnitude, with a logarithmic count and both thresholds.

    Parameters
    ----------
    histogram : GradientHistogram
    low, high : float
        The thresholds, in the units of the histogram.
    """
    figure = go.Figure()
    left = histogram.bin_edges[:-1]
    width = np.diff(histogram.bin_edges)
    for name, counts, color in (
        ("All pixels", histogram.all_pixels, MUTED_COLOR),
        ("Crests that thinning leaves", histogram.maxima, MAIN_COLOR),
    ):
        figure.add_trace(
            go.Bar(
                name=name,
                x=left + width / 2,
                y=np.where(counts > 0, counts, np.nan),
                width=width,
                marker={"color": color, "line": {"width": 0}},
                hovertemplate="gradient %{x:.0f}: %{y:,} pixels<extra>" + name + "</extra>",
            )
        )
    for name, value, color, level in (("low", low, LOW_COLOR, 1.0), ("high", high, HIGH_COLOR, 0.9)):
        figure.add_vline(x=value, line={"color": color, "width": 2})
        figure.add_annotation(
            x=value,
            y=level,
            yref="paper",
            text=f"<b>{name} {value:g}</b>",
            font={"color": color},
            showarrow=False,
            xanchor="left",
            yanchor="top",
            xshift=5,
        )
    figure.update_layout(
        barmode="overlay",
        bargap=0,
        yaxis={"type": "log", "title": "pixels", "dtick": 1, "gridcolor": GRID, "exponentformat": "power"},
        xaxis={
            "title": "length of the gradient",
            "gridcolor": CLEAR,
            "range": [0, max(float(histogram.bin_edges[-1]), high * 1.15, 1.0)],
        },
    )
    return apply_theme(figure, legend=True)


def threshold_map_figure(thresholds: ThresholdMap, low: float, high: float) -> go.Figure:
    """Number of edge pixels for every pair of thresholds, with the current pair marked.

    Over every cell lies an invisible marker whose ``customdata`` is (low, high, edge pixels), because
    the cells of a heat map cannot be selected.
    """
    levels = thresholds.levels
    allowed = levels[:, None] <= levels[None, :]
    counts = np.where(allowed, thresholds.counts, np.nan)
    places = np.arange(len(levels))
    names = [f"{level:g}" for level in levels]
    figure = go.Figure(
        go.Heatmap(
            x=places,
            y=places,
            z=np.log10(np.maximum(counts, 1)),
            colorscale=_SCALE,
            xgap=1,
            ygap=1,
            hoverinfo="skip",
            colorbar={"title": {"text": "edge pixels"}, "thickness": 12, **_log_ticks(counts)},
        )
    )
    rows, columns = np.nonzero(allowed)
    # A list, because the browser hands a row of an array back as an object with keys 0, 1, 2.
    pairs = np.column_stack([levels[rows], levels[columns], thresholds.counts[rows, columns]]).tolist()
    figure.add_trace(
        go.Scatter(
            x=columns,
            y=rows,
            customdata=pairs,
            mode="markers",
            marker={"size": 20, "symbol": "square", "color": CLEAR},
            hovertemplate="low %{customdata[0]:g}, high %{customdata[1]:g}<br>"
            "%{customdata[2]:,} edge pixels<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[_place(levels, high)],
            y=[_place(levels, low)],
            mode="markers",
            marker={"size": 15, "symbol": "circle-open", "color": HIGH_COLOR, "line": {"width": 4}},
            hoverinfo="skip",
        )
    )
    step = 2 if len(levels) > 8 else 1
    ticks = {"tickvals": places[::step], "ticktext": names[::step], "gridcolor": CLEAR, "zeroline": False}
    edge = {"range": [-0.5, len(levels) - 0.5], "fixedrange": True}
    figure.update_layout(
        xaxis={"title": "high threshold", **ticks, **edge},
        yaxis={"title": "low threshold", **ticks, **edge},
        clickmode="event+select",
        dragmode=False,
    )
    return apply_theme(figure).update_layout(margin_t=30)  # the same height as the histogram beside it


def agreement_figure(ks: Sequence[int], agreements: Sequence[Agreement], k: int) -> go.Figure:
    """Both shares of agreement against K, with the current K marked.

    Parameters
    ----------
    ks : sequence of int
        Ascending.
    agreements : sequence of Agreement
        For the first of `ks`, as many as are computed.
    k : int
    """
    figure = go.Figure()
    on_edges = [each.boundaries_on_edges for each in agreements]
    on_boundaries = [each.edges_on_boundaries for each in agreements]
    for name, color, symbol, dash, values in (
        ("boundaries on edges", MAIN_COLOR, "circle", "solid", on_edges),
        ("edges on boundaries", SECOND_COLOR, "diamond", "dash", on_boundaries),
    ):
        figure.add_trace(
            go.Scatter(
                name=name,
                x=list(ks[: len(values)]),
                y=[None if value is None else 100 * value for value in values],
                mode="lines+markers",
                line={"color": color, "width": 2, "dash": dash},
                marker={"symbol": symbol, "size": 8},
                hovertemplate="K = %{x}: %{y:.0f} %<extra>" + name + "</extra>",
            )
        )
    figure.add_vline(x=k, line={"color": MUTED_COLOR, "width": 2, "dash": "dot"})
    figure.update_layout(
        xaxis={"title": "K", "tickvals": list(ks), "gridcolor": CLEAR},
        yaxis={"title": "%", "range": [0, 103], "gridcolor": GRID},
    )
    return apply_theme(figure, legend=True)


def _place(levels: np.ndarray, value: float) -> float:
    """Position of a threshold on the axes, on which the logarithms of the levels are interpolated."""
    inside = np.clip(value, levels[0], levels[-1])
    return float(np.interp(np.log(inside), np.log(levels), np.arange(len(levels))))


def _log_ticks(counts: np.ndarray) -> dict[str, object]:
    most = max(1.0, float(np.nanmax(counts)))
    powers = np.arange(int(np.floor(np.log10(most))) + 1)
    return {"tickvals": powers, "ticktext": [f"{10**power:,}" for power in powers.tolist()]}

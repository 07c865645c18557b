"""Figures of the random-initialization trap."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.elbow.random_starts import HIT_TOLERANCE, RandomStarts
from kseg_core.figures.elbow import HEADROOM
from kseg_core.figures.theme import (
    ACCENT_COLOR,
    AXIS,
    CLEAR,
    GRID,
    MAIN_COLOR,
    MUTED_COLOR,
    SECOND_COLOR,
    apply_theme,
)

_ASIDE = 0.4
_COLORS = (SECOND_COLOR, MAIN_COLOR, ACCENT_COLOR)
_SYMBOLS = ("triangle-up", "circle", "diamond")


def add_random_starts(figure: go.Figure, starts: RandomStarts) -> go.Figure:
    """Draw the curve of every round over an elbow curve, thin, and thick where it rises.

    The axis ends above K = 2, or else nobody could see the curves part. What lies above is named with its
    value.

    Parameters
    ----------
    figure : Figure
        Of `elbow_figure`. Changed and returned.
    starts : RandomStarts
        Few rounds, or nothing can be seen.
    """
    k_values, wcss = np.array(starts.k_values, dtype=float), starts.wcss_per_pixel
    rounds, before = np.nonzero(starts.rising)
    _end_axis_above(figure, HEADROOM * float(wcss[:, k_values > 1].max(initial=0.0)))
    return apply_theme(
        figure.add_traces(
            [
                _lines(
                    f"{len(wcss)} random starts",
                    np.broadcast_to(k_values, wcss.shape),
                    wcss,
                    {"color": MUTED_COLOR, "width": 1.25},
                ),
                _lines(
                    "error rises",
                    np.stack([k_values[before], k_values[before + 1]], axis=1),
                    np.stack([wcss[rounds, before], wcss[rounds, before + 1]], axis=1),
                    {"color": SECOND_COLOR, "width": 2},
                ),
            ]
        ),
        legend=True,
    )


def _end_axis_above(figure: go.Figure, top: float) -> None:
    curve = figure.data[0]
    above = [(k, y) for k, y in zip(curve.x, curve.y, strict=True) if y > top]
    if top <= 0.0 or not above:
        return
    curve.cliponaxis = True
    figure.update_layout(yaxis_range=[0.0, top])
    figure.add_annotation(
        text="<br>".join(f"↑ {y:,.0f} at K = {k}" for k, y in above),
        x=curve.x[0] - _ASIDE,
        y=0,
        yref="y domain",
        xanchor="left",
        yanchor="bottom",
        align="left",
        showarrow=False,
        font={"color": MAIN_COLOR, "size": 13},
    )


def _lines(
    name: str, x: NDArray[np.float64], y: NDArray[np.float64], line: Mapping[str, object]
) -> go.Scatter:
    """A line through each row of x and y, shape (M, N)."""
    x, y = (np.pad(each, ((0, 0), (0, 1)), constant_values=np.nan).ravel() for each in (x, y))
    return go.Scatter(name=name, x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def random_starts_figure(sets: Sequence[RandomStarts], best: Mapping[int, float]) -> go.Figure:
    """Every run as a dot: how far its WCSS is above the best known for its K, in percent.

    The runs of each set form a strip of their own beside each K. ``customdata`` of a dot is its K, its
    rank among the runs of that K (0 = best) and its WCSS per pixel.

    Parameters
    ----------
    sets : sequence of RandomStarts
        On the same pixels, for instance random and k-means++ starts.
    best : mapping of int to float
        `best_known` of these sets.
    """
    figure = go.Figure()
    strip = 0.8 / len(sets)
    for number, runs in enumerate(sets):
        middle = (number - (len(sets) - 1) / 2) * strip
        by_rank = np.sort(runs.wcss, axis=0), np.sort(runs.excess(best), axis=0)
        dots = [
            (k, rank, wcss, excess)
            for k, column, above in zip(runs.k_values, *(each.T.tolist() for each in by_rank), strict=True)
            for rank, (wcss, excess) in enumerate(zip(column, above, strict=True))
        ]
        figure.add_trace(
            go.Scatter(
                name=runs.name,
                x=[k + (middle + _place(rank, strip)) for k, rank, _, _ in dots],
                y=[100 * excess for *_, excess in dots],
                mode="markers",
                marker={
                    "color": _COLORS[number % len(_COLORS)],
                    "symbol": _SYMBOLS[number % len(_SYMBOLS)],
                    "size": 6,
                    "opacity": [0.45 if excess <= HIT_TOLERANCE else 0.9 for *_, excess in dots],
                },
                customdata=[[k, rank, wcss / runs.n_pixels] for k, rank, wcss, _ in dots],
                hovertemplate=(
                    "<b>K = %{customdata[0]}</b><br>WCSS per pixel %{customdata[2]:,.1f}"
                    "<br>%{y:.1f} % above the best known<extra>%{fullData.name}</extra>"
                ),
            )
        )
    figure.add_hline(y=0, line={"color": MUTED_COLOR, "width": 1})
    figure.update_layout(
        xaxis={"title": "K", "dtick": 1, **AXIS, "gridcolor": CLEAR},
        yaxis={"title": "WCSS above the best known (%)", "rangemode": "tozero", "gridcolor": GRID},
        hovermode="closest",
    )
    return apply_theme(figure, legend=len(sets) > 1)


def _place(rank: int, strip: float) -> float:
    """Horizontal offset in the strip, by the golden ratio: runs of similar WCSS lie far apart."""
    golden = 0.6180339887498949
    return strip * 0.8 * (np.modf(rank * golden)[0] - 0.5)

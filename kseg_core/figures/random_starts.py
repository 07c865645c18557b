"""Figure of the random-initialization trap."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from kseg_core.elbow.random_starts import SAME, TrialRuns, best_known
from kseg_core.figures.theme import ACCENT_COLOR, CLEAR, GRID, MAIN_COLOR, MUTED_COLOR, SECOND_COLOR, dressed

_COLORS = (SECOND_COLOR, MAIN_COLOR, ACCENT_COLOR)
_SYMBOLS = ("triangle-up", "circle", "diamond")


def random_starts_figure(sets: Sequence[TrialRuns], *, best: Mapping[int, float] | None = None) -> go.Figure:
    """Every run as a dot: how far its WCSS is above the best known for its K, in percent.

    Runs of a set stand in a strip beside its K, a strip a set. ``customdata`` of a dot is its K
    and its number in ``of(k)``, the best run being 0.

    Parameters
    ----------
    sets : sequence of TrialRuns
        On the same pixels, for instance random and k-means++ starts.
    best : mapping of int to float, optional
        Best known WCSS of each K; otherwise the best of all runs shown.
    """
    known = best_known(sets) if best is None else best
    figure = go.Figure()
    strip = 0.8 / max(1, len(sets))
    for number, runs in enumerate(sets):
        middle = (number - (len(sets) - 1) / 2) * strip
        rows = [
            (
                k,
                rank,
                middle + _place(rank, strip),
                trial.wcss,
                trial.wcss / known[k] - 1 if known[k] else 0.0,
            )
            for k in runs.k_values
            for rank, trial in enumerate(runs.of(k))
        ]
        figure.add_trace(
            go.Scatter(
                name=_name(runs),
                x=[k + place for k, _, place, _, _ in rows],
                y=[100 * above for *_, above in rows],
                mode="markers",
                marker={
                    "color": _COLORS[number % len(_COLORS)],
                    "symbol": _SYMBOLS[number % len(_SYMBOLS)],
                    "size": 6,
                    "opacity": [0.45 if above <= SAME else 0.9 for *_, above in rows],
                },
                customdata=[[k, rank, wcss] for k, rank, _, wcss, _ in rows],
                hovertemplate=(
                    "<b>K = %{customdata[0]}</b><br>WCSS %{customdata[2]:.4s}"
                    "<br>%{y:.1f} % above the best known<extra>%{fullData.name}</extra>"
                ),
            )
        )
    figure.add_hline(y=0, line={"color": MUTED_COLOR, "width": 1})
    figure.update_layout(
        xaxis={"title": "K", "dtick": 1, "gridcolor": CLEAR, "zeroline": False},
        yaxis={"title": "WCSS above the best known (%)", "rangemode": "tozero", "gridcolor": GRID},
        hovermode="closest",
    )
    return dressed(figure, legend=len(sets) > 1)


def _place(rank: int, strip: float) -> float:
    """Spreads the runs over their strip, neighbors in WCSS far from each other."""
    golden = 0.6180339887498949
    return strip * 0.8 * (np.modf(rank * golden)[0] - 0.5)


def _name(runs: TrialRuns) -> str:
    return f"{runs.init}, attempts = {runs.attempts}"

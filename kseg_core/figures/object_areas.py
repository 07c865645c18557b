"""How large objects are: a histogram of their areas."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.figures.theme import AXIS, apply_theme
from kseg_core.image import Rgb
from kseg_core.palette import hex_code

FRAME = "#ffd600"
"""Around bars with a chosen object: as its outline in the picture."""

_BINS = 24
_LOG_FROM = 30.0
"""Ratio of the largest to the smallest area from which bins grow with the area."""


def area_bins(areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of the bins, shape (B + 1,): of even width, or of even ratio where sizes differ much."""
    low, high = float(areas.min()), float(areas.max())
    if low == high:
        return np.array([0.9 * low, 1.1 * high])
    n_bins = int(np.clip(2 * np.sqrt(len(areas)), 5, _BINS))
    space = np.geomspace if high > _LOG_FROM * low else np.linspace
    edges = space(low, high, n_bins + 1)
    edges[-1] = high
    return edges


def bin_of(areas: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.intp]:
    """The bin of each area, shape (N,)."""
    return np.searchsorted(edges, areas, side="right").clip(1, len(edges) - 1) - 1


def object_areas_figure(
    areas: NDArray[np.float64],
    classes: NDArray[np.uint8],
    names: Sequence[str],
    colors: Sequence[Rgb],
    *,
    unit: str,
    chosen: NDArray[np.bool_] | None = None,
) -> go.Figure:
    """A bar for each bin of areas, stacked by class.

    ``customdata[0]`` of a bar is the number of its bin.

    Parameters
    ----------
    areas : ndarray of float64, shape (N,)
        At least one.
    classes : ndarray of uint8, shape (N,)
    names, colors : sequence
        Of the classes.
    unit : str
        Of the areas.
    chosen : ndarray of bool, shape (N,), optional
        Objects whose bins are framed.
    """
    edges = area_bins(areas)
    bins, count = bin_of(areas, edges), len(edges) - 1
    labels = [f"{low:,.4g} to {high:,.4g} {unit}" for low, high in pairwise(edges)]
    framed = np.zeros(count, np.bool_)
    if chosen is not None:
        framed[bins[chosen]] = True
    is_log = edges[-1] > _LOG_FROM * edges[0]
    figure = go.Figure()
    for row in np.unique(classes).tolist():
        counts = np.bincount(bins[classes == row], minlength=count)
        figure.add_bar(
            name=names[row],
            x=list(range(count)),
            y=counts.tolist(),
            customdata=[[number, label] for number, label in enumerate(labels)],
            marker={
                "color": hex_code(colors[row]),
                "line": {
                    "color": FRAME,
                    "width": [3 if each and counts[at] else 0 for at, each in enumerate(framed.tolist())],
                },
            },
            hovertemplate=f"%{{y}} of {names[row]}, %{{customdata[1]}}<extra></extra>",
        )
    ticks = np.unique(np.linspace(0, count, min(count, 6) + 1).round().astype(int))
    figure.update_layout(barmode="stack", bargap=0.06, dragmode="select", clickmode="event+select")
    figure.update_xaxes(
        title=f"area ({unit}){', each bar a like ratio' if is_log else ''}",
        tickvals=(ticks - 0.5).tolist(),
        ticktext=[f"{edges[tick]:,.3g}" for tick in ticks],
        **AXIS,
    )
    figure.update_yaxes(title="objects", **AXIS)
    return apply_theme(figure, legend=len(np.unique(classes)) > 1)

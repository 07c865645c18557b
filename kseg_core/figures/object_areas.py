"""How large objects are: a histogram of their areas."""

from collections.abc import Sequence
from html import escape
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
"""At most."""
_STEPS = (1.0, 2.0, 5.0, 10.0)
"""Widths of bins, times a power of ten."""
_PER_DECADE = (24, 12, 6, 3)
"""Bins for a factor of ten, where sizes differ much."""
_RATIOS_FROM = 30.0
"""Ratio of the largest to the smallest area from which bins grow with the area."""


def grows(areas: NDArray[np.float64]) -> bool:
    """Whether sizes differ so much that bins grow with the area."""
    return float(areas.max()) > _RATIOS_FROM * float(areas.min())


def area_bins(areas: NDArray[np.float64]) -> NDArray[np.float64]:
    """Edges of the bins, shape (B + 1,): round numbers. A bin holds its lower edge.

    Bins are of even width, or of even ratio where sizes differ much.
    """
    low, high = float(areas.min()), float(areas.max())
    wanted = float(np.clip(2 * np.sqrt(len(areas)), 5, _BINS))
    if grows(areas):
        decades = np.log10(high / low)
        per_decade = next((each for each in _PER_DECADE if each * decades <= wanted), _PER_DECADE[-1])
        exponents = np.arange(np.floor(np.log10(low)) - 1, np.log10(high) + 1, 1 / per_decade)
        edges = np.array([float(f"{edge:.1e}") for edge in (10**exponents).tolist()])
    else:
        # No narrower than areas differ at least, or bars between them would be empty.
        least = max((high - low) / wanted, np.diff(np.unique(areas)).min(initial=high), high * 1e-3)
        power = 10 ** np.floor(np.log10(least))
        step = next(each for each in _STEPS if each * power >= least * (1 - 1e-9)) * power
        edges = np.arange(np.floor(low / step) - 1, np.floor(high / step) + 2) * step
    first = np.searchsorted(edges, low, side="right") - 1
    last = np.searchsorted(edges, high, side="right")
    return edges[first : last + 1]


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

    ``customdata`` of a bar begins with the number of its bin and the row of its class.

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
        Objects whose bars are framed.
    """
    edges = area_bins(areas)
    bins, count = bin_of(areas, edges), len(edges) - 1
    labels = [f"{low:,.9g} to {high:,.9g} {unit}" for low, high in pairwise(edges)]
    figure = go.Figure()
    for row in np.unique(classes).tolist():
        counts = np.bincount(bins[classes == row], minlength=count)
        framed = np.zeros(count, np.bool_)
        if chosen is not None:
            framed[bins[chosen & (classes == row)]] = True
        figure.add_bar(
            name=escape(names[row]),
            x=list(range(count)),
            y=counts.tolist(),
            customdata=[[number, row, label] for number, label in enumerate(labels)],
            marker={
                "color": hex_code(colors[row]),
                "line": {"color": FRAME, "width": (3 * framed).tolist()},
            },
            hovertemplate=f"%{{y}} of {escape(names[row])}, %{{customdata[2]}}<extra></extra>",
        )
    ticks = np.arange(0, count + 1, max(1, -(-count // 6)))
    figure.update_layout(barmode="stack", bargap=0.06)
    figure.update_xaxes(
        title=f"area ({unit}){', bars of even ratio' if grows(areas) else ''}",
        tickvals=(ticks - 0.5).tolist(),
        ticktext=[f"{edges[tick]:,.9g}" for tick in ticks],
        fixedrange=True,
        **AXIS,
    )
    figure.update_yaxes(title="objects", fixedrange=True, **AXIS)
    return apply_theme(figure, legend=len(np.unique(classes)) > 1)

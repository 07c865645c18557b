"""The shares of the classes over a series of photos."""

from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.figures.theme import AXIS, MUTED_COLOR, apply_theme
from kseg_core.palette import hex_code
from kseg_core.wording import percent


def series_figure(
    places: Sequence[str],
    names: Sequence[str],
    colors: NDArray[np.uint8],
    shares: NDArray[np.float64],
    ranges: tuple[NDArray[np.float64], NDArray[np.float64]],
    fits: Sequence[bool],
    *,
    by_time: bool = False,
) -> go.Figure:
    """One line a class, over the photos from left to right.

    Parameters
    ----------
    places : sequence of str
        Capture times, ``"2026-05-03 12:33:10"``, or names, of the N photos in their order.
    names : sequence of str
        Of the C classes.
    colors : ndarray of uint8, shape (C, 3)
        In which they are drawn.
    shares : ndarray of float64, shape (N, C)
        0 to 1.
    ranges : tuple of two ndarray of float64, shape (N, C)
        The lower and the upper end of the range of each share.
    fits : sequence of bool
        Whether the colors of each photo fit the series; points of others are hollow.
    by_time : bool
        Whether the places are times.
    """
    figure = go.Figure()
    low, high = ranges
    for name, color, values, down, up in zip(
        names, colors, shares.T, (shares - low).T, (high - shares).T, strict=True
    ):
        figure.add_scatter(
            x=list(places),
            y=100.0 * values,
            error_y={"array": 100.0 * up, "arrayminus": 100.0 * down, "thickness": 1, "width": 3},
            name=escape(name),
            mode="lines+markers",
            line={"color": hex_code(color), "width": 2},
            marker={
                "size": 9,
                "symbol": ["circle" if each else "circle-open" for each in fits],
                "line": {"color": MUTED_COLOR, "width": 1},  # a dark class on a dark page
            },
            hovertemplate="%{y:.1f} %",
        )
    figure.update_xaxes(**AXIS, type="date" if by_time else "category")
    figure.update_yaxes(**AXIS, title="Share of what is measured, %", rangemode="tozero")
    figure.update_layout(hovermode="x unified")
    return apply_theme(figure, legend=True)


def series_words(names: Sequence[str], shares: NDArray[np.float64]) -> str:
    """What `series_figure` shows: the first, the last, the least and the greatest share of each class."""
    parts = []
    for name, values in zip(names, shares.T, strict=True):
        first, last, least, most = (percent(v) for v in (values[0], values[-1], values.min(), values.max()))
        parts.append(f"{name} from {first} to {last}, between {least} and {most}")
    return f"A line for each class over {len(shares)} photos: {'; '.join(parts)}."

"""Figure of a flat projection of the color cloud, to select in."""

import plotly.graph_objects as go

from kseg_core.cloud.gamut import gamut_outline
from kseg_core.cloud.outline import Outline
from kseg_core.cloud.projections import Window
from kseg_core.cloud.selection import Ranges
from kseg_core.cloud.shapes import CloudShape
from kseg_core.color_spaces import Axis
from kseg_core.encoding.pictures import Encoded
from kseg_core.figures.theme import ACCENT_COLOR, AXIS, CLEAR, MUTED_COLOR, apply_theme

_PLOT_GROUND = "rgba(128,128,128,0.2)"


def projection_figure(
    picture: Encoded,
    shape: CloudShape,
    window: Window,
    *,
    outline: Outline | None = None,
    ranges: Ranges | None = None,
) -> go.Figure:
    """A projection on two axes, with the outline of sRGB, to select in with a box or a lasso.

    Parameters
    ----------
    picture : Encoded
        `draw_projection`.
    shape : CloudShape
    window : Window
        The axes and ranges of `picture`.
    outline : Outline, optional
        The selection; drawn if it was made on these axes.
    ranges : Ranges, optional
        Ranges of the channels, drawn as lines if the channels are the axes of the shape.
    """
    axes = window.axes
    (left, right), (bottom, top) = window.across, window.up
    figure = go.Figure()
    for line, _ in gamut_outline(shape):
        figure.add_trace(
            go.Scatter(
                x=line[:, axes[0]].tolist(),
                y=line[:, axes[1]].tolist(),
                mode="lines",
                line={"color": MUTED_COLOR, "width": 1},
                hoverinfo="skip",
            )
        )
    # Plotly offers box and lasso only if there are markers.
    figure.add_trace(
        go.Scatter(
            x=[left, right],
            y=[bottom, top],
            mode="markers",
            marker={"opacity": 0},
            hoverinfo="skip",
        )
    )
    figure.add_layout_image(
        source=picture.data_url,
        xref="x",
        yref="y",
        x=left,
        y=top,
        sizex=right - left,
        sizey=top - bottom,
        sizing="stretch",
        layer="below",
    )
    if outline is not None and outline.axes == axes:
        _draw_outline(figure, outline)
    if ranges is not None and not shape.is_round:
        _draw_ranges(figure, ranges, shape, axes)
    figure.update_layout(
        xaxis=_flat_axis(shape.axes[axes[0]], window.across),
        yaxis=_flat_axis(shape.axes[axes[1]], window.up) | {"scaleanchor": "x", "scaleratio": 1},
        dragmode="lasso",
        newselection={"line": {"color": ACCENT_COLOR, "width": 2, "dash": "solid"}},
        hovermode=False,
    )
    return apply_theme(figure).update_layout(
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        plot_bgcolor=_PLOT_GROUND,
        modebar={"bgcolor": CLEAR, "color": MUTED_COLOR, "activecolor": ACCENT_COLOR},
    )


def _draw_outline(figure: go.Figure, outline: Outline) -> None:
    path = "L".join(f"{x:.6g},{y:.6g}" for x, y in outline.corners)
    figure.add_shape(
        type="path",
        path=f"M{path}Z",
        line={"color": ACCENT_COLOR, "width": 2},
        fillcolor=CLEAR,
        layer="above",
    )


def _draw_ranges(figure: go.Figure, ranges: Ranges, shape: CloudShape, axes: tuple[int, int]) -> None:
    for letter, number in zip("xy", axes, strict=True):
        axis = shape.axes[number]
        for value in {ranges.low[number], ranges.high[number]} - {axis.low, axis.high}:
            draw = figure.add_vline if letter == "x" else figure.add_hline
            draw(**{letter: value}, line={"color": ACCENT_COLOR, "width": 1.5, "dash": "dot"})


def _flat_axis(axis: Axis, bounds: tuple[float, float]) -> dict[str, object]:
    return AXIS | {
        "title": {"text": axis.title},
        "range": list(bounds),
        "constrain": "domain",
    }

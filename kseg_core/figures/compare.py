"""Pictures side by side that zoom and pan together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import plotly.graph_objects as go

from kseg_core.encoding.lines import LINE_COLOR
from kseg_core.encoding.pictures import Encoded

GAP = 0.014
"""Space between two pictures as a fraction of the figure's width."""

ROW_GAP = 0.075
"""Space between two rows as a fraction of the figure's height; the titles of the lower row stand in it."""

TITLE_HEIGHT = 26
"""Pixels above the pictures for their titles."""

BAR_HEIGHT = 24
"""Pixels below the pictures for the palettes of the last row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture of a comparison.

    Attributes
    ----------
    title : str
    picture : Encoded or None
        None while it is being computed.
    bar : sequence of (color, share)
        A palette, drawn as a bar under the picture in proportion to the shares.
    """

    title: str
    picture: Encoded | None = None
    bar: Sequence[tuple[str, float]] = ()


def compare_figure(
    panels: Sequence[Panel],
    *,
    width: int,
    height: int,
    columns: int,
    row_gap: float = ROW_GAP,
    mark: tuple[int, int] | None = None,
    text_scale: float = 1.0,
) -> go.Figure:
    """Pictures side by side whose axes match: zoom or pan one and the others follow.

    Parameters
    ----------
    panels : sequence of Panel
        Pictures of the same scene, left to right and then down.
    width, height : int
        Size in pixels on the axes, whatever the size of the encoded pictures.
    columns : int
        Pictures in a row.
    row_gap : float
        Space between two rows as a fraction of the figure's height; titles stand in it.
    mark : tuple of int, optional
        Column and row of a pixel to frame in every picture.
    text_scale : float
        Factor of the size of the titles.

    Returns
    -------
    plotly.graph_objects.Figure
        Without a size of its own: it fills its container.
    """
    # All parts go to Plotly at once: each one added later would be checked with all before it.
    layout: dict[str, object] = {}
    traces, images, shapes, annotations = [], [], [], []
    for number, panel in enumerate(panels):
        suffix = str(number + 1) if number else ""
        layout |= _axes(suffix, width, height, _domains(number, len(panels), columns, row_gap))
        traces.append(_corners(suffix, width, height))
        annotations.append(_title(panel.title, suffix, text_scale))
        box = {"xref": f"x{suffix}", "yref": f"y{suffix}"}
        whole = {"type": "rect", "x0": 0, "y0": 0, "x1": width, "y1": height}
        if panel.picture is not None:
            place = {"x": 0, "y": 0, "sizex": width, "sizey": height, "sizing": "stretch", "layer": "below"}
            images.append(box | place | {"source": panel.picture.data_url})
        else:
            shapes.append(box | whole | {"line": {"width": 0}, "fillcolor": "rgba(128,128,128,0.15)"})
            middle = {"text": "computing …", "x": width / 2, "y": height / 2, "showarrow": False}
            annotations.append(box | middle)
        shapes += _bar(panel.bar, suffix)
        if mark is not None:
            x, y = mark
            frame = {"type": "rect", "x0": x, "y0": y, "x1": x + 1, "y1": y + 1}
            shapes.append(box | frame | {"line": {"width": 2, "color": LINE_COLOR}})
    below = BAR_HEIGHT if any(panel.bar for panel in panels) else 0
    layout |= {
        "images": images,
        "shapes": shapes,
        "annotations": annotations,
        "margin": {"l": 0, "r": 0, "t": TITLE_HEIGHT * text_scale, "b": below},
        "showlegend": False,
        "dragmode": "pan",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
    }
    return go.Figure(data=traces, layout=layout)


def _domains(number: int, n: int, columns: int, row_gap: float) -> tuple[tuple[float, float], ...]:
    """Left and right, bottom and top of a picture, as fractions of the figure."""
    rows = -(-n // columns)
    share = (1.0 - GAP * (columns - 1)) / columns
    rise = (1.0 - row_gap * (rows - 1)) / rows
    row, column = divmod(number, columns)
    left, top = column * (share + GAP), 1.0 - row * (rise + row_gap)
    return (left, min(1.0, left + share)), (max(0.0, top - rise), top)


def _axes(
    suffix: str, width: int, height: int, domains: tuple[tuple[float, float], ...]
) -> dict[str, dict[str, object]]:
    follows_x, follows_y = ({"matches": "x"}, {"matches": "y"}) if suffix else ({}, {"scaleanchor": "x"})
    shared = {"minallowed": 0, "constrain": "domain", "visible": False}
    return {
        f"xaxis{suffix}": shared
        | {"range": [0, width], "maxallowed": width, "domain": domains[0], "constraintoward": "left"}
        | {"anchor": f"y{suffix}"}
        | follows_x,
        f"yaxis{suffix}": shared
        | {"range": [height, 0], "maxallowed": height, "domain": domains[1], "constraintoward": "top"}
        | {"anchor": f"x{suffix}"}
        | follows_y,
    }


def _corners(suffix: str, width: int, height: int) -> dict[str, object]:
    """Two invisible points: Plotly draws no axes without a trace."""
    return {
        "type": "scatter",
        "x": [0, width],
        "y": [0, height],
        "mode": "markers",
        "marker": {"opacity": 0},
        "hoverinfo": "skip",
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
    }


def _title(title: str, suffix: str, scale: float) -> dict[str, object]:
    return {
        "text": f"<b>{title}</b>",
        "xref": f"x{suffix} domain",
        "yref": f"y{suffix} domain",
        "x": 0,
        "y": 1,
        "yshift": (TITLE_HEIGHT - 2) * scale,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14 * scale},
    }


def _bar(bar: Sequence[tuple[str, float]], suffix: str) -> list[dict[str, object]]:
    ends = accumulate((share for _, share in bar), initial=0.0)
    return [
        {
            "type": "rect",
            "xref": f"x{suffix} domain",
            "yref": f"y{suffix} domain",
            "x0": left,
            "x1": right,
            "y0": -0.045,
            "y1": -0.01,
            "line": {"width": 0},
            "fillcolor": color,
        }
        for (color, _), (left, right) in zip(bar, pairwise(ends), strict=True)
    ]

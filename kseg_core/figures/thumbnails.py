"""Small pictures below a figure, one for each K on its x axis."""

from collections.abc import Mapping

import plotly.graph_objects as go

from kseg_core.encoding.pictures import Encoded
from kseg_core.figures.theme import ACCENT_COLOR, CLEAR

_STRIP = 0.24
_AXIS = 0.15
_SIDE = 0.94


def add_thumbnails(figure: go.Figure, pictures: Mapping[int, Encoded], *, chosen: int | None) -> go.Figure:
    """Put a strip of pictures below a figure and underline the chosen one.

    Parameters
    ----------
    figure : Figure
        Its x axis is K. Changed and returned.
    pictures : mapping of int to Encoded
        The picture of each K. A point in its middle has K as its ``customdata[0]``.
    chosen : int or None
        The K that is underlined.
    """
    figure.update_layout(
        yaxis={"domain": (_STRIP + _AXIS, 1.0)},
        xaxis={"anchor": "y"},
        yaxis2={
            "domain": (0.0, _STRIP),
            "range": [0, 1],
            "visible": False,
            "anchor": "x",
            "fixedrange": True,
        },
        images=[
            {
                "source": picture.data_url,
                "xref": "x",
                "yref": "y2",
                "x": k,
                "y": 0.5,
                "sizex": _SIDE,
                "sizey": 1.0,
                "xanchor": "center",
                "yanchor": "middle",
                "sizing": "contain",
            }
            for k, picture in pictures.items()
        ],
    )
    if chosen is not None and chosen in pictures:
        half = _SIDE / 2 + 0.02
        figure.add_shape(
            type="line",
            x0=chosen - half,
            x1=chosen + half,
            y0=0.02,
            y1=0.02,
            xref="x",
            yref="y2",
            line={"color": ACCENT_COLOR, "width": 3},
        )
    figure.add_trace(
        go.Scatter(
            name="picture",
            x=list(pictures),
            y=[0.5] * len(pictures),
            yaxis="y2",
            mode="markers",
            marker={"size": 44, "color": CLEAR, "symbol": "square"},
            showlegend=False,
            customdata=[[k] for k in pictures],
            hovertemplate="K = %{customdata[0]}: click to look closer<extra></extra>",
        )
    )
    return figure

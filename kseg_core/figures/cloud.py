"""Figure of the color cloud in three dimensions, for a page of its own."""

from collections.abc import Collection
from html import escape

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.cloud.gamut import gamut_outline
from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import ColorCloud, describe
from kseg_core.cloud.shapes import CloudShape, center_coordinates, coordinates
from kseg_core.color_spaces import ColorSpace
from kseg_core.figures.theme import CLEAR, GRID
from kseg_core.histogram import ColorHistogram
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code
from kseg_core.wording import percent

_FONT = "Source Sans, Source Sans Pro, sans-serif"
_POINT_SIZES = (2.0, 8.0)
_GROUND = "#d9dbde"
_LABEL_PLACES = ((-50, 30), (50, 30), (-50, -30), (50, -30))
_EYE = {"x": 1.3, "y": -1.85, "z": 1.0}
_LABEL = {
    "bgcolor": "rgba(255,255,255,0.85)",
    "font": {"color": "#1d1f22"},
    "borderwidth": 2,
    "borderpad": 2,
    "arrowhead": 6,
    "arrowsize": 1.2,
}


def cloud_figure(
    cloud: ColorCloud,
    histogram: ColorHistogram,
    segmentation: Segmentation,
    shape: CloudShape,
    *,
    title: str = "",
    color_by_cluster: bool = False,
    hidden: Collection[int] = (),
) -> go.Figure:
    """The cloud in three dimensions, with the outline of sRGB and the centroids.

    Parameters
    ----------
    cloud, histogram, segmentation
        Of one picture.
    shape : CloudShape
    title : str
    color_by_cluster : bool
        Points in the mean color of their cluster instead of their own.
    hidden : collection of int
        Clusters left out, with their points.

    Notes
    -----
    The volume of a point grows with its pixel count, its diameter from 2 to 8 screen pixels.
    """
    figure = go.Figure(_outline_3d(shape))
    coords = coordinates(cloud.colors, shape)
    labels = labels_of_points(cloud, histogram, segmentation)
    seen = ~np.isin(labels, [*hidden])
    painted = segmentation.palette[labels] if color_by_cluster else cloud.colors
    smallest, largest = _POINT_SIZES
    figure.add_trace(
        go.Scatter3d(
            name="Colors",
            **_xyz(coords[seen], shape),
            mode="markers",
            marker={
                "size": smallest + (largest - smallest) * np.cbrt(cloud.counts / cloud.counts.max())[seen],
                "color": _hexes(painted[seen]),
                "line": {"width": 0},
                "opacity": 1,
            },
            text=[
                f"{own}<br>{pixels:,} pixels, {percent(pixels / histogram.n_pixels)}"
                for own, pixels in zip(_hexes(cloud.colors[seen]), cloud.counts[seen].tolist(), strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    names = _add_centroids(figure, segmentation, shape, hidden)
    scene = {
        f"{name}axis": {
            "title": {"text": axis.title},
            "range": [axis.low, axis.high],
            "backgroundcolor": CLEAR,
            "gridcolor": GRID,
            "zerolinecolor": GRID,
        }
        for name, axis in zip("xyz", (shape.axes[number] for number in shape.scene_axes), strict=True)
    }
    return figure.update_layout(
        title={"text": escape(title), "x": 0.02, "y": 0.97},
        annotations=[
            {
                "text": describe(cloud, histogram),
                "xref": "paper",
                "yref": "paper",
                "x": 0.02,
                "y": 0,
                "yshift": -30,
                "yanchor": "bottom",
                "xanchor": "left",
                "showarrow": False,
            }
        ],
        font={"family": _FONT},
        scene=scene | {"aspectmode": "data", "camera": {"eye": _EYE}, "annotations": names},
        showlegend=False,
        paper_bgcolor=_GROUND,
        margin={"l": 0, "r": 0, "t": 44, "b": 36},
    )


def _add_centroids(
    figure: go.Figure, result: Segmentation, shape: CloudShape, hidden: Collection[int]
) -> list[dict[str, object]]:
    """Draw the centroids and return their labels as annotations of the scene."""
    rows = [row for row in range(result.n_clusters) if row not in hidden]
    hexes = _hexes(result.palette[rows])
    space = ColorSpace(result.settings.color_space)
    places = _xyz(center_coordinates(result.centers, result.palette, space, shape)[rows], shape)
    names = [f"{own} {percent(share)}" for own, share in zip(hexes, result.shares[rows], strict=True)]
    figure.add_trace(
        go.Scatter3d(
            name="Centroids",
            **places,
            mode="markers",
            marker={"size": 12, "color": hexes, "line": {"width": 2, "color": "#ffffff"}},
            text=names,
            hovertemplate="Centroid %{text}<extra></extra>",
        )
    )
    # From the lowest centroid up, labels stand at four places in turn: those of neighbors do not overlap.
    aside = [_LABEL_PLACES[rank % 4] for rank in places["z"].argsort().argsort()]
    return [
        {"x": x, "y": y, "z": z, "text": name, "bordercolor": color, "ax": ax, "ay": ay} | _LABEL
        for x, y, z, name, color, (ax, ay) in zip(
            *(places[letter].tolist() for letter in "xyz"), names, hexes, aside, strict=True
        )
    ]


def _outline_3d(shape: CloudShape) -> go.Scatter3d:
    gap = np.full((1, 3), np.nan, dtype=np.float32)
    blank = np.zeros((1, 3), dtype=np.uint8)
    outline = gamut_outline(shape)
    rows = np.concatenate([part for line, _ in outline for part in (line, gap)])
    colors = np.concatenate([part for _, line in outline for part in (line, blank)])
    return go.Scatter3d(
        name="sRGB",
        **_xyz(rows, shape),
        mode="lines",
        line={"color": _hexes(colors), "width": 3},
        hoverinfo="skip",
    )


def _xyz(rows: NDArray[np.float32], shape: CloudShape) -> dict[str, NDArray[np.float32]]:
    return {name: rows[:, number] for name, number in zip("xyz", shape.scene_axes, strict=True)}


def _hexes(colors: NDArray[np.uint8]) -> list[str]:
    return [hex_code(color) for color in colors.tolist()]

"""Figures of the color cloud: what they are told is what they show."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from kseg_core import KMeansSettings, color_histogram, segment
from kseg_core.cloud.picture_points import labels_of_points
from kseg_core.cloud.points import CloudKind, color_cloud
from kseg_core.cloud.projections import Window, binned_projection, draw_projection, window_around
from kseg_core.cloud.selection import Outline, Ranges
from kseg_core.cloud.shapes import CLOUD_SHAPES, coordinates
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.figures.cloud import cloud_figure
from kseg_core.figures.projection import projection_figure
from tests.core.pictures import BLACK, GREEN, RED, WHITE, picture

IMAGE = picture([[BLACK, BLACK, BLACK, WHITE, WHITE, RED, RED, GREEN]])
HISTOGRAM = color_histogram(IMAGE)
LAB = coordinates(HISTOGRAM.colors, CLOUD_SHAPES["CIELAB"])


CLOUD = color_cloud(HISTOGRAM, CloudKind.COLORS)
RESULT = segment(IMAGE, KMeansSettings(k=2))
LABELS = labels_of_points(CLOUD, HISTOGRAM, RESULT)


def figure_in(shape: str, **look: Any) -> go.Figure:
    return cloud_figure(CLOUD, HISTOGRAM, RESULT, CLOUD_SHAPES[shape], **look)


def test_the_cloud_has_its_points_with_lightness_upright():
    figure = figure_in("CIELAB", title="Test")
    outline, points, centroids = figure.data
    np.testing.assert_array_equal(np.stack([points.z, points.x, points.y], axis=1), LAB)
    assert figure.layout.scene.zaxis.title.text == "L*"
    assert list(figure.layout.scene.xaxis.range) == [CLOUD_SHAPES["CIELAB"].axes[1].low, 100]
    assert list(points.marker.color) == ["#000000", "#ff0000", "#00ff00", "#ffffff"]
    sizes = dict(zip(points.marker.color, points.marker.size, strict=True))
    assert sizes["#000000"] > sizes["#ff0000"] > sizes["#00ff00"] > 0
    assert points.text[0] == "#000000<br>3 pixels, 37.5 %"
    assert len(centroids.x) == 2
    labels = figure.layout.scene.annotations
    assert [(label.x, label.text) for label in labels] == list(zip(centroids.x, centroids.text, strict=True))
    assert [label.bordercolor for label in labels] == list(centroids.marker.color)
    lower, upper = sorted(labels, key=lambda label: label.z)
    assert [(label.ax, label.ay) for label in (lower, upper)] == [(-50, 30), (50, 30)]
    assert figure.layout.annotations[0].text == "Every one of the 4 colors in the picture."
    assert np.isnan(outline.x).sum() == 12


def test_points_can_take_the_color_of_their_cluster():
    figure = figure_in("RGB cube", color_by_cluster=True)
    expected = ["#" + RESULT.palette[label].tobytes().hex() for label in LABELS]
    assert list(figure.data[1].marker.color) == expected


def test_hidden_clusters_are_left_out_with_their_points():
    figure = figure_in("RGB cube", hidden=(0,))
    left = [f"#{bytes(color).hex()}" for color in CLOUD.colors[LABELS == 1]]
    assert list(figure.data[1].marker.color) == left
    assert list(figure.data[2].marker.color) == [f"#{bytes(RESULT.palette[1]).hex()}"]
    assert len(figure.layout.scene.annotations) == 1


def test_a_projection_has_its_picture_in_place_and_what_was_selected():
    shape, axes = CLOUD_SHAPES["CIELAB"], (1, 0)
    window = Window(axes=axes, across=(-90, 100), up=(0, 100))
    drawn = encode_lossless(draw_projection(binned_projection(HISTOGRAM, LAB, window)))
    corners = ((0.0, 10.0), (50.0, 10.0), (50.0, 90.0))
    ranges = Ranges(low=(20, -90, -110), high=(100, 40, 100))
    figure = projection_figure(
        drawn, shape, window, outline=Outline(axes=axes, corners=corners), ranges=ranges
    )
    (image,) = figure.layout.images
    assert (image.x, image.y, image.sizex, image.sizey) == (-90, 100, 190, 100)
    assert image.source.startswith("data:image/png;base64,")
    assert figure.layout.xaxis.title.text == "a*"
    assert list(figure.layout.xaxis.range) == [-90, 100]
    assert list(figure.layout.yaxis.range) == [0, 100]
    assert figure.layout.dragmode == "lasso"
    path, *lines = figure.layout.shapes
    assert path.path == "M0,10L50,10L50,90Z"
    assert {(line.x0, line.x1) for line in lines if line.yref != "y"} == {(40, 40)}
    assert {(line.y0, line.y1) for line in lines if line.xref != "x"} == {(20, 20)}


def test_an_outline_of_other_axes_is_not_drawn():
    shape = CLOUD_SHAPES["HSV cone"]
    coords = coordinates(HISTOGRAM.colors, shape)
    window = window_around(coords, shape, (0, 1))
    drawn = encode_lossless(draw_projection(binned_projection(HISTOGRAM, coords, window)))
    outline = Outline(axes=(0, 2), corners=((0, 0), (1, 0), (1, 1)))
    ranges = Ranges(low=(20, 30, 40), high=(50, 60, 70))
    figure = projection_figure(drawn, shape, window, outline=outline, ranges=ranges)
    assert not figure.layout.shapes


def test_the_title_of_the_page_to_take_away_is_no_markup():
    figure = figure_in("CIELAB", title="<a href='javascript:alert(1)'>a</a></script>")
    assert "<" not in figure.layout.title.text
    assert "<a href" not in figure.to_html(include_plotlyjs=False)

"""The cloud where nothing can be drawn in three dimensions: flat, along each of its axes."""

import streamlit as st

from kseg_core import RgbImage
from kseg_core.cloud.projections import draw_projection, project
from kseg_core.cloud.shapes import CloudShape, axes_of, coordinates
from kseg_core.export import Encoded, encode_lossless
from kseg_core.figures.cloud import projection_figure
from pages._ui.cache import get_histogram

_PLANES = ((0, 1), (0, 2), (1, 2))
_HEIGHT = 380
_PLAIN = {"displayModeBar": False, "staticPlot": True}


def draw_flat_views(image: RgbImage, shape: CloudShape) -> None:
    """Draw three projections side by side."""
    axes = axes_of(shape)
    for column, plane in zip(st.columns(len(_PLANES)), _PLANES, strict=True):
        with column:
            picture = _projection(image.digest, shape, plane, image)
            names = " and ".join(axes[number].title for number in plane)
            st.plotly_chart(
                projection_figure(picture, shape, plane),
                height=_HEIGHT,
                config=_PLAIN,
                key=f"flat_{plane[0]}_{plane[1]}",
                alt=f"The colors of the photo on the axes {names}.",
            )


@st.cache_data(max_size="4MB", show_spinner=False)
def _projection(digest: str, shape: CloudShape, plane: tuple[int, int], _image: RgbImage) -> Encoded:
    histogram = get_histogram(_image)
    coords = coordinates(histogram.colors, shape)
    return encode_lossless(draw_projection(project(histogram, coords, shape, plane)))

"""The cloud where nothing can be drawn in three dimensions: flat, from above and from two sides."""

import streamlit as st

from kseg_core import RgbImage
from kseg_core.cloud.selection import ColorSelection
from kseg_core.figures.projection import projection_figure
from pages._ui.explorer.selection_cache import projection_picture, window_in

_HEIGHT = 380
_PLAIN = {"displayModeBar": False, "staticPlot": True}


def draw_flat_views(image: RgbImage, selection: ColorSelection) -> None:
    """Draw three projections side by side, what is not selected faint."""
    axes, planes = selection.shape.axes, selection.shape.projections
    for column, plane in zip(st.columns(len(planes)), planes, strict=True):
        with column:
            names = " and ".join(axes[number].title for number in plane)
            window = window_in(image.digest, selection.shape, plane, image)
            picture = projection_picture(image.digest, selection, window, image)
            st.plotly_chart(
                projection_figure(picture, selection.shape, window),
                height=_HEIGHT,
                config=_PLAIN,
                key=f"flat_{plane[0]}_{plane[1]}",
                alt=f"The colors of the photo on the axes {names}.",
            )

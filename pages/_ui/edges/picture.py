"""The edge map beside the photo, to be zoomed and clicked."""

from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from kseg_core.canny.edge_drawing import EdgeView
from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.pixel_explanation import explain_pixel
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box
from kseg_core.wording import count, percent
from pages._ui import results
from pages._ui.components.image_viewer import Marker, image_viewer, layers, picked, seen_box
from pages._ui.declarations.edges import EdgeSection
from pages._ui.edges.controls import EdgeChoice
from pages._ui.edges.results import edges_preview, is_reduced

_KEY = "edge_viewer"
_START = 0.34


def draw_edges(choice: EdgeChoice, edge_map: EdgeMap, pixel: tuple[int, int] | None) -> Box | None:
    """Draw the edge map and mark a pixel; return the part that is seen if it is zoomed in."""
    image = choice.source.image
    box = seen_box(_KEY, image)
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(results.photo_preview, image)),
        after=layers(box, *_pictures(choice)),
        names=("Photo", "Edges" if choice.source.clusters is None else f"Edges of K = {choice.clusters.k}"),
        alt="The photo on the left of the wipe and its edges on the right: "
        f"{count(edge_map.n_edges, 'edge pixel')} of {edge_map.n_pixels:,}.",
        start=_START,
        marker=_marker(edge_map, pixel),
        on_pick=_pick,
    )
    settings = edge_map.settings
    st.caption(
        f"{count(edge_map.n_edges, 'edge pixel')}, {percent(edge_map.share)} of the picture"
        f" · thresholds {settings.low:g} and {settings.high:g}, σ = {edge_map.smoothed.sigma:g} · "
        "click a pixel to follow it through the stages"
        f"{_about_lines(choice, edge_map, box)}"
    )
    return box


def _about_lines(choice: EdgeChoice, edge_map: EdgeMap, box: Box | None) -> str:
    if choice.drawing.view.plain_colors is None or not is_reduced(edge_map, box):
        return ""
    return " · lines are drawn thicker so that they show at this size; zoomed in they are one pixel wide"


def _pictures(choice: EdgeChoice) -> Iterator[Callable[[Box | None], Encoded]]:
    """The edges and what lies below them."""
    image = choice.source.image
    if choice.drawing.view is EdgeView.OVER_PHOTO:
        yield partial(results.photo_preview, image)
    if choice.drawing.view is EdgeView.OVER_CLUSTERS:
        yield partial(results.segmentation_preview, image, choice.clusters)
    line, background = choice.drawing.view.plain_colors or (choice.drawing.color, None)
    yield lambda box: edges_preview(
        choice.source, choice.settings, line=line, background=background, width=choice.drawing.width, box=box
    )


def _marker(edge_map: EdgeMap, pixel: tuple[int, int] | None) -> Marker | None:
    if pixel is None:
        return None
    verdict = explain_pixel(edge_map, *pixel).verdict
    return Marker(x=pixel[0], y=pixel[1], text=f"{verdict} · see why ↓")


def _pick() -> None:
    pixel = picked(_KEY)
    if pixel is not None:
        st.session_state.edge_x, st.session_state.edge_y = pixel
        st.session_state.edge_section = str(EdgeSection.PIXEL)

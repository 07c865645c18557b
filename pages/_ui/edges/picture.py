"""The edge map itself: large, against the photo, down to its pixels."""

import streamlit as st

from kseg_core.canny.stage_window import EdgeWork, explain_in_place
from kseg_core.encoding.lines import BLACK, WHITE
from kseg_core.image import Box
from pages._ui import cache
from pages._ui.components.image_viewer import Layer, Marker, image_viewer, picked, seen_box
from pages._ui.declarations.edges import EdgeSection
from pages._ui.edges import cache as edge_cache
from pages._ui.edges.controls import EdgeChoice, EdgeView
from pages._ui.text import count, percent

_KEY = "edge_viewer"
_START = 0.34


def draw_edges(choice: EdgeChoice, work: EdgeWork, pixel: tuple[int, int] | None) -> Box | None:
    """Draw the edge map and mark a pixel; return the part that is seen if it is zoomed in."""
    box = seen_box(_KEY, width=work.width, height=work.height)
    image_viewer(
        key=_KEY,
        image=choice.source.image.digest,
        width=work.width,
        height=work.height,
        before=_photo(choice, None) + (_photo(choice, box) if box else []),
        after=_edges(choice, work, None) + (_edges(choice, work, box) if box else []),
        names=("Photo", "Edges" if choice.source.clusters is None else f"Edges of K = {choice.clusters.k}"),
        alt="The photo on the left of the wipe and its edges on the right: "
        f"{count(work.n_edges, 'edge pixel')} of {work.n_pixels:,}.",
        start=_START,
        marker=_marker(work, pixel),
        on_pick=_pick,
    )
    share = work.n_edges / max(1, work.n_pixels)
    settings = work.settings
    st.caption(
        f"{count(work.n_edges, 'edge pixel')}, {percent(share)} of the picture"
        f" · thresholds {settings.low:g} and {settings.high:g}, σ = {work.sigma:g} · "
        "click a pixel to follow it through the stages"
        f"{_about_lines(choice, work, box)}"
    )
    return box


def _about_lines(choice: EdgeChoice, work: EdgeWork, box: Box | None) -> str:
    if choice.view.is_overlay or not edge_cache.is_reduced(work, box):
        return ""
    return " · lines are drawn thicker so that they show at this size; zoomed in they are one pixel wide"


def _photo(choice: EdgeChoice, box: Box | None) -> list[Layer]:
    image = choice.source.image
    return [Layer(encoded=cache.photo_preview(image, box), box=box)]


def _edges(choice: EdgeChoice, work: EdgeWork, box: Box | None) -> list[Layer]:
    below: list[Layer] = []
    ground = None
    match choice.view:
        case EdgeView.OVER_PHOTO:
            below = _photo(choice, box)
        case EdgeView.OVER_CLUSTERS:
            below = _clusters(choice, box)
        case EdgeView.BLACK_ON_WHITE:
            ground = WHITE
        case EdgeView.WHITE_ON_BLACK:
            ground = BLACK
    line = choice.color if ground is None else BLACK if ground == WHITE else WHITE
    encoded = edge_cache.edges_preview(
        choice.source, work, line=line, ground=ground, width=choice.width, box=box
    )
    return [*below, Layer(encoded=encoded, box=box)]


def _clusters(choice: EdgeChoice, box: Box | None) -> list[Layer]:
    image, settings = choice.source.image, choice.clusters
    return [Layer(encoded=cache.segmentation_preview(image, settings, box), box=box)]


def _marker(work: EdgeWork, pixel: tuple[int, int] | None) -> Marker | None:
    if pixel is None:
        return None
    verdict = explain_in_place(work, *pixel).verdict
    return Marker(x=pixel[0], y=pixel[1], text=f"{verdict} · see why ↓")


def _pick() -> None:
    pixel = picked(_KEY)
    if pixel is not None:
        st.session_state.edge_x, st.session_state.edge_y = pixel
        st.session_state.edge_section = str(EdgeSection.PIXEL)

"""The effect of both thresholds: histogram, number of edge pixels, and the rules side by side."""

from dataclasses import replace

import streamlit as st

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.figures.compare import Panel
from kseg_core.figures.edges import gradient_histogram_figure, threshold_map_figure
from kseg_core.figures.words import gradient_words, map_words
from kseg_core.wording import percent
from pages._ui.charts import PLAIN_CHART
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.declarations.edges import THRESHOLDS
from pages._ui.edges.controls import EdgeChoice
from pages._ui.edges.results import (
    STAGE_SIDE,
    EdgeSource,
    get_edges,
    get_threshold_map,
    get_thresholds,
    is_reduced,
    small_preview,
)
from pages._ui.edges.thresholds import take_rule, take_thresholds
from pages._ui.frame.explanations import ask

_MAP = "edge_threshold_map"


def draw_thresholds(choice: EdgeChoice, edge_map: EdgeMap) -> None:
    """Draw the whole section."""
    with st.spinner("Counting edges for every pair of thresholds …"):
        thresholds = get_threshold_map(choice.source, choice.settings)
    low, high = edge_map.settings.low, edge_map.settings.high
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("#### How strong the gradients are")
        st.plotly_chart(
            gradient_histogram_figure(thresholds.histogram, low, high),
            height=380,
            config=PLAIN_CHART,
            alt=gradient_words(thresholds.histogram, low, high),
        )
        st.caption("Most pixels hardly change. Edges live in the tail, so the axis is logarithmic.")
    with right:
        st.markdown("#### How many edge pixels each pair gives")
        st.plotly_chart(
            threshold_map_figure(thresholds, low, high),
            height=380,
            config=PLAIN_CHART,
            key=_MAP,
            on_select=_take_cell,
            selection_mode="points",
            alt=map_words(thresholds, edge_map.n_edges, low, high),
        )
        st.caption("The ring is the present choice. Click a cell to choose its thresholds.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("#### The rules side by side", width="content")
        ask(THRESHOLDS)
    _draw_rules(choice.source, edge_map.settings)


def _take_cell() -> None:
    points = st.session_state[_MAP].selection.points
    data = next((point.get("customdata") for point in points if point.get("customdata")), None)
    if data:
        take_thresholds(data[0], data[1])


def _draw_rules(source: EdgeSource, settings: CannySettings) -> None:
    chosen = []
    progress = st.empty()
    for number, method in enumerate(ThresholdMethod):
        progress.progress(number / len(ThresholdMethod), f"{method} …")
        chosen.append(get_thresholds(source, method, settings))
    edge_maps = [get_edges(source, replace(settings, low=low, high=high)) for low, high in chosen]
    progress.empty()
    image = source.image
    linked_pictures(
        [
            Panel(title=f"{low:g} / {high:g}", picture=small_preview(source, edge_map.settings))
            for (low, high), edge_map in zip(chosen, edge_maps, strict=True)
        ],
        key="rules",
        width=image.width,
        height=image.height,
        columns=len(edge_maps),
        about="The edges with the low and the high threshold of each rule",
        scene=image.digest,
    )
    if is_reduced(edge_maps[0], None, STAGE_SIDE):
        st.caption("Lines are drawn thicker here so that they show at this size.")
    columns = st.columns(len(edge_maps), gap="small")
    for column, method, edge_map in zip(columns, ThresholdMethod, edge_maps, strict=True):
        with column:
            st.markdown(f"**{method}**")
            st.caption(f"{method.about} {edge_map.n_edges:,} edge pixels, {percent(edge_map.share)}.")
            st.button("Use", key=f"use_{method.name}", on_click=take_rule, args=(method,))

"""What the two thresholds do: histogram, counts, the rules side by side, and where one rule fails."""

from dataclasses import replace

import streamlit as st

from kseg_core.canny.settings import CannySettings
from kseg_core.canny.stage_window import EdgeWork
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.figures.compare import Panel
from kseg_core.figures.edges import gradient_histogram_figure, threshold_map_figure
from kseg_core.figures.words import gradient_words, map_words
from pages._ui.charts import PLAIN_CHART
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.declarations.edges import THRESHOLDS
from pages._ui.edges import cache as edge_cache
from pages._ui.edges.cache import EdgeSource
from pages._ui.edges.controls import EdgeChoice
from pages._ui.edges.median_view import draw_median
from pages._ui.edges.previews import white_on_black
from pages._ui.edges.thresholds import take_rule, take_thresholds
from pages._ui.frame.explanations import ask
from pages._ui.text import percent

_MAP = "edge_threshold_map"


def draw_thresholds(choice: EdgeChoice, work: EdgeWork) -> None:
    """Draw the whole section."""
    with st.spinner("Counting edges for every pair of thresholds …"):
        thresholds = edge_cache.get_threshold_map(choice.source, work)
    low, high = work.settings.low, work.settings.high
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
            alt=map_words(thresholds, work.n_edges, low, high),
        )
        st.caption("The ring is the present choice. Click a cell to choose its thresholds.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("#### The rules side by side", width="content")
        ask(THRESHOLDS)
    _draw_rules(choice.source, work.settings)
    draw_median(choice.source, work.settings)


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
        chosen.append(edge_cache.automatic(source, method, settings))
    works = [edge_cache.get_edges(source, replace(settings, low=low, high=high)) for low, high in chosen]
    progress.empty()
    image = source.image
    linked_pictures(
        [
            Panel(title=f"{low:g} / {high:g}", picture=white_on_black(source, work))
            for (low, high), work in zip(chosen, works, strict=True)
        ],
        key="rules",
        width=image.width,
        height=image.height,
        columns=len(works),
        about="The edges with the low and the high threshold of each rule",
    )
    if edge_cache.is_reduced(works[0], None, edge_cache.STAGE_SIDE):
        st.caption("Lines are drawn thicker here so that they show at this size.")
    columns = st.columns(len(works), gap="small")
    for column, method, work in zip(columns, ThresholdMethod, works, strict=True):
        with column:
            st.markdown(f"**{method}**")
            share = percent(work.n_edges / max(1, work.n_pixels))
            st.caption(f"{_ABOUT[method]} {work.n_edges:,} edge pixels, {share}.")
            st.button("Use", key=f"use_{method.name}", on_click=take_rule, args=(method,))


_ABOUT = {
    ThresholdMethod.MEAN: "High is 2.5 times the mean gradient, pulled toward that of a usual photo.",
    ThresholdMethod.PERCENTILE: "High leaves a tenth of all pixels above it.",
    ThresholdMethod.OTSU: "High parts the gradients into two classes as far apart as can be.",
    ThresholdMethod.MEDIAN: "A third below and above the median brightness.",
}

"""Agreement of clusters and edges: boundaries over edges, two numbers, and a curve over K."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core.canny.agreement import OVERLAP, TOLERANCE_PERCENT_MAX, Agreement, tolerance_pixels
from kseg_core.canny.edges import EdgeMap
from kseg_core.figures.edges import agreement_figure
from kseg_core.figures.words import agreement_words
from kseg_core.wording import count, percent
from pages._ui import widgets
from pages._ui.charts import PLAIN_CHART
from pages._ui.components.image_viewer import Layer, image_viewer
from pages._ui.components.swatches import swatch
from pages._ui.declarations.edges import EDGES_AND_CLUSTERS
from pages._ui.edges.controls import EdgeChoice, choose_k
from pages._ui.edges.results import get_agreement, overlap_preview
from pages._ui.frame.explanations import ask

_KEY = "agreement_viewer"
_CURVE = (2, 3, 4, 5, 6, 8, 10, 12)


def draw_agreement(choice: EdgeChoice, edge_map: EdgeMap) -> None:
    """Draw the whole section."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        k = choice.clusters.k if choice.has_k else choose_k()
        share = widgets.slider(
            "Tolerance, % of the diagonal",
            0.0,
            TOLERANCE_PERCENT_MAX,
            step=0.05,
            key="edge_tolerance",
            width=240,
            help="How far apart a boundary and an edge may lie and still agree. It grows with the picture, "
            "as the smoothing does.",
        )
        ask(EDGES_AND_CLUSTERS)
    image = choice.source.image
    tolerance = tolerance_pixels(share, image.height, image.width)
    st.caption(f"Up to {count(tolerance, 'pixel')} apart in this picture counts as the same place.")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _draw_overlap(choice, edge_map, k)
    with right:
        numbers = st.container(horizontal=True, gap="large")
        curve = st.empty()
        st.caption(
            "Boundaries off the edges run through smooth shading that K-means has to cut somewhere. Edges "
            "off the boundaries are detail within one color. More clusters find more edges and invent more "
            "boundaries."
        )
    with numbers:
        _draw_numbers(_agreement(choice, k, tolerance))
    _draw_curve(curve, choice, k, tolerance)


def _draw_overlap(choice: EdgeChoice, edge_map: EdgeMap, k: int) -> None:
    image, clusters = choice.source.image, replace(choice.clusters, k=k)
    overlap = overlap_preview(choice.source, choice.settings, clusters)
    image_viewer(
        key=_KEY,
        image=image,
        after=[Layer(encoded=overlap)],
        alt=f"The boundaries of {k} clusters laid over the {count(edge_map.n_edges, 'edge pixel')}.",
    )
    _, edge, boundary, both = map(swatch, OVERLAP)
    st.html(f'<p class="overlap-key">{boundary} boundary of clusters {edge} edge {both} both</p>')


def _draw_curve(slot: DeltaGenerator, choice: EdgeChoice, k: int, tolerance: int) -> None:
    agreements: list[Agreement] = []
    for number, each in enumerate(_CURVE):
        slot.progress(number / len(_CURVE), f"K = {each} of {_CURVE[-1]} …")
        agreements.append(_agreement(choice, each, tolerance))
    slot.plotly_chart(
        agreement_figure(_CURVE, agreements, k),
        height=300,
        config=PLAIN_CHART,
        key="edge_agreement_curve",
        alt=agreement_words(_CURVE, agreements),
    )


def _agreement(choice: EdgeChoice, k: int, tolerance: int) -> Agreement:
    clusters = replace(choice.clusters, k=k)
    return get_agreement(choice.source, choice.settings, clusters, tolerance)


def _draw_numbers(agreement: Agreement) -> None:
    st.metric(
        "Boundaries on edges",
        _percent(agreement.boundaries_on_edges),
        help=f"Of {agreement.boundary_pixels:,} boundary pixels.",
    )
    st.metric(
        "Edges on boundaries",
        _percent(agreement.edges_on_boundaries),
        help=f"Of {agreement.edge_pixels:,} edge pixels.",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else percent(share)

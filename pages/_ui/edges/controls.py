"""The controls of the Edges page, and what they are set to."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from kseg_core import KMeansSettings, RgbImage
from kseg_core.address.names import BY_HAND, EDGE_SIGMA_MAX, EDGES_OF_CLUSTERS, EDGES_OF_PHOTO
from kseg_core.address.values import canny_of
from kseg_core.canny.edge_drawing import EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.canny.settings import APERTURES, CannySettings, EdgeChannels, automatic_sigma
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.encoding.lines import LINE_WIDTH_MAX
from pages._ui import address, widgets
from pages._ui.edges.results import EdgeSource
from pages._ui.edges.shortcuts import offer_shortcuts
from pages._ui.edges.thresholds import choose_rule, choose_thresholds, rescale
from pages._ui.state import value_of
from pages._ui.unknown_values import note_outside
from pages._ui.widgets import kmeans_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeChoice:
    """What the controls are set to.

    Attributes
    ----------
    source : EdgeSource
    recipe : EdgeRecipe
        With the thresholds that hold for this photo.
    clusters : KMeansSettings
        Those of the shown clusters, or of those that would be shown.
    has_k : bool
        Whether the slider for K is among the controls.
    """

    source: EdgeSource
    recipe: EdgeRecipe
    clusters: KMeansSettings
    has_k: bool

    @property
    def settings(self) -> CannySettings:
        return self.recipe.settings

    @property
    def drawing(self) -> EdgeDrawing:
        return self.recipe.drawing


def choose_edges(image: RgbImage) -> EdgeChoice:
    """Draw the controls and return what they are set to."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="edge_what"):
        edges_of = widgets.segmented_choice(
            "Edges of",
            [EDGES_OF_PHOTO, EDGES_OF_CLUSTERS],
            key="edge_of",
            help="The photo, or the photo in the mean colors of its K clusters.",
        )
        view = widgets.segmented_choice("Show them", EdgeView, key="edge_view")
        clustered = edges_of == EDGES_OF_CLUSTERS
        has_k = clustered or view is EdgeView.OVER_CLUSTERS
        clusters = kmeans_settings(choose_k() if has_k else value_of("edge_k"))
        drawing = _choose_drawing(view)
        shortcuts = st.container(width="content")
    source = EdgeSource(image=image, clusters=clusters if clustered else None)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="edge_how"):
        rule_slot = st.container(width=220)
        slider_slot = st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", width="stretch", key="edge_numbers"
        )
        settings = _choose_settings(image)
    with rule_slot:
        rule = choose_rule()
    with slider_slot:
        settings = choose_thresholds(source, rule, settings)
    with shortcuts:
        offer_shortcuts(settings)
    by_rule = None if rule == BY_HAND else ThresholdMethod(rule)
    return EdgeChoice(
        source=source,
        recipe=EdgeRecipe(settings=settings, rule=by_rule, of_clusters=clustered, drawing=drawing),
        clusters=clusters,
        has_k=has_k,
    )


def choose_k() -> int:
    """Draw the slider for K; on a page once."""
    return widgets.k_slider(
        "edge_k", width=200, help="How many clusters. Color space and seed are in the sidebar."
    )


def _choose_drawing(view: EdgeView) -> EdgeDrawing:
    if view.plain_colors is not None:
        return EdgeDrawing(view=view)
    with st.popover("Line", icon=":material/border_color:"):
        color = widgets.color("Color", key="edge_color")
        width = widgets.slider("Width", 1, LINE_WIDTH_MAX, key="edge_width")
    return EdgeDrawing(view=view, color=color, width=width)


def _choose_settings(image: RgbImage) -> CannySettings:
    """All settings except the thresholds."""
    with st.popover("Settings", icon=":material/settings:"):
        sigma = _choose_sigma(image)
        aperture = widgets.segmented_choice(
            "Aperture",
            APERTURES,
            key="edge_aperture",
            on_change=rescale,
            help="`apertureSize`: the side of the Sobel kernel. A larger one gives larger gradients, so the "
            "scale of the thresholds goes with it.",
        )
        norm = widgets.segmented_choice(
            "Gradient norm",
            ["L1", "L2"],
            key="edge_norm",
            help="`L2gradient`: the length of the gradient. L1 is |gx| + |gy|, L2 is √(gx² + gy²).",
        )
        channels = widgets.segmented_choice(
            "Find edges in",
            EdgeChannels,
            key="edge_channels",
            help="Gray sees brightness alone. In color, each pixel takes the channel that changes most; "
            "of two alike red, or blue in BGR order, which is that of `cv2.imread`.",
        )
    st.session_state.edge_last_aperture = aperture
    return canny_of(
        {
            "edge_auto_sigma": sigma is None,
            "edge_sigma": sigma,
            "edge_aperture": aperture,
            "edge_norm": norm,
            "edge_channels": channels,
        }
    )


def _choose_sigma(image: RgbImage) -> float | None:
    own = automatic_sigma(image.height, image.width)
    automatic = widgets.toggle(
        f"Automatic smoothing (σ = {own:g} pixels)",
        key="edge_auto_sigma",
        help="The standard deviation of the Gaussian grows with the picture: its diagonal / 180. Canny "
        "itself does not smooth, so without this every grain becomes an edge.",
        on_change=partial(_keep_sigma, own),
    )
    if automatic:
        return None
    return widgets.slider(
        "σ in pixels",
        0.0,
        EDGE_SIGMA_MAX,
        step=0.1,
        key="edge_sigma",
    )


def _keep_sigma(own: float) -> None:
    """Smooth by hand as it was smoothed automatically, until the slider is moved."""
    if not st.session_state.edge_auto_sigma:
        st.session_state.edge_sigma = min(own, EDGE_SIGMA_MAX)


def choose_pixel(image: RgbImage) -> tuple[int, int] | None:
    """Draw the inputs for a pixel and return its column and row, once both are there.

    They are set by a click before they are drawn for the first time, which a bound widget would not
    write into the address; so it is read and written here.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        x = _choose_place("edge_x", "Column x", image.width)
        y = _choose_place("edge_y", "Row y", image.height)
    return None if x is None or y is None else (x, y)


def _choose_place(key: str, label: str, length: int) -> int | None:
    note_outside(label, key, length)
    if (address.recall_number(key) or 0) >= length:
        st.session_state[key] = None
    place = st.number_input(
        label, 0, length - 1, None, step=1, key=key, placeholder="click or type", width=170
    )
    address.write(key, place)
    return place

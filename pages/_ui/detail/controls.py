"""The controls of "Look closer": what is segmented, and how it is shown."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings
from kseg_core.address.values import segmentation_of
from kseg_core.color_vision import ColorVision
from kseg_core.kmeans.palette_edits import SPECKS_MAX
from kseg_core.kmeans.settings import POSITION_WEIGHT_MAX, SMOOTHING_MAX
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui import widgets
from pages._ui.detail.changes import Setting
from pages._ui.detail.detail import View
from pages._ui.engine_controls import choose_engine, keeps_accents
from pages._ui.state import locked_colors

WIDEST_LINE = 5


def choose_segmentation(k: int) -> tuple[KMeansSettings, int, dict[Setting, DeltaGenerator]]:
    """Draw what changes the segmentation.

    Returns
    -------
    settings : KMeansSettings
    specks : int
        Regions of fewer pixels are removed.
    below : dict of Setting to DeltaGenerator
        Room under each setting for what it changed.
    """
    position = widgets.slider(
        "Position weight",
        0.0,
        POSITION_WEIGHT_MAX,
        step=0.1,
        key="position",
        help="How much pixels also cluster by where they are. At 1 the longer side of the picture counts as "
        "much as the way from black to white.",
    )
    below = {Setting.POSITION: st.container()}
    smoothing = widgets.slider(
        "Smoothing before clustering, σ in pixels",
        0.0,
        SMOOTHING_MAX,
        step=0.5,
        key="smoothing",
        help="A Gaussian takes grain and fine texture out of what is clustered. Clusters are still painted "
        "with the mean of the photo's own pixels.",
    )
    below[Setting.SMOOTHING] = st.container()
    specks = widgets.number(
        "Remove specks below, in pixels",
        0,
        SPECKS_MAX,
        step=10,
        key="specks",
        help="Connected regions of fewer pixels go to the neighbor they touch most.",
    )
    below[Setting.SPECKS] = st.container()
    st.divider()
    values = choose_engine(accents=keeps_accents()) | {"position": position, "smoothing": smoothing}
    return segmentation_of(values, k, locked_colors()), specks, below


def choose_view(rest: Rest) -> View:
    """Draw how the result is shown."""
    paint = widgets.radio_choice(
        "Paint clusters with",
        Paint,
        key="paint",
        help="Two of the choices are what a program shows that forgets to convert colors back.",
    )
    vision = widgets.segmented_choice(
        "Color vision",
        ColorVision,
        key="vision",
        help="Picture and palette as people without one kind of cones see them (Machado 2009). "
        "About one man in twelve and one woman in two hundred sees red and green less apart. Files keep "
        "their colors.",
    )
    shown = widgets.toggle("Boundaries over the picture", key="boundary")
    if not shown:
        return View(paint=paint, rest=rest, vision=vision)
    width = widgets.slider("Width", 1, WIDEST_LINE, key="boundary_width")
    color = widgets.color("Color", key="boundary_color")
    return View(paint=paint, rest=rest, vision=vision, line_color=color, line_width=width)

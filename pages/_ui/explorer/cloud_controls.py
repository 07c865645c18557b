"""How the cloud is drawn, which clusters are hidden, which pixel is followed: widgets and the address."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings, RgbImage
from pages._ui import address
from pages._ui.components.cloud_viewer import CloudLook, Paint
from pages._ui.segmented_choice import one_of
from pages._ui.state import DEFAULTS

_SIZES = (0.5, 2.5, 0.1)


def choose_look(image: RgbImage, settings: KMeansSettings, tools: DeltaGenerator) -> CloudLook:
    """Draw the controls, those that are seldom needed in a popover in `tools`, and return what they say."""
    paint = Paint(
        one_of(
            "Color by",
            [str(paint) for paint in Paint],
            key="explore_paint",
            help="The color itself, the mean color of its cluster, or how far it lies from its centroid.",
        )
    )
    with tools, st.popover("Show", icon=":material/visibility:"):
        centroids = _toggle("Centroids", "explore_centroids")
        members = _toggle("Lines to their members", "explore_members")
        outline = _toggle("Outline of all sRGB colors", "explore_outline")
        least, most, step = _SIZES
        size = st.slider(
            "Size of the points",
            least,
            most,
            DEFAULTS["explore_size"],
            step,
            key="explore_size",
            bind="query-params",
        )
    return CloudLook(
        paint=paint,
        centroids=centroids,
        members=members,
        outline=outline,
        size=size,
        hidden=_hidden(image, settings),
    )


def take_hidden(clusters: list[int]) -> None:
    """Hide these clusters and show the others. For callbacks."""
    st.session_state.explore_hide = [str(cluster) for cluster in clusters]


def followed_pixel(image: RgbImage) -> tuple[int, int] | None:
    """Column and row of the pixel that is followed, kept in the address."""
    state = st.session_state
    for key in ("explore_x", "explore_y"):
        if key not in state:
            state[key] = address.whole_number(key)
    x, y = state.explore_x, state.explore_y
    if x is None or y is None or x >= image.width or y >= image.height:
        give_up_pixel()
        x = y = None
    for key, place in (("explore_x", x), ("explore_y", y)):
        address.write(key, *([] if place is None else [str(place)]))
    return None if x is None or y is None else (x, y)


def take_pixel(x: int, y: int) -> None:
    """Follow a pixel. For callbacks."""
    st.session_state.explore_x, st.session_state.explore_y = x, y


def give_up_pixel() -> None:
    """Follow no pixel. For callbacks."""
    st.session_state.explore_x = st.session_state.explore_y = None


def _toggle(label: str, key: str) -> bool:
    return st.toggle(label, DEFAULTS[key], key=key, bind="query-params")


def _hidden(image: RgbImage, settings: KMeansSettings) -> tuple[int, ...]:
    """The hidden clusters; another clustering or photo has others, so that it starts with none."""
    state = st.session_state
    asked = (image.digest, settings.k, str(settings.color_space), settings.seed)
    if "explore_hide" not in state:
        state.explore_hide = st.query_params.get_all("explore_hide")
    elif state.get("explore_hide_of", asked) != asked:
        state.explore_hide = []
    state.explore_hide_of = asked
    known = {str(cluster) for cluster in range(settings.k)}
    named = [cluster for cluster in state.explore_hide if cluster in known]
    address.write("explore_hide", *named)
    return tuple(int(cluster) for cluster in named)

"""What the sections of the 3D Explorer have in common: K, the points, the shape of the cloud."""

import streamlit as st

from kseg_core import ColorSpace, KMeansSettings
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape, shape_of
from pages._ui.k_slider import k_slider
from pages._ui.segmented_choice import one_of
from pages._ui.state import DEFAULTS, SHAPE_OF_THE_SPACE

EXPLORER_K_MAX = 16


def choose_clusters() -> KMeansSettings:
    """Draw the slider for K and return the settings; color space and seed are those of the sidebar."""
    return _clusters(choose_k())


def choose_k(*, colors: bool = True) -> int:
    """Draw the slider for K; on a page once. Only where `colors` are clustered is there a color space."""
    return k_slider(
        "explore_k",
        most=EXPLORER_K_MAX,
        width=180,
        help="How many clusters. Color space and seed are those of the sidebar."
        if colors
        else "How many clusters. The seed is that of the sidebar.",
    )


def current_clusters() -> KMeansSettings:
    """The clusters of this page, whether or not their slider is in sight."""
    return _clusters(st.session_state.get("explore_k", DEFAULTS["explore_k"]))


def _clusters(k: int) -> KMeansSettings:
    return KMeansSettings(k=k, color_space=st.session_state.space, seed=st.session_state.seed)


def choose_kind() -> CloudKind:
    """Draw what the points are and return it."""
    return CloudKind(
        one_of(
            "Points",
            [str(kind) for kind in CloudKind],
            key="explore_kind",
            help="**Colors**: every color, or cells of close colors where there are too many. **Sampled "
            "pixels**: the colors of pixels drawn at random. **Density**: coarse cells, their size by the "
            "pixels in them.",
        )
    )


def choose_shape() -> CloudShape:
    """Draw the shapes and return the chosen one."""
    chosen = st.selectbox(
        "Shape",
        [SHAPE_OF_THE_SPACE, *CLOUD_SHAPES],
        key="explore_shape",
        bind="query-params",
        width=170,
        help="The axes of the cloud. Automatic takes those of the color space of the sidebar, in which "
        "distances look as K-means measures them.",
    )
    if chosen == SHAPE_OF_THE_SPACE:
        return shape_of(ColorSpace(st.session_state.space))
    return CLOUD_SHAPES[chosen]

"""The slider for the number of clusters, alike on all pages."""

from typing import Literal

import streamlit as st

from kseg_core.kmeans.settings import K_MAX
from pages._ui.state import DEFAULTS

LEAST_K = 2
"""Where sliders begin: a single cluster shows nothing."""

EXPLORER_K_MAX = 16
"""Where the slider of the 3D Explorer ends: more centroids would hide the cloud."""

K_HELP = f"How many colors the photo is split into. The Cluster page tries values from {LEAST_K} to {K_MAX}."


def k_slider(
    key: str, *, help: str = K_HELP, most: int = K_MAX, width: int | Literal["stretch"] = "stretch"
) -> int:
    """Draw the slider with a key of `DEFAULTS`, which is its address parameter too; on a page once."""
    return st.slider("K", LEAST_K, most, DEFAULTS[key], key=key, bind="query-params", help=help, width=width)

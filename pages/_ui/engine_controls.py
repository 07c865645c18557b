"""The engine and the parameters of `cv2.kmeans`, for whichever part of the Cluster page is drawn."""

from typing import Any

import streamlit as st

from kseg_core import Criteria, Engine, Init
from kseg_core.kmeans.segment import OPENCV_PIXELS
from kseg_core.kmeans.settings import (
    ATTEMPTS_MAX,
    EPSILON_MAX,
    MAX_ITER_MAX,
    MAX_ITER_MIN,
    Swatch,
)
from pages._ui import widgets
from pages._ui.declarations.cluster import CV2_KMEANS
from pages._ui.frame.explanations import ask
from pages._ui.state import coming_value

ACCENTS_KEPT = (
    "Accents are kept: colors of few pixels count more in the fit. So the WCSS shown is no longer the lowest "
    "that this K can have."
)


def keeps_accents() -> bool:
    """Draw whether rare colors count more; on a page once."""
    return widgets.toggle(
        "Keep accents",
        key="accents",
        disabled=coming_value("engine") == Engine.OPENCV,
        help="K-means counts pixels, so a small green bottle in a blue sea gets no color of its own. With "
        "accents kept, each group of close colors counts with the square root of its pixels. Only for the "
        "engine *fast*.",
    )


def choose_engine(*, accents: bool) -> dict[str, Any]:
    """Draw which color stands for a cluster, and the engine with its parameters; on a page once.

    Returns
    -------
    dict
        Values for `segmentation_of`, `accents` and the sidebar's among them.
    """
    swatch = widgets.segmented_choice(
        "Color of a cluster",
        Swatch,
        key="swatch",
        help="What a cluster is painted with, in picture and palette. The **mean** of its pixels is what "
        "K-means finds, and may be no color of the photo. The **most common** and the **most vivid** are "
        "colors of pixels.",
    )
    return widgets.sidebar_values() | {"accents": accents, "swatch": swatch} | _choose_engine()


def _choose_engine() -> dict[str, Any]:
    engine = widgets.segmented_choice(
        "Engine",
        Engine,
        key="engine",
        help="**fast** takes every pixel into account, whatever the size of the photo, without settings. "
        f"**opencv** is `cv2.kmeans` on the pixels themselves (at most {OPENCV_PIXELS:,} of them), "
        "where every parameter below acts as it does in OpenCV.",
    )
    if engine is Engine.FAST:
        st.caption(
            "The fast engine runs K-means on all distinct colors of the photo, weighted by how many pixels "
            "each covers, from several k-means++ starts, until next to nothing moves. Choose *opencv* "
            "to call `cv2.kmeans(samples, K, None, criteria, attempts, flags)` just as a tutorial does."
        )
        return {"engine": engine}
    return _choose_opencv()


def _choose_opencv() -> dict[str, Any]:
    st.caption(
        "`samples`: the pixels, one row each, as float32. `nclusters`: K. `bestLabels`: none given. "
        "The rest is below."
    )
    init = widgets.segmented_choice(
        "flags",
        Init,
        key="init",
        help="How initial centers are taken: `KMEANS_PP_CENTERS` (k-means++, pixels far apart) "
        "or `KMEANS_RANDOM_CENTERS` (anywhere in the box that holds all pixels).",
    )
    attempts = widgets.slider(
        "attempts",
        1,
        ATTEMPTS_MAX,
        key="attempts",
        help="How often the algorithm is run with new initial labellings. The run with the best compactness "
        "(the lowest WCSS) is returned.",
    )
    criteria = widgets.segmented_choice(
        "criteria",
        Criteria,
        key="criteria",
        help="The termination criteria: stop when centers move by less than epsilon (`EPS`), after max_iter "
        "iterations (`MAX_ITER`), or at whichever comes first.",
    )
    max_iter = widgets.slider(
        "max_iter",
        MAX_ITER_MIN,
        MAX_ITER_MAX,
        key="max_iter",
        disabled=criteria is Criteria.EPS,
        help="Most iterations in one attempt.",
    )
    epsilon = widgets.number(
        "epsilon",
        0.0,
        EPSILON_MAX,
        step=0.1,
        key="epsilon",
        disabled=criteria is Criteria.MAX_ITER,
        help="The accuracy asked for: a distance in units of the color space.",
    )
    ask(CV2_KMEANS)
    return {
        "engine": Engine.OPENCV,
        "init": init,
        "attempts": attempts,
        "criteria": criteria,
        "max_iter": max_iter,
        "epsilon": epsilon,
    }

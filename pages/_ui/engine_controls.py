"""The engine and the parameters of `cv2.kmeans`, for whichever part of the Cluster page is drawn."""

import streamlit as st

from kseg_core import Criteria, Engine, Init, KMeansSettings
from kseg_core.kmeans.segment import OPENCV_PIXELS
from kseg_core.kmeans.settings import ATTEMPTS_MAX, EPSILON_MAX, MAX_ITER_MAX, MAX_ITER_MIN
from pages._ui import widgets
from pages._ui.declarations.cluster import CV2_KMEANS
from pages._ui.frame.explanations import ask
from pages._ui.widgets import LEAST_K


def choose_engine() -> KMeansSettings:
    """Draw the engine with its parameters; on a page once. K and color space of the result mean nothing."""
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
        return KMeansSettings(k=LEAST_K, seed=st.session_state.seed)
    return _choose_opencv()


def _choose_opencv() -> KMeansSettings:
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
    return KMeansSettings(
        k=LEAST_K,
        seed=st.session_state.seed,
        engine=Engine.OPENCV,
        init=init,
        attempts=attempts,
        criteria=criteria,
        max_iter=max_iter,
        epsilon=epsilon,
    )

"""What is compared on the Cluster page: settings out of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from kseg_core import ColorSpace, Criteria, Engine, Init, KMeansSettings
from kseg_core.kmeans.segment import OPENCV_PIXELS
from kseg_core.kmeans.settings import ATTEMPTS_MAX, EPSILON_MAX, K_MAX, MAX_ITER_MAX, MAX_ITER_MIN
from pages._ui.frame.explanations import ask
from pages._ui.frame.topics import CV2_KMEANS
from pages._ui.k_slider import K_HELP, LEAST_K, k_slider
from pages._ui.segmented_choice import one_of
from pages._ui.state import COMPARE_K, COMPARE_SPACES, DEFAULTS

MOST_PANELS = 4

Option = TypeVar("Option", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What stands side by side: one title for each of the settings."""

    titles: Sequence[str]
    settings: Sequence[KMeansSettings]
    by_space: bool


def choose_comparison() -> Comparison:
    """Draw the controls and return what they say."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        mode = one_of("Compare", [COMPARE_K, COMPARE_SPACES], key="compare")
        if mode == COMPARE_SPACES:
            k = k_slider("one_k", width=220)
            spaces = _one_to_four("Color spaces", [str(space) for space in ColorSpace], "spaces")
            pairs = [(space, k) for space in spaces]
        else:
            ks = _one_to_four("Values of K", list(range(LEAST_K, K_MAX + 1)), "k", help=K_HELP)
            pairs = [(st.session_state.space, k) for k in sorted(ks)]
        base = _engine_in_popover()
    settings = [replace(base, k=k, color_space=space) for space, k in pairs]
    by_space = mode == COMPARE_SPACES
    return Comparison(
        titles=[str(each.color_space) if by_space else f"K = {each.k}" for each in settings],
        settings=settings,
        by_space=by_space,
    )


def _one_to_four(label: str, options: Sequence[Option], key: str, *, help: str | None = None) -> list[Option]:
    chosen = st.multiselect(
        label,
        options,
        default=DEFAULTS[key],
        max_selections=MOST_PANELS,
        filter_mode="prefix",
        select_all=False,
        placeholder="Choose one to four; the last choice stays until then",
        key=key,
        bind="query-params",
        help=help,
        width=410,
    )
    shown = f"last_{key}"
    if not chosen:
        chosen = st.session_state.get(shown, DEFAULTS[key])
    st.session_state[shown] = chosen
    return list(chosen)


def _engine_in_popover() -> KMeansSettings:
    """The settings without K and color space, which the comparison brings."""
    # Before the first drawing of the choice only the address knows it.
    named = st.session_state.get("engine") or st.query_params.get("engine")
    engine = named if named in set(Engine) else DEFAULTS["engine"]
    with st.popover(f"Engine: {engine}", icon=":material/settings:", key="engine_settings"):
        return choose_engine()


def choose_engine() -> KMeansSettings:
    """Draw the engine with its parameters; on a page once. K and color space of the result mean nothing."""
    engine = one_of(
        "Engine",
        [str(engine) for engine in Engine],
        key="engine",
        help="**fast** takes every pixel into account, whatever the size of the photo, without settings. "
        f"**opencv** is `cv2.kmeans` on the pixels themselves (at most {OPENCV_PIXELS:,} of them), "
        "where every parameter below acts as it does in OpenCV.",
    )
    if engine == Engine.FAST:
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
    init, attempts = _choose_starts()
    criteria, max_iter, epsilon = _choose_stop()
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


def _choose_starts() -> tuple[str, int]:
    """The flags and the attempts."""
    init = one_of(
        "flags",
        [str(init) for init in Init],
        key="init",
        help="How initial centers are taken: `KMEANS_PP_CENTERS` (k-means++, pixels far apart) "
        "or `KMEANS_RANDOM_CENTERS` (anywhere in the box that holds all pixels).",
    )
    attempts = st.slider(
        "attempts",
        1,
        ATTEMPTS_MAX,
        DEFAULTS["attempts"],
        key="attempts",
        bind="query-params",
        help="How often the algorithm is run with new initial labellings. The run with the best compactness "
        "(the lowest WCSS) is returned.",
    )
    return init, attempts


def _choose_stop() -> tuple[str, int, float]:
    """The criteria with their two bounds."""
    criteria = one_of(
        "criteria",
        [str(criteria) for criteria in Criteria],
        key="criteria",
        help="The termination criteria: stop when centers move by less than epsilon (`EPS`), after max_iter "
        "iterations (`MAX_ITER`), or at whichever comes first.",
    )
    max_iter = st.slider(
        "max_iter",
        MAX_ITER_MIN,
        MAX_ITER_MAX,
        DEFAULTS["max_iter"],
        key="max_iter",
        bind="query-params",
        disabled=criteria == Criteria.EPS,
        help="Most iterations in one attempt.",
    )
    epsilon = st.number_input(
        "epsilon",
        0.0,
        EPSILON_MAX,
        DEFAULTS["epsilon"],
        step=0.1,
        key="epsilon",
        bind="query-params",
        disabled=criteria == Criteria.MAX_ITER,
        help="The accuracy asked for: a distance in units of the color space.",
    )
    return criteria, max_iter, epsilon

"""The random-initialization trap: raw `cv2.kmeans` from many first centers, run by run."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import streamlit as st

from kseg_core import Init, KMeansSettings, RgbImage
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.random_starts import RUNS_MAX, RandomStarts, best_known, most_divided
from kseg_core.figures.compare import Panel
from kseg_core.figures.elbow import elbow_figure
from kseg_core.figures.random_starts import add_random_starts, random_starts_figure
from kseg_core.figures.theme import grow_text
from kseg_core.figures.words import curve_words, runs_words
from kseg_core.kmeans.settings import ATTEMPTS_MAX, SEED_MAX
from kseg_core.wording import percent
from pages._ui import widgets
from pages._ui.charts import SAVED_CHART
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.declarations.elbow import KMEANS_PP
from pages._ui.elbow import results as elbow_results
from pages._ui.frame.explanations import ask
from pages._ui.k_in_sight import note_k
from pages._ui.state import text_scale

ROUNDS_DRAWN = 10
"""Curves of random starts that are drawn over the curve."""

_MOST_TRIED = 10
_ONE_RANDOM = [(Init.RANDOM, 1)]
_SEED_STEP = 7919


def raw_starts(image: RgbImage, settings: KMeansSettings, k_max: int) -> RandomStarts:
    """A few rounds of `cv2.kmeans` from random centers, one attempt each."""
    (starts,) = _run(image, min(k_max, _MOST_TRIED), settings, runs=ROUNDS_DRAWN, kinds=_ONE_RANDOM)
    return starts


def draw_starts_words(starts: RandomStarts) -> None:
    """What the curves of random starts show."""
    rounds = len(starts.wcss)
    st.caption(
        f"Thin lines: raw `cv2.kmeans` from random centers, one attempt for each K. In {starts.rises} of "
        f"{rounds} the error **rises** somewhere, although K grows."
    )


def draw_random_starts(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    """The curves of the rounds over the good one, their best and their worst run, and every run as a dot."""
    runs, attempts, number = _choose()
    k_max = min(curve.k_values[-1], _MOST_TRIED)
    seed = (settings.seed + _SEED_STEP * (number - 1)) % (SEED_MAX + 1)
    kinds = [*_ONE_RANDOM, (Init.KMEANS_PP, 1)] + ([(Init.RANDOM, attempts)] if attempts > 1 else [])
    sets = _run(image, k_max, replace(settings, seed=seed), runs=runs, kinds=kinds)
    best = best_known(sets)
    good = ElbowCurve(points=tuple(point for point in curve.points if 2 <= point.k <= k_max))
    few = sets[0].first(ROUNDS_DRAWN)
    left, right = st.columns(2)
    with left:
        st.plotly_chart(
            grow_text(add_random_starts(elbow_figure(good), few), text_scale()),
            height=340,
            config=SAVED_CHART,
            alt=curve_words(good),
        )
        draw_starts_words(few)
    with right:
        st.plotly_chart(
            grow_text(random_starts_figure(sets, best), text_scale()),
            height=340,
            config=SAVED_CHART,
            alt=runs_words(sets, best),
        )
        st.caption(
            f"Each mark is one run on {sets[0].n_pixels:,} pixels, spread evenly over the photo. High marks "
            f"are bad runs. K ends at {_MOST_TRIED} here to keep it quick."
        )
    k = _draw_best_and_worst(image, sets)
    st.markdown(
        "  \n".join(
            f"**{each.name}** found the best known result in {percent(each.hit_rate(k, best))} of its runs "
            f"at K = {k}, and {each.rises} of its {runs} curves rise somewhere."
            for each in sets
        )
    )


def _choose() -> tuple[int, int, int]:
    """Runs for each K, attempts, and the number of the seed."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        runs = widgets.slider("Runs for each K", 5, RUNS_MAX, step=5, key="elbow_runs", width=220)
        attempts = widgets.slider(
            "Attempts in a run",
            1,
            ATTEMPTS_MAX,
            key="elbow_attempts",
            help="`attempts` of `cv2.kmeans`: how often a run starts anew before it keeps its best. Above 1, "
            "random starts with so many attempts stand beside those with one.",
            width=220,
        )
        number = widgets.number(
            "Seed number",
            1,
            key="elbow_roll",
            width=160,
            help="1 is the seed of the sidebar, any other number another seed. The same number gives the "
            "same runs again.",
        )
        st.button(
            "New seed",
            icon=":material/shuffle:",
            on_click=_take_new_seed,
            help="Let every run begin with other random numbers.",
        )
        ask(KMEANS_PP)
    return runs, attempts, number


def _take_new_seed() -> None:
    st.session_state.elbow_roll += 1


def _run(
    image: RgbImage,
    k_max: int,
    settings: KMeansSettings,
    *,
    runs: int,
    kinds: Sequence[tuple[Init, int]],
) -> list[RandomStarts]:
    """So many runs for each kind of first centers and its attempts."""
    progress = st.empty()
    sets: list[RandomStarts] = []
    for number, (init, tries) in enumerate(kinds):
        kind = replace(settings, init=init, attempts=tries)
        with closing(elbow_results.random_starts(image, k_max, kind, runs)) as steps:
            for found in steps:
                share = min(1.0, (number + len(found.wcss) / runs) / len(kinds))
                progress.progress(share, f"{found.name}: {found.wcss.size} runs")
        sets.append(found)
    progress.empty()
    return sets


def _draw_best_and_worst(image: RgbImage, sets: list[RandomStarts]) -> int:
    """The pictures of two runs of one K: at first that where they differ most. Returns K."""
    most = most_divided(sets)
    place = st.empty()
    ks = sets[0].k_values
    k = widgets.optional_choice("Best and worst run at K =", ks, key="elbow_runs_k", show_label=False) or most
    note_k("elbow_runs_k", ks[0], ks[-1], [k])
    differ = ", where they differ most" if k == most else f"; they differ most at K = {most}"
    place.markdown(f"Below are the best and the worst run at **K = {k}**{differ}. Choose another K:")
    ranked = sorted(
        (
            (wcss, row[runs.k_values.index(k)], runs.settings)
            for runs in sets
            for wcss, row in zip(runs.wcss_of(k).tolist(), runs.centers, strict=True)
        ),
        key=lambda run: run[0],
    )
    lowest = ranked[0][0]
    panels = []
    for name, (wcss, centers, settings) in (("Best", ranked[0]), ("Worst", ranked[-1])):
        picture = elbow_results.run_preview(image, centers, settings)
        title = f"{name} run: {settings.init} centers"
        if name == "Worst" and lowest:
            title += f", WCSS +{percent(wcss / lowest - 1)}"
        panels.append(Panel(title=title, picture=picture))
    linked_pictures(
        panels,
        key="elbow_trials",
        width=image.width,
        height=image.height,
        columns=2,
        about=f"The photo painted with the centers of the best and the worst run at K = {k}",
        scene=image.digest,
    )
    return k

"""The random-initialization trap: raw `cv2.kmeans` from many first centers, run by run."""

from contextlib import closing
from dataclasses import replace

import streamlit as st

from kseg_core import Init, KMeansSettings, RgbImage
from kseg_core.elbow.random_starts import RUNS_MAX, RandomStarts, best_known
from kseg_core.figures.compare import Panel
from kseg_core.figures.random_starts import random_starts_figure
from kseg_core.figures.words import runs_words
from kseg_core.kmeans.settings import ATTEMPTS_MAX, SEED_MAX
from kseg_core.wording import percent
from pages._ui import widgets
from pages._ui.charts import SAVED_CHART
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.declarations.elbow import KMEANS_PP
from pages._ui.elbow import results as elbow_results
from pages._ui.frame.explanations import ask

_MOST_TRIED = 10
_ROLL_STEP = 7919


def draw_random_starts(image: RgbImage, settings: KMeansSettings, k_max: int, k: int) -> None:
    """Run, draw every run as a dot, and show the best and the worst of one K."""
    st.markdown(
        "`cv2.kmeans` starts from random centers or from k-means++ centers, and keeps what it slides into. "
        "Each dot is one run; high dots are bad runs. A single attempt from random centers is the "
        "random-initialization trap."
    )
    runs, attempts, roll = _choose()
    k_max = min(k_max, _MOST_TRIED)
    seed = (settings.seed + _ROLL_STEP * (roll - 1)) % (SEED_MAX + 1)
    sets = _run(image, k_max, replace(settings, seed=seed), runs=runs, attempts=attempts)
    best = best_known(sets)
    st.plotly_chart(
        random_starts_figure(sets, best), height=360, config=SAVED_CHART, alt=runs_words(sets, best)
    )
    shown = max(2, min(k, k_max))
    sentences = [
        f"**{each.name}** found the best known result in "
        f"{percent(each.hit_rate(shown, best))} of its runs at K = {shown}, and its curve rose somewhere in "
        f"{each.rises} of {runs} rounds."
        for each in sets
    ]
    st.markdown("  \n".join(sentences))
    st.caption(f"Each run works on {sets[0].n_pixels:,} pixels, spread evenly over the photo.")
    _draw_best_and_worst(image, sets, shown)


def _choose() -> tuple[int, int, int]:
    """Runs for each K, attempts, and the roll."""
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
        roll = widgets.number(
            "Roll of the dice",
            1,
            key="elbow_roll",
            width=160,
            help="Another number gives every run other first centers; the same number gives the same runs "
            "again.",
        )
        st.button("Roll again", icon=":material/casino:", on_click=_roll_again)
        ask(KMEANS_PP)
    return runs, attempts, roll


def _roll_again() -> None:
    st.session_state.elbow_roll += 1


def _run(
    image: RgbImage, k_max: int, settings: KMeansSettings, *, runs: int, attempts: int
) -> list[RandomStarts]:
    """Random starts, k-means++ starts and, above one, random starts with so many attempts."""
    progress = st.empty()
    sets: list[RandomStarts] = []
    kinds = [(Init.RANDOM, 1), (Init.KMEANS_PP, 1)] + ([(Init.RANDOM, attempts)] if attempts > 1 else [])
    for number, (init, tries) in enumerate(kinds):
        kind = replace(settings, init=init, attempts=tries)
        with closing(elbow_results.random_starts(image, k_max, kind, runs)) as steps:
            for found in steps:
                share = min(1.0, (number + len(found.wcss) / runs) / len(kinds))
                progress.progress(share, f"{found.name}: {found.wcss.size} runs")
        sets.append(found)
    progress.empty()
    return sets


def _draw_best_and_worst(image: RgbImage, sets: list[RandomStarts], k: int) -> None:
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
        title = f"{name} run, K = {k}"
        if name == "Worst":
            title += f" (WCSS +{percent(wcss / lowest - 1 if lowest else 0.0)})"
        panels.append(Panel(title=title, picture=picture))
    linked_pictures(
        panels,
        key="elbow_trials",
        width=image.width,
        height=image.height,
        columns=2,
        about="The photo painted with the centers of two runs",
        scene=image.digest,
    )

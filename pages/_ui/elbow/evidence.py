"""What speaks for a K and what speaks against trusting the curve: one section at a time."""

from contextlib import closing

import streamlit as st

from kseg_core import ColorSpace, Init, KMeansSettings, RgbImage
from kseg_core.choosing_k.elbow_curve import ElbowCurve
from kseg_core.choosing_k.random_starts import RUNS_MAX, TrialRuns, best_known
from kseg_core.choosing_k.seed_spread import SeedSpread
from kseg_core.choosing_k.verdict import RULE
from kseg_core.export import file_stem
from kseg_core.figures.compare import Panel
from kseg_core.figures.elbow import compression_figure, elbow_figure, judges_figure
from kseg_core.figures.random_starts import random_starts_figure
from kseg_core.segmentation import ATTEMPTS_MAX, SEED_MAX
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.elbow import cache as elbow_cache
from pages._ui.elbow.sections import Section
from pages._ui.photo import Photo
from pages._ui.state import DEFAULTS

_CHART = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
_MOST_TRIED = 10


def draw_section(
    section: Section, photo: Photo, image: RgbImage, curve: ElbowCurve, settings: KMeansSettings, k: int
) -> None:
    """Compute and draw the open section."""
    k_max = curve.k_values[-1]
    if curve.points[0].fit.total_ss == 0.0:
        st.caption("There is only one color, so there is nothing to compare here.")
        return
    match section:
        case Section.JUDGES:
            _draw_judges(curve)
        case Section.STARTS:
            _draw_random_starts(image, settings, min(k_max, _MOST_TRIED), k)
        case Section.SEEDS:
            _draw_seeds(image, curve, settings)
        case Section.SPACES:
            _draw_spaces(image, k_max, settings)
        case Section.SIZE:
            _draw_sizes(image, curve, settings)
        case Section.TABLE:
            _draw_table(photo, curve)


def _draw_judges(curve: ElbowCurve) -> None:
    judgments = curve.judgments
    with st.container(key="elbow_judges"), st.container(key="elbow_judges_wide"):
        st.plotly_chart(judges_figure(curve, judgments), config=_CHART, alt="What each judge sees at each K")
    rows = "\n".join(
        f"| **{each.judge}** | {'none' if each.recommended is None else each.recommended} | {each.about} |"
        for each in judgments
    )
    st.markdown(f"| Judge | K | What it measures, and when it misleads |\n|---|---|---|\n{rows}")
    st.caption(f"**The verdict.** {RULE}")


def _draw_random_starts(image: RgbImage, settings: KMeansSettings, k_max: int, k: int) -> None:
    st.markdown(
        "`cv2.kmeans` starts from random centers or from k-means++ centers, and keeps what it slides into. "
        "Each dot is one run; high dots are bad runs. A single attempt from random centers is the "
        "random-initialization trap."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        runs = st.slider(
            "Runs for each K",
            5,
            RUNS_MAX,
            DEFAULTS["elbow_runs"],
            step=5,
            key="elbow_runs",
            bind="query-params",
            width=220,
        )
        attempts = st.slider(
            "attempts",
            1,
            ATTEMPTS_MAX,
            DEFAULTS["elbow_attempts"],
            key="elbow_attempts",
            bind="query-params",
            help="How often a run starts anew before it keeps its best. Above 1, random starts with so many "
            "attempts stand beside those with one.",
            width=220,
        )
        roll = st.number_input("Roll", 1, key="elbow_roll", bind="query-params", width=120)
        st.button("Roll again", icon=":material/casino:", on_click=_roll_again)
    seed = (settings.seed + 7919 * (roll - 1)) % (SEED_MAX + 1)
    progress = st.empty()
    sets: list[TrialRuns] = []
    kinds = [(Init.RANDOM, 1), (Init.KMEANS_PP, 1)] + ([(Init.RANDOM, attempts)] if attempts > 1 else [])
    for number, (init, tries) in enumerate(kinds):
        steps = elbow_cache.trial_steps(
            image,
            range(2, k_max + 1),
            runs=runs,
            attempts=tries,
            init=init,
            space=str(settings.color_space),
            seed=seed,
        )
        with closing(steps):
            for runs_so_far in steps:
                done = len(runs_so_far.trials) / (runs * (k_max - 1))
                share = min(1.0, (number + done) / len(kinds))
                progress.progress(share, f"{init}, attempts = {tries}: {len(runs_so_far.trials)} runs")
        sets.append(runs_so_far)
    progress.empty()
    best = best_known(sets)
    st.plotly_chart(
        random_starts_figure(sets, best=best),
        height=360,
        config=_CHART,
        alt="How far each run is above the best",
    )
    shown = max(2, min(k, k_max))
    sentences = [
        f"**{each.init}, attempts = {each.attempts}** found the best known result in "
        f"{each.hit_rate(shown, best):.0%} of its runs at K = {shown}, and its curve rose somewhere in "
        f"{each.rises} of {runs} rounds."
        for each in sets
    ]
    st.markdown("  \n".join(sentences))
    st.caption(f"Each run works on {sets[0].n_pixels:,} pixels, spread evenly over the photo.")
    _draw_best_and_worst(image, sets, shown, settings)


def _roll_again() -> None:
    st.session_state.elbow_roll += 1


def _draw_best_and_worst(image: RgbImage, sets: list[TrialRuns], k: int, settings: KMeansSettings) -> None:
    ranked = sorted((trial for each in sets for trial in each.of(k)), key=lambda trial: trial.wcss)
    best, worst = ranked[0], ranked[-1]
    panels = []
    for name, trial in (("Best", best), ("Worst", worst)):
        picture = elbow_cache.trial_preview(
            image.digest, str(settings.color_space), trial.centers.tobytes(), image, trial.centers
        )
        above = trial.wcss / best.wcss - 1 if best.wcss else 0.0
        title = f"{name} run, K = {k}" + (f" (WCSS {above:+.1%})" if trial is worst else "")
        panels.append(Panel(title=title, data=picture.data, mime=picture.mime))
    linked_pictures(panels, key="elbow_trials", width=image.width, height=image.height, columns=2)


def known_spread(image: RgbImage, k_max: int, settings: KMeansSettings) -> SeedSpread | None:
    """The spread for the error bars of the curve, once the Seeds section has computed it."""
    seeds = st.session_state.get("elbow_seeds", DEFAULTS["elbow_seeds"])
    return elbow_cache.known_spread(image, k_max, settings, seeds=seeds)


def _draw_seeds(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    seeds = st.slider(
        "Seeds", 2, 20, DEFAULTS["elbow_seeds"], key="elbow_seeds", bind="query-params", width=320
    )
    progress = st.empty()
    with closing(elbow_cache.spread_steps(image, curve.k_values[-1], settings, seeds=seeds)) as steps:
        for spread in steps:
            progress.progress(len(spread.seeds) / seeds, f"Seed {len(spread.seeds)} of {seeds}")
    progress.empty()
    st.plotly_chart(
        elbow_figure(curve, spread=spread, log=True),
        height=360,
        config=_CHART,
        alt="The curve with error bars",
    )
    worst = int(spread.relative.argmax())
    st.markdown(
        f"Error bars span the lowest and highest WCSS of {seeds} seeds of the fast engine. They differ most "
        f"at K = {spread.k_values[worst]}, by {spread.relative[worst]:.3%}."
    )


def _draw_spaces(image: RgbImage, k_max: int, settings: KMeansSettings) -> None:
    st.markdown(
        "The same question in every color space. WCSS cannot be compared between them, but the verdicts can."
    )
    progress = st.empty()
    rows = []
    for number, space in enumerate(ColorSpace):
        progress.progress(number / len(ColorSpace), f"{space} …")
        there = KMeansSettings(k=1, color_space=space, seed=settings.seed)
        with closing(elbow_cache.curve_steps(image, k_max, there)) as steps:
            for found in steps:
                progress.progress((number + len(found.points) / k_max) / len(ColorSpace), f"{space} …")
        verdict = found.verdict
        named = [f"{each.judge}: {each.recommended or '–'}" for each in found.judgments]
        rows.append(f"| **{space}** | {verdict.sentence if verdict else ''} | {', '.join(named)} |")
    progress.empty()
    st.markdown("| Color space | Verdict | Judges |\n|---|---|---|\n" + "\n".join(rows))


def _draw_sizes(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    st.markdown("Fewer colors make a smaller file and a larger error: quantization is compression.")
    progress = st.empty()
    sizes = []
    for number, k in enumerate(curve.k_values):
        progress.progress(number / len(curve.k_values), f"PNG for K = {k} …")
        sizes.append(elbow_cache.png_bytes(image, k, settings))
    progress.empty()
    st.plotly_chart(
        compression_figure(curve, sizes),
        height=380,
        config=_CHART,
        alt="PSNR against PNG size, per K",
    )


def _draw_table(photo: Photo, curve: ElbowCurve) -> None:
    table = curve.table()
    st.dataframe(table, hide_index=True, alt="The numbers of the curve, a row for each K")
    stem = file_stem(photo.name)
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            lambda: table.to_csv(index=False).encode(),
            f"{stem}-elbow.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Figure as HTML",
            lambda: elbow_figure(curve).to_html(include_plotlyjs=True).encode(),
            f"{stem}-elbow.html",
            "text/html",
            icon=":material/download:",
            on_click="ignore",
        )
    st.plotly_chart(
        elbow_figure(curve),
        config=_CHART | {"toImageButtonOptions": {"format": "svg", "filename": f"{stem}-elbow"}},
        alt="The curve, to be saved as SVG",
    )
    st.caption("The camera button over this figure saves SVG, the one over the curve above PNG.")

"""What speaks for a K and what speaks against trusting the curve: one section at a time."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import ColorSpace, KMeansSettings, RgbImage
from kseg_core.address.names import LEAST_K
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import Judgment
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.verdict import RULE
from kseg_core.figures.elbow import compression_figure, elbow_figure
from kseg_core.figures.judges import judges_figure
from kseg_core.figures.theme import grow_text
from kseg_core.figures.words import curve_words, judges_words, sizes_words
from kseg_core.wording import percent
from pages._ui import widgets
from pages._ui.arrow_table import arrow_table
from pages._ui.charts import SAVED_CHART
from pages._ui.declarations.elbow import ElbowSection
from pages._ui.elbow import results as elbow_results
from pages._ui.elbow.curve_view import choose_k, draw_chosen, draw_curve
from pages._ui.elbow.starts_view import draw_random_starts, draw_starts_words, raw_starts
from pages._ui.state import text_scale, value_of

_SEEN = 0.02
"""Spread of the seeds from which error bars can be seen on a logarithmic axis."""

_FORMATS = {
    "WCSS": "compact",
    "WCSS per pixel": "%.1f",
    "Gain over K − 1": "%.1f %%",
    "WCSS per pixel in RGB": "%.1f",
    "PSNR (dB)": "%.1f",
}
"""How the numbers of the table are written, those of the judges apart; shares in percent."""


def draw_evidence(
    section: ElbowSection, image: RgbImage, curve: ElbowCurve, settings: KMeansSettings
) -> None:
    """Compute and draw a section beside the curve."""
    if curve.total_ss == 0.0:
        st.caption("There is only one color, so there is nothing to compare here.")
        return
    if curve.k_values[-1] < LEAST_K:
        st.caption("The curve was stopped at K = 1. Go on, and there is something to compare.")
        return
    match section:
        case ElbowSection.STARTS:
            draw_random_starts(image, curve, settings)
        case ElbowSection.SEEDS:
            _draw_seeds(image, curve, settings)
        case ElbowSection.SPACES:
            _draw_spaces(image, curve, settings)
        case ElbowSection.SIZE:
            _draw_sizes(image, curve, settings)
        case ElbowSection.TABLE:
            _draw_table(curve)


def draw_main(
    graph: DeltaGenerator,
    image: RgbImage,
    curve: ElbowCurve,
    settings: KMeansSettings,
    *,
    with_starts: bool,
) -> None:
    """The curve into `graph`; its judges folded away, and one K large."""
    k_max, starts = curve.k_values[-1], None
    if curve.total_ss > 0.0:
        if with_starts and k_max >= LEAST_K:
            starts = raw_starts(image, settings, k_max)
            draw_starts_words(starts)
        judges = widgets.fold(_judges_line(curve.judgments), key="elbow_judges")
        if judges.open:
            with judges:
                _draw_judges(curve)
    k = choose_k(curve)
    spread = elbow_results.seed_spread.known(image, k_max, settings, value_of("elbow_seeds"))
    with graph.container():
        draw_curve(image, curve, settings, chosen=k, spread=spread, starts=starts)
    draw_chosen(image, replace(settings, k=k))


def _judges_line(judgments: Sequence[Judgment]) -> str:
    """What most of them recommend, in a line, or that they disagree."""
    named = Counter(each.recommended for each in judgments if each.recommended is not None)
    if not named:
        return f"None of {len(judgments)} judges recommends a K. See how each judges."
    k, votes = named.most_common(1)[0]
    if len(named) == 1 or 2 * votes > len(judgments):
        return f"{votes} of {len(judgments)} judges recommend K = {k}. See how each judges."
    *others, last = sorted(named)
    ks = f"{', '.join(map(str, others))} or {last}"
    return f"The judges disagree: they recommend K = {ks}. See how each judges."


def _draw_judges(curve: ElbowCurve) -> None:
    judgments = curve.judgments
    with st.container(key="judge_panels"), st.container(key="judge_panels_wide"):
        st.plotly_chart(judges_figure(curve), config=SAVED_CHART, alt=judges_words(judgments))
    rows = "\n".join(
        f"| **{each.judge.name}** | {each.recommended or 'none'} | {each.judge.about} |" for each in judgments
    )
    st.markdown(f"| Judge | K | What it measures, and when it misleads |\n|---|---|---|\n{rows}")
    st.caption(f"**The verdict.** {RULE}")


def _draw_seeds(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    seeds = widgets.slider("Number of seeds", 2, 20, key="elbow_seeds", width=320)
    progress = st.empty()
    with closing(elbow_results.seed_spread(image, curve.k_values[-1], settings, seeds)) as steps:
        for spread in steps:
            progress.progress(len(spread.seeds) / seeds, f"Seed {len(spread.seeds)} of {seeds}")
    progress.empty()
    st.plotly_chart(
        grow_text(elbow_figure(curve, spread=spread, log=True), text_scale()),
        height=360,
        config=SAVED_CHART,
        alt=curve_words(curve, spread=spread),
    )
    st.markdown(_spread_text(spread))


def _spread_text(spread: SeedSpread) -> str:
    k, widest = spread.widest
    about = f"Error bars span the lowest and highest WCSS of {len(spread.seeds)} seeds of the fast engine."
    if widest == 0.0:
        return f"{about} There is nothing to see of them: every seed gives the same curve."
    most = f"The widest is at K = {k}: the worst seed is {percent(widest)} above the best."
    if widest < _SEEN:
        return f"{about} They are too short to be seen, so the curve hardly depends on the seed. {most}"
    return f"{about} {most}"


def _draw_spaces(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    k_max = curve.k_values[-1]
    st.markdown(
        "The curve was drawn in every color space. Their errors cannot be compared, but their verdicts can."
    )
    progress = st.empty()
    rows = []
    for number, space in enumerate(ColorSpace):
        progress.progress(number / len(ColorSpace), f"{space} …")
        there = KMeansSettings(k=1, color_space=space, seed=settings.seed)
        with closing(elbow_results.curve_steps(image, k_max, there)) as steps:
            for found in steps:
                progress.progress((number + len(found.points) / k_max) / len(ColorSpace), f"{space} …")
        verdict = found.verdict
        cells = [verdict.sentence if verdict else "", *(each.recommended or "–" for each in found.judgments)]
        rows.append(f'<tr><th scope="row">{space}</th>' + "".join(f"<td>{cell}</td>" for cell in cells))
    progress.empty()
    judges = [each.judge.name for each in curve.judgments]
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Color space", "Verdict", *judges))
    st.html(
        '<div class="spaces-table" tabindex="0" role="region" aria-label="Verdicts by color space">'
        f"<table><thead><tr>{heads}</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    st.caption("Under each judge stands the K that it recommends.")


def _draw_sizes(image: RgbImage, curve: ElbowCurve, settings: KMeansSettings) -> None:
    st.markdown("Fewer colors make a smaller file and a larger error. Each point is one K.")
    progress = st.empty()
    sizes = []
    for number, k in enumerate(curve.k_values):
        progress.progress(number / len(curve.k_values), f"PNG for K = {k} …")
        sizes.append(elbow_results.png_bytes(image, replace(settings, k=k)))
    progress.empty()
    st.plotly_chart(
        grow_text(compression_figure(curve, sizes), text_scale()),
        height=380,
        config=SAVED_CHART,
        alt=sizes_words(curve, sizes),
    )


def _draw_table(curve: ElbowCurve) -> None:
    columns = curve.columns()
    formats = dict(_FORMATS)
    for each in curve.judgments:
        formats |= dict.fromkeys((each.judge.name, each.judge.spread_name), each.judge.number_format)
    shown = {
        name: 100 * column if formats.get(name, "").endswith("%%") else column
        for name, column in columns.items()
    }
    number = st.column_config.NumberColumn
    st.dataframe(
        arrow_table(shown),
        lazy=False,  # or Streamlit imports pandas to ask whether this is one of its tables
        hide_index=True,
        placeholder="–",
        column_config={
            "K": number(pinned=True),
            **{name: number(format=form) for name, form in formats.items()},
        },
        alt="The numbers of the curve, a row for each K",
    )
    st.caption("The table scrolls sideways: the judges' numbers, then the palettes. The CSV has every digit.")
    st.plotly_chart(
        elbow_figure(curve),
        config=SAVED_CHART | {"toImageButtonOptions": {"format": "svg", "filename": "elbow"}},
        alt=curve_words(curve),
    )
    st.caption("The camera button over this figure saves it as SVG.")

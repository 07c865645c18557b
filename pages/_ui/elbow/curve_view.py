"""The curve, how far it goes, its verdict, and the segmentation of the K that is looked at."""

from contextlib import closing
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings, RgbImage
from kseg_core.address.names import EXPLORER_K_MAX, LEAST_K
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.random_starts import RandomStarts
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.verdict import VerdictKind
from kseg_core.figures.compare import Panel
from kseg_core.figures.elbow import elbow_figure
from kseg_core.figures.random_starts import add_random_starts
from kseg_core.figures.theme import grow_text
from kseg_core.figures.thumbnails import add_thumbnails
from kseg_core.figures.words import curve_words
from kseg_core.kmeans.settings import K_MAX
from kseg_core.wording import count
from pages._ui import results, widgets
from pages._ui.charts import SAVED_CHART
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.components.result_card import card_numbers, card_summary, palette_bar, result_card
from pages._ui.declarations.elbow import NO_ELBOW, WCSS
from pages._ui.elbow import results as elbow_results
from pages._ui.frame.explanations import ask
from pages._ui.frame.navigation import page_at
from pages._ui.k_in_sight import note_k
from pages._ui.state import FRESH, is_presenting, text_scale
from pages._ui.widgets import EXPLORER_K_HELP

_HEIGHT = 460
_LEAST_RANGE = 3
_ICONS = {
    VerdictKind.CLEAR: ":material/check_circle:",
    VerdictKind.AMBIGUOUS: ":material/help:",
    VerdictKind.NO_STRUCTURE: ":material/gradient:",
}


def choose_range() -> int:
    """The largest K of the curve."""
    return widgets.slider(
        "Curve from K = 1 to",
        _LEAST_RANGE,
        K_MAX,
        key="elbow_max",
        help="For each K, the fast engine runs on all pixels of the photo.",
        width=140,
    )


def choose_starts() -> bool:
    """Whether the curves of random starts are drawn over the curve."""
    return widgets.toggle(
        "Ten random starts",
        key="elbow_starts",
        help="Ten curves of raw `cv2.kmeans` as a tutorial may call it: random centers, one attempt.",
    )


def compute_curve(
    image: RgbImage,
    k_max: int,
    settings: KMeansSettings,
    *,
    said: DeltaGenerator,
    graph: DeltaGenerator,
) -> ElbowCurve:
    """Draw the curve as it grows into `graph`, how far it is and a way to stop into `said`, and return it.

    A stopped curve is shown as far as it came.
    """
    asked = (image.digest, k_max, settings)
    state = st.session_state
    if state.get("elbow_stopped") == asked:
        known = elbow_results.known_curve(image, k_max, settings)
        if known is not None:
            row = said.container(horizontal=True, vertical_alignment="center")
            row.caption(f":material/info: Stopped at K = {known.k_values[-1]} of {k_max}.", width="content")
            row.button("Go on", on_click=state.pop, args=("elbow_stopped", None))
            return known
    progress = said.container(horizontal=True, vertical_alignment="center")
    bar, stop = progress.empty(), progress.empty()
    drawn = 0
    with closing(elbow_results.curve_steps(image, k_max, settings)) as steps:
        for number, curve in enumerate(steps):
            done = len(curve.points)
            if curve.structure is None:
                if number == 0:
                    stop.button(
                        "Stop the curve",
                        key="elbow_stop",
                        on_click=state.update,
                        kwargs={"elbow_stopped": asked},
                    )
                bar.progress(done / k_max, f"K = {done} of {k_max}")
                if done - drawn >= 2:
                    drawn = done
                    graph.plotly_chart(
                        elbow_figure(curve, k_range=(1, k_max)), height=_HEIGHT, key=f"elbow_growing_{done}"
                    )
    said.empty()
    return curve


def draw_verdict(curve: ElbowCurve, place: DeltaGenerator) -> None:
    """The plain answer."""
    verdict = curve.verdict
    if verdict is not None:
        with place.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"#### {_ICONS[verdict.kind]} {verdict.sentence}", width="content")
            ask(WCSS if verdict.kind is VerdictKind.CLEAR else NO_ELBOW)


def choose_k(curve: ElbowCurve) -> int:
    """The K that is shown large: what was chosen by a click or here, else what the verdict suggests."""
    place = st.empty()
    chosen = widgets.optional_choice("Look at K =", curve.k_values, key="elbow_k", show_label=False)
    shown = _suggested_k(curve) if chosen is None else chosen
    note_k("elbow_k", curve.k_values[0], curve.k_values[-1], [shown])
    suggested = ", which the curve suggests" if chosen is None else ""
    place.markdown(f"Below is **K = {shown}**{suggested}. Choose another K:")
    return shown


def _suggested_k(curve: ElbowCurve) -> int:
    """The K to look at first: the elbow, the middle of what is defensible, or a few."""
    verdict = curve.verdict
    last = curve.k_values[-1]
    if curve.points[0].fit.total_ss == 0.0:
        return 1
    if verdict is None or verdict.plausible is None:
        return min(3, last)
    low, high = verdict.plausible
    return min(last, (low + high) // 2)


def draw_curve(
    image: RgbImage,
    curve: ElbowCurve,
    settings: KMeansSettings,
    *,
    chosen: int,
    spread: SeedSpread | None,
    starts: RandomStarts | None,
) -> None:
    """The finished curve over its strip of pictures; a click on either chooses K."""
    figure = elbow_figure(curve, spread=spread)
    if starts is not None:
        add_random_starts(figure, starts)
    pictures = {
        point.k: elbow_results.point_thumbnail(image, replace(settings, k=point.k)) for point in curve.points
    }
    st.html(f"<style>.st-key-elbow_graph {{ --pictures: {len(pictures)}; }}</style>")
    st.html('<p class="for-fingers">Swipe the curve sideways for a larger K.</p>')
    event_key = f"elbow_clicks_{st.session_state.setdefault('elbow_click_round', 0)}"
    st.plotly_chart(
        grow_text(add_thumbnails(figure, pictures, chosen=chosen), text_scale()),
        height="stretch" if is_presenting() else _HEIGHT,
        key=event_key,
        on_select=lambda: _take_click(event_key),
        selection_mode="points",
        config=SAVED_CHART,
        alt=f"{curve_words(curve, spread=spread)} Below stands a small picture for each K.",
    )
    if curve.rises:
        rises = ", ".join(str(k) for k in curve.rises)
        st.caption(
            f":material/trending_up: The curve rises at K = {rises}: a better optimum was missed there."
        )


def _take_click(key: str) -> None:
    points = st.session_state[key].selection.points
    if points:
        st.session_state.elbow_k = int(points[0]["customdata"][0])
        st.session_state.elbow_click_round += 1


def draw_chosen(image: RgbImage, settings: KMeansSettings) -> None:
    """The segmentation of one K, large, beside the photo, and its card."""
    with st.spinner(f"Painting K = {settings.k} …"):
        result = results.get_clusters(image, settings)
        photo = results.photo_preview(image)
        painted = results.segmentation_preview(image, settings)
    linked_pictures(
        [
            Panel(title="Original", picture=photo),
            Panel(title=f"K = {settings.k}", picture=painted),
        ],
        key="elbow",
        width=image.width,
        height=image.height,
        columns=2,
        about=f"The photo, and the same painted in {count(settings.k, 'color')}",
        scene=image.digest,
    )
    left, right = st.columns(2)
    with left:
        st.page_link(
            page_at(""),
            label=f"Use K = {settings.k} on the Cluster page",
            icon=":material/arrow_forward:",
            query_params={"k": str(settings.k), FRESH: "mode.compare"},
            disabled=settings.k < LEAST_K,
        )
        st.page_link(
            page_at("explorer"),
            label=f"See K = {settings.k} in the 3D Explorer",
            icon=":material/view_in_ar:",
            query_params={"explore_k": str(settings.k)},
            disabled=not LEAST_K <= settings.k <= EXPLORER_K_MAX,
            help=EXPLORER_K_HELP,
        )
    with right:
        result_card(palette_bar(result), card_summary(result), card_numbers(result), key="elbow_card")

"""What stands around the steps on a set of points: the prediction, its outcome, the groups, and the elbow."""

import numpy as np
import streamlit as st

from kseg_core.figures.elbow import elbow_figure
from kseg_core.figures.predictions import predictions_figure
from kseg_core.figures.words import curve_words
from kseg_core.palette import hex_code
from kseg_core.steps.centroid_names import name_centroids
from kseg_core.steps.packed_steps import group_colors
from kseg_core.steps.point_sets import PointSet
from kseg_core.steps.trace import Trace
from kseg_core.steps.true_groups import grouped_otherwise, nearest_grouping, points_in_groups
from kseg_core.wording import count, percent
from pages._ui import widgets
from pages._ui.charts import SAVED_CHART, STILL_CHART
from pages._ui.declarations.explorer import NO_PREDICTION, step_key
from pages._ui.explorer.step_results import get_curve

_DRAWINGS_HEIGHT = 220
_CURVE_HEIGHT = 280


def ask_prediction(point_set: PointSet) -> str | None:
    """Ask what K-means will do and return what was predicted; None = nothing yet."""
    names = [each.name for each in point_set.predictions]
    key = step_key(point_set, "guess")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Predict first: {point_set.question}**", width="content")
        guess = widgets.optional_choice("Prediction", [*names, NO_PREDICTION], key=key, show_label=False)
    if guess is None:
        st.plotly_chart(
            predictions_figure(point_set),
            height=_DRAWINGS_HEIGHT,
            config=STILL_CHART,
            alt=f"The points in the colors of each prediction: {', '.join(names)}.",
        )
    return guess


def tell_outcome(point_set: PointSet, trace: Trace, guess: str, *, has_ended: bool) -> None:
    """Say whether the prediction was right, once the run has come to its end."""
    if not has_ended:
        st.caption("Now play K-means to its end: there you learn what came of it.")
        return
    positions, groups = point_set.draw()
    labels = trace.labels[-1]
    otherwise = _otherwise(point_set, labels)
    if trace.k != len(point_set.groups):
        st.markdown(f":material/info: The question is about K = {len(point_set.groups)}. {otherwise}")
        return
    groupings = [each.grouping(positions, groups) for each in point_set.predictions]
    happened = point_set.predictions[nearest_grouping(labels, groupings)].name
    if guess == happened:
        said = f":material/check_circle: **Your prediction was right: {happened.lower()}.**"
    elif guess == NO_PREDICTION:
        said = f":material/info: **What happened comes closest to: {happened.lower()}.**"
    else:
        said = f":material/cancel: **K-means did otherwise. Closest to it is: {happened.lower()}.**"
    st.markdown(f"{said} {otherwise} {point_set.why if grouped_otherwise(labels, groups) else ''}")


def draw_groups(point_set: PointSet, trace: Trace) -> None:
    """Draw a table of the clusters in which a run ends."""
    positions, groups = point_set.draw()
    labels, centers = trace.labels[-1], trace.centers[-1]
    names: tuple[str, ...] = ("",) * trace.k
    if point_set.names is not None:
        names = name_centroids(centers, positions, point_set.names)
    rows = []
    for cluster, made in enumerate(points_in_groups(labels, groups)):
        made_as = ", ".join(f"{n} {name}" for n, name in zip(made, point_set.groups, strict=True) if n)
        cells = [f"{made.sum()}", *(f"{value:.3g}" for value in centers[cluster]), made_as]
        color = hex_code(group_colors(trace)[-1, cluster])
        rows.append(
            f'<tr><th scope="row"><span class="swatch" style="background:{color}"></span> '
            f"{cluster + 1} {names[cluster]}</th>" + "".join(f"<td>{cell}</td>" for cell in cells)
        )
    titles = (
        "Cluster",
        point_set.words.many.capitalize(),
        *(axis.title for axis in point_set.axes),
        "Made as",
    )
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    st.markdown("##### Where this run ends")
    st.html(
        '<div class="groups-table" tabindex="0" role="region" aria-label="Clusters at the end of the run">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    st.caption(_otherwise(point_set, labels))
    if point_set.names is not None:
        st.caption(
            "A name says where the centroid is: each axis is cut into thirds between its lowest and its "
            f"highest {point_set.words.one}. Clusters of the same name are numbered from left to right."
        )


def draw_curve(point_set: PointSet) -> None:
    """Draw the WCSS of a set of points against K, with the verdict."""
    curve = get_curve(point_set, st.session_state.seed)
    st.markdown("##### Which K?")
    if curve.verdict is not None:
        st.markdown(curve.verdict.sentence)
    with st.container(key="step_elbow"):
        st.plotly_chart(elbow_figure(curve), height=_CURVE_HEIGHT, config=SAVED_CHART, alt=curve_words(curve))
    judges = "; ".join(f"{each.judge.name} {each.recommended or 'none'}" for each in curve.judgments)
    st.caption(f"By the rule and the judges of the Elbow page. What each judge recommends: {judges}.")


def _otherwise(point_set: PointSet, labels: np.ndarray) -> str:
    _, groups = point_set.draw()
    wrong = grouped_otherwise(labels, groups)
    return (
        f"{count(wrong, point_set.words.one)} of {len(groups)} ({percent(wrong / len(groups))}) "
        f"{'is' if wrong == 1 else 'are'} grouped otherwise than they were made."
    )

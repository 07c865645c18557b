"""K-means step by step: on the photo, and on sets of points in a plane."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core.steps.point_sets import PointSet
from pages._ui.components.step_player import PlayedRun, picked_point, step_at_rest, step_player
from pages._ui.declarations.explorer import BEST_CLUSTERS, NO_PREDICTION
from pages._ui.explorer.point_views import ask_prediction, draw_curve, draw_groups, tell_outcome
from pages._ui.explorer.results import picture
from pages._ui.explorer.step_controls import (
    StepChoice,
    choose_point,
    choose_source,
    choose_starts,
    choose_step,
    take_step,
)
from pages._ui.explorer.step_results import (
    Start,
    StepSource,
    get_scene,
    get_scene_data,
    get_trace,
    get_trace_data,
)
from pages._ui.frame.explanations import ask
from pages._ui.photo import Photo

_STAGE = "step_stage"
"""Key of what fills the screen in a presentation."""


def draw_steps(photo: Photo, tools: DeltaGenerator) -> None:
    """Draw K-means at work on the colors of the photo or on other points."""
    with tools:
        source = choose_source(photo)
        ask(BEST_CLUSTERS)
    choice = choose_starts(source)
    if source.point_set is not None:
        _draw_points(source, source.point_set, choice)
        return
    with st.container(key=_STAGE):
        _play(source, choice)
    st.caption(
        f"{get_scene(source).about} Each counts for its pixels; distances are measured in {source.space}. "
        "The picture shows every pixel in the color of its centroid; after an assignment only the pixels "
        "that changed cluster are lit."
    )


def _draw_points(source: StepSource, point_set: PointSet, choice: StepChoice) -> None:
    with st.container(key=_STAGE):
        guess = ask_prediction(point_set) if point_set.predictions else NO_PREDICTION
        if guess is None:
            return
        outcome = st.container()
        step = _play(source, choice)
    st.caption(f"{point_set.about} K-means is not told the groups. The tint shows which centroid is nearest.")
    ends = st.container(key="step_ends")
    table = ends.container()
    with ends:
        draw_curve(point_set)
    start = choice.starts[0]
    if start is None:
        return
    trace = get_trace(source, start)
    has_ended = step >= trace.n_steps - 1
    if point_set.predictions:
        with outcome:
            tell_outcome(point_set, trace, guess, has_ended=has_ended)
    if has_ended or not point_set.predictions:
        with table:
            draw_groups(point_set, trace)


def _play(source: StepSource, choice: StepChoice) -> int:
    """Draw the player and return the step in sight."""
    # Each kind of points has a player of its own: one that shows pictures does not turn into one without.
    key = f"{source.setting('steps')}_viewer"

    def pick() -> None:
        point = picked_point(key)
        if point is not None:
            choose_point(source, point)

    def keep_step() -> None:
        step = step_at_rest(key)
        if step is not None:
            take_step(source, step)

    image, point_set, step = source.image, source.point_set, choose_step(source, choice.starts)
    step_player(
        key=key,
        scene=get_scene_data(source),
        photo=None if image is None else picture(image),
        runs=[_run(source, start) for start in choice.starts],
        label="K-means step by step on "
        + ("the colors of the photo." if point_set is None else f"{point_set.title.lower()}."),
        file=source.photo.stem if point_set is None else point_set.title.lower().replace(" ", "-"),
        hint="Click a point in the cloud or a place in the picture: each becomes a centroid."
        if point_set is None
        else f"Click a {point_set.words.one}: each becomes a centroid.",
        picks=choice.picks,
        step=step,
        on_pick=pick,
        on_step=keep_step,
    )
    return step


def _run(source: StepSource, start: Start | None) -> PlayedRun:
    if start is None:
        return PlayedRun(title="", data=None)
    return PlayedRun(title=str(start.seeding), data=get_trace_data(source, start))

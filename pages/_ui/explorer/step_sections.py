"""K-means step by step: on the photo, and on customers of a shop."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import ColorSpace
from pages._ui.components.step_player import PlayedRun, picked_point, step_at_rest, step_player
from pages._ui.declarations.explorer import BEST_CLUSTERS
from pages._ui.explorer.results import picture
from pages._ui.explorer.step_controls import choose_point, choose_starts, choose_step, take_step
from pages._ui.explorer.step_results import Start, StepSource, get_scene, get_scene_data, get_trace_data
from pages._ui.frame.explanations import ask
from pages._ui.photo import Photo


def draw_steps(photo: Photo, tools: DeltaGenerator) -> None:
    """Draw K-means at work on the colors of the photo."""
    space = ColorSpace(st.session_state.space)
    source = StepSource(photo=photo, space=space)
    _draw(
        source,
        tools,
        stem=photo.stem,
        key="explore_steps_viewer",
        label="K-means step by step on the colors of the photo.",
        hint="Click a point in the cloud or a place in the picture: each becomes a centroid.",
    )
    st.caption(
        f"{get_scene(source).about} Each counts for its pixels; distances are measured in {space}. The "
        "picture shows every pixel in the color of its centroid; after an assignment only the pixels that "
        "changed cluster are lit."
    )


def draw_customers(tools: DeltaGenerator) -> None:
    """Draw K-means at work on two numbers that are not colors."""
    source = StepSource(photo=None)
    _draw(
        source,
        tools,
        stem="customers",
        key="explore_shop_viewer",
        label="K-means step by step on customers by income and spending.",
        hint="Click a customer: each becomes a centroid.",
    )
    st.caption(
        f"{get_scene(source).about} K-means is not told the groups. The tint shows which centroid is nearest."
    )


def _draw(source: StepSource, tools: DeltaGenerator, *, stem: str, key: str, label: str, hint: str) -> None:
    choice = choose_starts(source)
    with tools:
        ask(BEST_CLUSTERS)

    def pick() -> None:
        point = picked_point(key)
        if point is not None:
            choose_point(source, point)

    def keep_step() -> None:
        step = step_at_rest(key)
        if step is not None:
            take_step(source, step)

    image = source.image
    step_player(
        key=key,
        scene=get_scene_data(source),
        photo=None if image is None else picture(image),
        runs=[_run(source, start) for start in choice.starts],
        label=label,
        file=stem,
        hint=hint,
        picks=choice.picks,
        step=choose_step(source, choice.starts),
        on_pick=pick,
        on_step=keep_step,
    )


def _run(source: StepSource, start: Start | None) -> PlayedRun:
    if start is None:
        return PlayedRun(title="", data=None)
    return PlayedRun(title=str(start.seeding), data=get_trace_data(source, start))

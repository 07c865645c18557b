"""K-means step by step: on the photo, and on customers of a shop."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import ColorSpace
from kseg_core.export.file_names import file_stem
from kseg_core.steps.seeding import Seeding
from pages._ui.components.step_player import PlayedRun, picked_point, step_at_rest, step_player
from pages._ui.explorer.step_cache import Start, StepSource, scene_data, trace_data
from pages._ui.explorer.step_controls import choose_point, choose_starts, choose_step, take_step
from pages._ui.explorer.step_downloads import offer_animations
from pages._ui.frame.explanations import ask
from pages._ui.frame.topics import BEST_CLUSTERS
from pages._ui.photo import Photo

_PLACED = {
    Seeding.KMEANS_PP: "by k-means++",
    Seeding.RANDOM: "on random points",
    Seeding.LEFTMOST: "on the leftmost points",
    Seeding.CHOSEN: "where you clicked",
}


def draw_steps(photo: Photo, tools: DeltaGenerator) -> None:
    """Draw K-means at work on the colors of the photo."""
    space = ColorSpace(st.session_state.space)
    source = StepSource(photo=photo, space=space)
    _draw(
        source,
        tools,
        stem=file_stem(photo.name),
        key="explore_steps_viewer",
        label="K-means step by step on the colors of the photo.",
        hint="Click a point in the cloud or a place in the picture: each becomes a centroid.",
    )
    st.caption(
        f"{source.scene.about} Each counts for its pixels; distances are measured in {space}. The picture "
        "shows every pixel in the color of its centroid; after an assignment only the pixels that changed "
        "cluster are lit."
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
        f"{source.scene.about} K-means is not told the groups. The tint shows which centroid is nearest."
    )


def _draw(source: StepSource, tools: DeltaGenerator, *, stem: str, key: str, label: str, hint: str) -> None:
    choice = choose_starts(source)
    with tools:
        ask(BEST_CLUSTERS)
        offer_animations(source, choice.starts, stem)

    def pick() -> None:
        point = picked_point(key)
        if point is not None:
            choose_point(source, point)

    def keep_step() -> None:
        step = step_at_rest(key)
        if step is not None:
            take_step(source, step)

    step_player(
        key=key,
        scene=scene_data(source),
        runs=[_run(source, start) for start in choice.starts],
        label=label,
        hint=hint,
        picks=choice.picks,
        step=choose_step(source, choice.starts),
        on_pick=pick,
        on_step=keep_step,
    )


def _run(source: StepSource, start: Start | None) -> PlayedRun:
    if start is None:
        return PlayedRun(title="", placed="", data=None)
    return PlayedRun(title=str(start.seeding), placed=_PLACED[start.seeding], data=trace_data(source, start))

"""The mode "Several photos": the same settings for all, results one by one, one ZIP."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import Engine
from kseg_core.export.archive import ZIP_MIME
from kseg_core.export.file_names import unique_stems
from kseg_core.export.several import PHOTOS_MAX, PhotoFailure, PhotoResult
from kseg_core.export.table import EXPORT_FILES
from kseg_core.wording import count, percent
from pages._ui import cluster_modes, widgets
from pages._ui import photo as photos
from pages._ui.components.drop_zone import SEVERAL
from pages._ui.components.result_card import palette_bar, result_card, variance_line
from pages._ui.downloads import offer_file
from pages._ui.frame.sidebar import PRIVACY
from pages._ui.photo import Photo
from pages._ui.several import photos as several_photos
from pages._ui.several.results import Task, get_outcome, known_outcome, zip_when_clicked
from pages._ui.state import forget_several, locked_colors, locked_for, reset
from pages._ui.text import plain

_ABREAST = 2
_FILES = [
    f"{file.choice}, {file.label}" if file.choice else file.label
    for file in EXPORT_FILES
    if file.with_several
]


def draw_several() -> None:
    """Draw the mode."""
    st.caption(
        f"Up to {PHOTOS_MAX} photos, all with the same K. Color space and seed are in the sidebar; the "
        f"engine is the fast one.{_locked()} The photo in the sidebar is not one of them."
    )
    giving, choosing = st.columns([3, 2], gap="medium")
    with giving:
        _draw_uploader()
    with choosing:
        k = widgets.k_slider("several_k")
        actions = st.container(horizontal=True, vertical_alignment="center", gap="small")
    settings = replace(widgets.kmeans_settings(k), locked=locked_for(k, Engine.FAST))
    chosen, left_out = several_photos.chosen_photos(), several_photos.left_out()
    if not chosen and not left_out:
        _draw_empty()
        return
    tasks = [
        Task(photo=photo, stem=stem, settings=settings)
        for photo, stem in zip(chosen, unique_stems(photo.name for photo in chosen), strict=True)
    ]
    progress, failures = st.empty(), st.container(gap="small")
    for failure in several_photos.together(left_out):
        _draw_failure(failures, failure)
    _draw_results(tasks, left_out, actions, progress, failures)
    actions.button("Remove all", icon=":material/delete:", on_click=forget_several, key="several_clear")


def _locked() -> str:
    """That colors are locked, which *Look closer* does."""
    n_locked = len(locked_colors())
    stay = "stays" if n_locked == 1 else "stay"
    return f" {count(n_locked, 'color')} locked in *Look closer* {stay} in all of them." if n_locked else ""


def _draw_uploader() -> None:
    key = several_photos.uploader_key()
    with st.container(key=SEVERAL):
        st.file_uploader(
            "Photos",
            accept_multiple_files=True,
            key=key,
            on_change=several_photos.take_files,
            help=f"Choose several files, or drop them anywhere on the page. {PRIVACY}",
        )
    several_photos.note_listed()


def _draw_empty() -> None:
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.markdown(
            ":material/photo_library: **No photos yet.** Drop some anywhere on this page. Each appears "
            "beside its colors as soon as it is done, and all results go into one ZIP.",
            text_alignment="center",
        )
        st.button(
            "Try it with three samples", icon=":material/play_circle:", on_click=several_photos.take_samples
        )


def _draw_results(
    tasks: Sequence[Task],
    left_out: Sequence[PhotoFailure],
    actions: DeltaGenerator,
    progress: DeltaGenerator,
    failures: DeltaGenerator,
) -> None:
    """Draw one result after the other, with a way to stop; then the way to take them away."""
    state = st.session_state
    asked = tuple(task.key for task in tasks)
    stopped_for, last = state.get("several_stopped", ((), 0))
    if stopped_for != asked:
        last = len(tasks)
    shown, row = 0, []
    place = None
    for number, task in enumerate(tasks[:last]):
        state.several_reached = number
        if known_outcome(task) is None:
            progress.progress(number / len(tasks), f"{number + 1} of {len(tasks)}: {plain(task.photo.name)}")
            if place is None:
                place = actions.empty()
                place.button("Stop", icon=":material/stop_circle:", on_click=_stop, args=(asked,))
        outcome = get_outcome(task)
        if isinstance(outcome, PhotoFailure):
            _draw_failure(failures, outcome)
            continue
        if shown % _ABREAST == 0:
            row = st.columns(_ABREAST, gap="medium")
        with row[shown % _ABREAST]:
            _draw_result(task, outcome, number)
        shown += 1
    progress.empty()
    if last < len(tasks):
        progress.caption(f":material/info: Stopped after {last} of {count(len(tasks), 'photo')}.")
        actions.button(
            "Go on", icon=":material/play_arrow:", on_click=state.pop, args=("several_stopped", None)
        )
    _offer_all(place or actions, tasks[:last], left_out, shown)


def _stop(asked: tuple[object, ...]) -> None:
    st.session_state.several_stopped = (asked, st.session_state.several_reached)


def _draw_failure(place: DeltaGenerator, failure: PhotoFailure) -> None:
    place.error(f"**{plain(failure.name)}**: {plain(failure.reason)}", icon=":material/broken_image:")


def _draw_result(task: Task, result: PhotoResult, number: int) -> None:
    name = plain(result.name)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{name}**", width="stretch")
            st.button(
                "Look closer",
                icon=":material/zoom_in:",
                type="tertiary",
                key=f"several_detail_{number}",
                on_click=_look_closer,
                args=(task.photo, task.settings.k),
                help="This photo alone: large, wiped against its segmentation, with all files to take away.",
            )
        with st.container(key=f"several_pair_{number}"):
            before, after = st.columns(2, gap="small")
        before.image(result.photo.data, width="stretch", alt=result.name)
        after.image(
            result.result.data, width="stretch", alt=f"{result.name} in {count(len(result.palette), 'color')}"
        )
        result_card(
            palette_bar(result),
            variance_line(result.explained_variance, result.wcss_per_pixel),
            [
                ("Variance explained", percent(result.explained_variance)),
                ("WCSS per pixel", f"{result.wcss_per_pixel:,.1f}"),
            ],
            key=f"several_card_{number}",
        )
        if result.notes:
            st.caption(f":material/info: {plain('; '.join(result.notes))}")


def _look_closer(photo: Photo, k: int) -> None:
    if photo.is_sample:
        photos.show_sample(photo.name)
    else:
        st.session_state.own = photo
        photos.show_own()
    st.session_state.engine = str(Engine.FAST)
    reset("accents", "swatch")  # the card has none of them
    cluster_modes.look_closer(k, st.session_state.space)


def _offer_all(
    place: DeltaGenerator, tasks: Sequence[Task], left_out: Sequence[PhotoFailure], shown: int
) -> None:
    if not shown:
        place.empty()
        return
    with place:
        offer_file(
            f"ZIP of {count(shown, 'photo')}",
            zip_when_clicked(tasks, left_out),
            name=f"{shown}-photos-k{tasks[0].settings.k}.zip",
            mime=ZIP_MIME,
            key="several_zip",
            icon="folder_zip",
            type="primary",
            help=f"For each photo at full resolution: {'; '.join(_FILES)}. A table of all palettes; the "
            "settings.",
        )

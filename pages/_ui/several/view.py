"""The mode "Series": photos measured with the same classes, results one by one, one table, one ZIP."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings
from kseg_core.address.names import Fit
from kseg_core.export.archive import ZIP_MIME
from kseg_core.export.export_file import ExportGroup
from kseg_core.export.file_names import unique_stems
from kseg_core.export.several import PHOTOS_MAX, PhotoFailure, PhotoResult
from kseg_core.export.table import EXPORT_FILES
from kseg_core.measure.objects import ObjectSettings
from kseg_core.wording import count
from pages._ui import widgets
from pages._ui.components.drop_zone import SEVERAL
from pages._ui.detail.view import SETTINGS_WIDTH
from pages._ui.downloads import offer_file
from pages._ui.frame.sidebar import PRIVACY
from pages._ui.linked_edits import leave_address
from pages._ui.measure.areas_table import DOUBT_WORDS, choose_doubt
from pages._ui.measure.object_controls import choose_objects
from pages._ui.photo import current_photo
from pages._ui.several import photos as several_photos
from pages._ui.several.card import draw_result
from pages._ui.several.keeping import choose_settings, keep
from pages._ui.several.results import SeriesPhoto, Task, get_outcome, known_outcome, zip_when_clicked
from pages._ui.several.table import draw_series
from pages._ui.several.white_points import choose_kind, point_of
from pages._ui.state import forget_several, locked_colors
from pages._ui.text import plain

_ABREAST = 2
_FIT_HELP = (
    "**All photos together** and **The photo in the sidebar**: clusters are found once and then kept. Every "
    "pixel of every photo goes to the nearest of them, so that a class means the same in all, and the "
    "numbers can be compared. **Each photo anew**: color 1 is the largest color of each photo, whatever it "
    "is."
)


def draw_several() -> None:
    """Draw the mode."""
    st.caption(
        f"Up to {PHOTOS_MAX} photos, measured alike. Color space and seed are in the sidebar.{_locked()}"
    )
    giving, choosing = st.columns(2, gap="medium")
    with giving:
        _draw_uploader()
    with choosing:
        fit = widgets.menu_choice("Clusters are found on", Fit, key="series_fit", help=_FIT_HELP)
        settings, specks = choose_settings(fit)
        actions = st.container(horizontal=True, vertical_alignment="center", gap="small")
    chosen, left_out = several_photos.chosen_photos(), several_photos.left_out()
    if not chosen and not left_out:
        if fit is Fit.ANEW:
            leave_address(with_locks=True)
        _draw_empty()
        return
    giving.button("Remove all", icon=":material/delete:", on_click=forget_several, key="several_clear")
    if fit is Fit.PHOTO and current_photo() not in chosen and len(chosen) < PHOTOS_MAX:
        with actions:
            _offer_photo()
    with actions, st.popover("White balance", icon=":material/colorize:", key="series_balance"), _narrow():
        choose_kind()
    if fit is not Fit.ANEW:
        with actions, st.popover("Objects", icon=":material/category:", key="series_objects_how"), _narrow():
            objects = _choose_objects()
        with actions, st.popover("How sure", icon=":material/rule:", key="series_doubt"), _narrow():
            st.caption(f"{DOUBT_WORDS} Other seeds and K are not tried: the colors of a series are kept.")
            doubt = choose_doubt()
    given = [
        SeriesPhoto(photo=photo, stem=stem, point=point_of(photo))
        for photo, stem in zip(chosen, unique_stems(photo.name for photo in chosen), strict=True)
    ]
    progress, failures = st.empty(), st.empty()
    _draw_failures(failures, left_out)
    if fit is Fit.ANEW:
        leave_address(with_locks=True)
        tasks = [Task(given=each, how=settings) for each in given]
    else:
        kept = keep(fit, settings, specks, given, objects, doubt, progress)
        tasks = [Task(given=each, how=kept) for each in given]
    _draw_results(tasks, left_out, actions, progress, failures)


def _narrow() -> DeltaGenerator:
    """Room in a popover."""
    return st.container(width=SETTINGS_WIDTH)


def _choose_objects() -> ObjectSettings | None:
    """Draw whether objects are counted, and what counts as one."""
    counts = widgets.toggle(
        "Count objects", key="series_objects", help="This takes longer than measuring the areas."
    )
    if not counts:
        return None
    objects = choose_objects()
    st.caption("0 lets each photo suggest its own smallest object. A number counts alike in all.")
    return objects


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
            "beside its classes as soon as it is done. Then come a line over the series and one table, and "
            "all results go into one ZIP.",
            text_alignment="center",
        )
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            st.button(
                "Try it with three samples",
                icon=":material/play_circle:",
                on_click=several_photos.take_samples,
            )
            _offer_photo()


def _offer_photo() -> None:
    """Draw the way to take the photo in the sidebar."""
    photo = current_photo()
    st.button(
        f"Add {plain(photo.name)}",
        icon=":material/add_photo_alternate:",
        key="series_add",
        on_click=several_photos.take_photo,
        args=(photo,),
        help="The photo in the sidebar, turned and cropped as it is.",
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
    asked = tuple(tasks)
    stopped_for, last = state.get("several_stopped", ((), 0))
    if stopped_for != asked:
        last = len(tasks)
    numbers = st.container(gap="small")
    shown: list[PhotoResult] = []
    failed = list(left_out)
    row, place = [], None
    for number, task in enumerate(tasks[:last]):
        state.several_reached = number
        if known_outcome(task) is None:
            progress.progress(number / len(tasks), f"{number + 1} of {len(tasks)}: {plain(task.photo.name)}")
            if place is None:
                place = actions.empty()
                place.button("Stop", icon=":material/stop_circle:", on_click=_stop, args=(asked,))
        outcome = get_outcome(task)
        if isinstance(outcome, PhotoFailure):
            failed.append(outcome)
            _draw_failures(failures, failed)
            continue
        if len(shown) % _ABREAST == 0:
            row = st.columns(_ABREAST, gap="medium")
        with row[len(shown) % _ABREAST]:
            draw_result(task, outcome, number)
        shown.append(outcome)
    progress.empty()
    if last < len(tasks):
        progress.caption(f":material/info: Stopped after {last} of {count(len(tasks), 'photo')}.")
        actions.button(
            "Go on", icon=":material/play_arrow:", on_click=state.pop, args=("several_stopped", None)
        )
    with numbers:
        draw_series(shown)
    _offer_all(place or actions, tasks[:last], left_out, len(shown))


def _stop(asked: tuple[object, ...]) -> None:
    st.session_state.several_stopped = (asked, st.session_state.several_reached)


def _draw_failures(place: DeltaGenerator, failed: Sequence[PhotoFailure]) -> None:
    """Draw what went wrong, once for each reason."""
    with place.container(gap="small"):
        for failure in several_photos.together(failed):
            st.error(f"**{plain(failure.name)}**: {plain(failure.reason)}", icon=":material/broken_image:")


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
            help=_zip_help(is_measured=not isinstance(tasks[0].how, KMeansSettings)),
        )


def _zip_help(*, is_measured: bool) -> str:
    files = [
        f"{file.choice}, {file.label}" if file.choice else file.label
        for file in EXPORT_FILES
        if file.with_several and (is_measured or file.group is not ExportGroup.MEASUREMENTS)
    ]
    tables = "areas, objects and palettes; the recipe" if is_measured else "palettes"
    return f"For each photo at full resolution: {'; '.join(files)}. Tables of all {tables}; the settings."

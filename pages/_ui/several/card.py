"""One photo of a series: beside its classes, with its shares and what was done to it."""

from collections.abc import Iterator

import streamlit as st

from kseg_core import Engine
from kseg_core.export.several import PhotoResult
from kseg_core.measure.classes import REST
from kseg_core.palette import hex_code
from kseg_core.wording import count, percent
from pages._ui import cluster_modes
from pages._ui import photo as photos
from pages._ui.components.result_card import palette_bar, result_card, variance_line
from pages._ui.components.swatches import class_words
from pages._ui.photo import Photo
from pages._ui.several.results import Task
from pages._ui.several.white_points import choose_point
from pages._ui.state import reset
from pages._ui.text import plain


def draw_result(task: Task, result: PhotoResult, number: int) -> None:
    """Draw a photo beside its classes or clusters; its number in the series makes the keys."""
    name = plain(result.name)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{name}**", width="stretch")
            asks = st.button(
                "White balance",
                icon=":material/colorize:",
                type="tertiary",
                key=f"series_point_{number}",
                help="Click something gray or white in this photo, so that its colors can be compared.",
            )
            st.button(
                "Look closer",
                icon=":material/zoom_in:",
                type="tertiary",
                key=f"several_detail_{number}",
                on_click=_look_closer,
                args=(task.photo, task.settings.k),
                help="This photo alone, with clusters of its own: large, wiped against its segmentation, "
                "with all files to take away.",
            )
        with st.container(key=f"several_pair_{number}"):
            before, after = st.columns(2, gap="small")
        before.image(result.photo.data, width="stretch", alt=result.name)
        after.image(
            result.result.data, width="stretch", alt=f"{result.name} in {count(len(result.palette), 'color')}"
        )
        if result.numbers is None:
            _draw_card(result, number)
        else:
            st.html(class_words(_classes(result)))
        if not result.fits and result.far_share is not None:
            st.warning(
                f"**These colors lie far from the fit:** {percent(result.far_share)} of the pixels are "
                "farther from every color of it than 99 % of what was fitted. The photo is lit "
                "differently, or shows something else. *White balance* may help.",
                icon=":material/wb_incandescent:",
            )
        if result.notes:
            st.caption(f":material/info: {plain('; '.join(result.notes))}")
    if asks:
        choose_point(task.photo)


def _draw_card(result: PhotoResult, number: int) -> None:
    result_card(
        palette_bar(result),
        variance_line(result.explained_variance, result.wcss_per_pixel),
        [
            ("Variance explained", percent(result.explained_variance)),
            ("WCSS per pixel", f"{result.wcss_per_pixel:,.1f}"),
        ],
        key=f"several_card_{number}",
    )


def _classes(result: PhotoResult) -> Iterator[tuple[str, str]]:
    """The color and the share in words of each class, and of what is in none if there is any."""
    names = [] if result.numbers is None else [str(name) for name in result.numbers["class"]]
    for name, color, share in zip(names, result.palette, result.shares.tolist(), strict=True):
        if share or name != REST:
            yield hex_code(color), f"{name} {percent(share)}"


def _look_closer(photo: Photo, k: int) -> None:
    if photo.is_sample:
        photos.show_sample(photo.name)
    else:
        st.session_state.own = photo
        photos.show_own()
    st.session_state.engine = str(Engine.FAST)
    reset("accents", "swatch")  # the card has none of them
    cluster_modes.look_closer(k, st.session_state.space)

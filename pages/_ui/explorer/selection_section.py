"""Colors selected by ranges, a box or a lasso, in the cloud, in histograms and in the picture."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import RgbImage
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.selection import ColorSelection
from kseg_core.encoding.pictures import Encoded
from kseg_core.figures.projection import projection_figure
from kseg_core.image import Box
from kseg_core.wording import count, percent, size_text
from pages._ui.charts import LASSO_CHART
from pages._ui.components.channel_bars import draw_channel_bars
from pages._ui.components.cloud_viewer import CloudLook, PointColor
from pages._ui.components.image_viewer import image_viewer, layers, seen_box
from pages._ui.downloads import PhotoFile, offer_menu
from pages._ui.explorer import results as cache
from pages._ui.explorer.cloud_controls import choose_shape
from pages._ui.explorer.color_section import draw_cloud
from pages._ui.explorer.selection_class import offer_class
from pages._ui.explorer.selection_controls import (
    choose_around,
    choose_selection,
    choose_view,
    clear_selection,
    keep_outline,
    offer_numbers,
    shape_with_selection,
    show_shape,
)
from pages._ui.photo import Photo
from pages._ui.results import get_histogram, photo_preview
from pages._ui.state import DEFAULTS, value_of
from pages._ui.widgets import kmeans_settings

_LOOK = CloudLook(
    paint=PointColor.OWN,
    centroids=False,
    members=False,
    outline=DEFAULTS["explore_outline"],
    size=DEFAULTS["explore_size"],
)
_PICTURE = "selection_viewer"
_CHART = "selection_projection"
_FILES = (
    PhotoFile("Mask, PNG", "contrast", "-mask.png", "image/png", cache.mask_file),
    PhotoFile("Selected pixels, transparent PNG", "texture", "-selected.png", "image/png", cache.cutout_file),
)


def draw_selection(photo: Photo, image: RgbImage, tools: DeltaGenerator) -> None:
    """Draw the section, its files in `tools`."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="selection_controls"):
        shape = choose_shape()
        view = choose_view()
        if shape.is_round:
            choose_around()
        said = st.container(width="stretch")
    with st.container(key="selection_ranges"):
        ranges = [
            column.container(key=f"selection_range_{number}")
            for number, column in enumerate(st.columns(3, gap="large"))
        ]
    charts = [place.container() for place in ranges]
    selection = choose_selection(shape, ranges)
    with said:
        _draw_sentence(image, selection)
    for number, chart in enumerate(charts):
        with chart:
            _draw_histogram(image, selection, number)
    axes = view.axes_in(shape)
    if axes is None:
        draw_cloud(
            photo,
            image,
            CloudKind.COLORS,
            kmeans_settings(value_of("explore_k")),
            _LOOK,
            selection,
            key="selection_cloud_viewer",
        )
    else:
        left, right = st.columns(2, gap="large")
        with left, st.container(key="selection_plane"):
            _draw_projection(image, selection, axes)
        with right:
            _draw_picture(image, selection)
    with tools:
        offer_numbers(shape, _sentence(image, selection))
        st.button(
            "Select all",
            icon=":material/select_all:",
            disabled=selection.is_everything,
            on_click=clear_selection,
            args=(shape,),
        )
        offer_class(photo, selection)
        offer_menu(
            photo,
            _FILES,
            selection,
            stem=photo.stem,
            key="selection_file",
            caption=f"At {size_text(image.width, image.height)}.",
            disabled=cache.count_selected(image, selection)[1] == 0,
        )


def _draw_sentence(image: RgbImage, selection: ColorSelection) -> None:
    shape = shape_with_selection(selection)
    if shape is None:
        st.markdown(_sentence(image, selection, "Move a range, or draw a lasso or a box around colors."))
        return
    st.markdown(_sentence(image, selection))
    st.button(
        f"Back to your selection ({shape})",
        type="tertiary",
        icon=":material/undo:",
        on_click=show_shape,
        args=(shape,),
    )


def _sentence(image: RgbImage, selection: ColorSelection, advice: str = "") -> str:
    histogram = get_histogram(image)
    n_colors, n_pixels = cache.count_selected(image, selection)
    if n_pixels == histogram.n_pixels:
        n = histogram.n_pixels
        whole = "**The only pixel** is" if n == 1 else f"**All {n:,} pixels** are"
        return f"{whole} selected. {advice}".rstrip()
    share = percent(n_pixels / histogram.n_pixels)
    return (
        f"**{count(n_pixels, 'pixel')}** selected, {share} of the picture, in "
        f"{n_colors:,} of its {count(histogram.n_colors, 'color')}"
    )


def _draw_histogram(image: RgbImage, selection: ColorSelection, number: int) -> None:
    binned = cache.get_channels(image, selection.shape)[number]
    part = None
    if not selection.is_everything:
        selected = cache.get_selected(image, selection)
        part = binned.selected_pixels(get_histogram(image), selected).tolist()
    draw_channel_bars(binned, selection.shape.channels[number], part)


def _draw_projection(image: RgbImage, selection: ColorSelection, axes: tuple[int, int]) -> None:
    across, up = (selection.shape.axes[number].title for number in axes)
    st.plotly_chart(
        projection_figure(
            cache.projection_picture(image, selection, axes),
            selection.shape,
            cache.get_window(image, selection.shape, axes),
            outline=selection.outline,
            ranges=selection.ranges,
        ),
        height="stretch",
        config=LASSO_CHART,
        key=_CHART,
        on_select=partial(keep_outline, _CHART, selection.shape, axes),
        selection_mode=("lasso", "box"),
        alt=f"The colors of the photo in the plane of {across} and {up}.",
    )


def _draw_picture(image: RgbImage, selection: ColorSelection) -> None:
    pictures: list[Callable[[Box | None], Encoded]] = [partial(photo_preview, image)]
    if not selection.is_everything:
        pictures.append(partial(cache.get_veil, image, selection))
    image_viewer(
        key=_PICTURE,
        image=image,
        after=layers(seen_box(_PICTURE, image), *pictures),
        alt="The photo; pixels whose color is not selected are dark.",
    )

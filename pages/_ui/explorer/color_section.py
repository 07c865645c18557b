"""The cloud beside the picture, joined: what is chosen in one lights up in the other."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.pixel_facts import pixel_facts
from kseg_core.cloud.points import CloudKind, describe
from kseg_core.cloud.selection import ColorSelection
from kseg_core.figures.projection import projection_figure
from pages._ui.charts import STILL_CHART
from pages._ui.components.cloud_viewer import (
    CloudLook,
    CloudPieces,
    PickedPixel,
    PointColor,
    cloud_viewer,
    hidden_clusters,
    lacks_webgl,
    picked_pixel,
)
from pages._ui.components.result_card import draw_remarks
from pages._ui.explorer import results as cache
from pages._ui.explorer.cloud_controls import (
    choose_k,
    choose_kind,
    choose_look,
    choose_shape,
    follow_pixel,
    followed_pixel,
    hidden_follow,
    keep_hidden,
    unfollow_pixel,
)
from pages._ui.explorer.cloud_downloads import offer_cloud
from pages._ui.photo import Photo
from pages._ui.results import get_clusters, get_histogram, segmentation_preview
from pages._ui.widgets import kmeans_settings

_VIEWER = "cloud_viewer"
_FLAT_HEIGHT = 380


def draw_colors(photo: Photo, image: RgbImage, tools: DeltaGenerator) -> None:
    """Draw the section, with what is seldom needed in `tools`."""
    controls = st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="cloud_controls")
    with controls:
        settings = kmeans_settings(choose_k())
        look = choose_look(image, settings, tools)
        kind = choose_kind()
        shape = choose_shape()
    everything = ColorSelection(shape=shape)
    draw_cloud(
        photo,
        image,
        kind,
        settings,
        look,
        everything,
        key=_VIEWER,
        on_hide=partial(_keep_hidden, image.digest),
    )
    if hidden_follow(image, settings):
        st.caption("Hidden are now the clusters nearest in color.")
    draw_remarks(get_clusters(image, settings))
    with tools:
        offer_cloud(photo, kind, settings, shape, look)


def draw_cloud(
    photo: Photo,
    image: RgbImage,
    kind: CloudKind,
    settings: KMeansSettings,
    look: CloudLook,
    selection: ColorSelection,
    *,
    key: str,
    on_hide: Callable[[], None] | None = None,
) -> None:
    """Draw a cloud beside its picture in the shape of a selection; what is not selected is faint."""
    shape = selection.shape
    with st.spinner("Laying out the colors …", show_time=False):
        pieces = CloudPieces(
            points=cache.points_data(image, kind),
            shape=cache.shape_data(image, kind, shape),
            clusters=cache.clusters_data(image, kind, settings, shape),
            selection=None if selection.is_everything else cache.lit_points(image, kind, selection),
        )
    caption = describe(cache.get_cloud(image, kind), get_histogram(image))
    is_painted = look.paint is PointColor.CLUSTER
    cloud_viewer(
        key=key,
        photo=cache.picture(image),
        painted=segmentation_preview(image, settings, max_side=cache.PICTURE_SIDE) if is_painted else None,
        width=image.width,
        height=image.height,
        pieces=pieces,
        look=look,
        pixel=_followed(image, settings, selection),
        file_name=f"{photo.stem}-cloud.png",
        alt=f"The colors of the photo as a cloud of points in the {shape}. {caption}",
        on_pick=partial(_follow_pick, key, image.width, image.height),
        on_hide=on_hide,
    )
    if lacks_webgl(key):
        _draw_flat_views(image, selection)
    st.caption(f"{caption} The larger a point, the more pixels it stands for.")


def _followed(image: RgbImage, settings: KMeansSettings, selection: ColorSelection) -> PickedPixel | None:
    pixel = followed_pixel(image)
    if pixel is None:
        return None
    x, y = pixel
    return PickedPixel(
        x=x, y=y, facts=pixel_facts(image, get_clusters(image, settings), selection.shape, x, y)
    )


def _draw_flat_views(image: RgbImage, selection: ColorSelection) -> None:
    """Draw three projections side by side, where nothing can be drawn in three dimensions."""
    shape = selection.shape
    for column, plane in zip(st.columns(len(shape.projections)), shape.projections, strict=True):
        with column:
            names = " and ".join(shape.axes[number].title for number in plane)
            picture = cache.projection_picture(image, selection, plane)
            st.plotly_chart(
                projection_figure(picture, shape, cache.get_window(image, shape, plane)),
                height=_FLAT_HEIGHT,
                config=STILL_CHART,
                key=f"flat_{plane[0]}_{plane[1]}",
                alt=f"The colors of the photo on the axes {names}.",
            )


def _keep_hidden(image: str) -> None:
    keep_hidden(image, hidden_clusters(_VIEWER))


def _follow_pick(key: str, width: int, height: int) -> None:
    pixel = picked_pixel(key, width=width, height=height)
    if pixel is None:
        unfollow_pixel()
    else:
        follow_pixel(*pixel)

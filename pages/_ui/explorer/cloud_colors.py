"""The cloud beside the picture, joined: what is chosen in one lights up in the other."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings, RgbImage
from kseg_core.cloud.pixel_facts import pixel_facts
from kseg_core.cloud.points import describe
from kseg_core.cloud.selection import ColorSelection
from kseg_core.cloud.shapes import CloudShape
from kseg_core.encoding.pictures import Encoded
from kseg_core.export.file_names import file_stem
from pages._ui.cache import get_histogram, get_segmentation
from pages._ui.components.cloud_viewer import (
    CloudLook,
    CloudPieces,
    Paint,
    PickedPixel,
    cloud_viewer,
    hidden_clusters,
    lacks_webgl,
    picked_pixel,
)
from pages._ui.components.result_card import draw_remarks
from pages._ui.explorer import cache as explorer_cache
from pages._ui.explorer.cache import CloudSource
from pages._ui.explorer.cloud_controls import (
    choose_look,
    followed_pixel,
    give_up_pixel,
    take_hidden,
    take_pixel,
)
from pages._ui.explorer.cloud_downloads import offer_cloud
from pages._ui.explorer.controls import choose_clusters, choose_kind, choose_shape
from pages._ui.explorer.flat_views import draw_flat_views
from pages._ui.explorer.selection_cache import lit_points
from pages._ui.photo import Photo


def draw_colors(photo: Photo, image: RgbImage, tools: DeltaGenerator) -> None:
    """Draw the section, with what is seldom needed in `tools`."""
    controls = st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="cloud_controls")
    with controls:
        settings = choose_clusters()
        look = choose_look(image, settings, tools)
        kind = choose_kind()
        shape = choose_shape()
    source = CloudSource(image=image, kind=kind)
    draw_cloud(
        photo,
        source,
        settings,
        look,
        ColorSelection(shape=shape),
        key="cloud_viewer",
        on_hide=lambda: take_hidden(hidden_clusters("cloud_viewer")),
    )
    draw_remarks(get_segmentation(image, settings))
    with tools:
        offer_cloud(photo, source, shape, settings, look)


def draw_cloud(
    photo: Photo,
    source: CloudSource,
    settings: KMeansSettings,
    look: CloudLook,
    selection: ColorSelection,
    *,
    key: str,
    on_hide: Callable[[], None] | None = None,
) -> None:
    """Draw a cloud beside its picture in the shape of a selection; what is not selected is faint."""
    image, shape = source.image, selection.shape
    with st.spinner("Laying out the colors …", show_time=False):
        pieces = CloudPieces(
            points=explorer_cache.points_data(source),
            shape=explorer_cache.shape_data(source, shape),
            clusters=explorer_cache.clusters_data(source, shape, settings),
            selection=None
            if selection.is_everything
            else lit_points(image.digest, source.kind, selection, source),
        )
    pixel = followed_pixel(image)
    caption = describe(source.cloud, get_histogram(image))
    cloud_viewer(
        key=key,
        photo=explorer_cache.picture(image.digest, image),
        painted=_painted(image, settings) if look.paint is Paint.CLUSTER else None,
        width=image.width,
        height=image.height,
        pieces=pieces,
        look=look,
        pixel=None if pixel is None else _known(image, settings, shape, *pixel),
        file_name=f"{file_stem(photo.name)}-cloud.png",
        alt=f"The colors of the photo as a cloud of points in the {shape}. {caption}",
        on_pick=partial(_take_pick, key, image.width, image.height),
        on_hide=on_hide,
    )
    if lacks_webgl(key):
        draw_flat_views(image, selection)
    st.caption(f"{caption} The larger a point, the more pixels it stands for.")


def _painted(image: RgbImage, settings: KMeansSettings) -> Encoded:
    result = get_segmentation(image, settings)
    return explorer_cache.painted_picture(image.digest, settings, result)


def _known(image: RgbImage, settings: KMeansSettings, shape: CloudShape, x: int, y: int) -> PickedPixel:
    result = get_segmentation(image, settings)
    return PickedPixel(x=x, y=y, facts=pixel_facts(image, result, shape, x, y))


def _take_pick(key: str, width: int, height: int) -> None:
    pixel = picked_pixel(key, width=width, height=height)
    if pixel is None:
        give_up_pixel()
    else:
        take_pixel(*pixel)

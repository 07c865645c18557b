"""The mode "Measure": clusters become classes, and classes become numbers."""

from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import RgbImage
from kseg_core.color_vision import ColorVision
from kseg_core.edits.cut import Cut
from kseg_core.measure.objects import ObjectSettings
from kseg_core.measure.settings import DOUBT, MeasureSettings
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui import widgets
from pages._ui.cluster_modes import measure_series
from pages._ui.detail.changes import change_texts
from pages._ui.detail.computing import compute_detail
from pages._ui.detail.controls import choose_segmentation
from pages._ui.detail.detail import Detail, View
from pages._ui.detail.export_dialog import export_dialog
from pages._ui.detail.export_files import request_maker
from pages._ui.detail.picks import choose_softness
from pages._ui.detail.view import SETTINGS_WIDTH, places
from pages._ui.errors import photo_part
from pages._ui.linked_edits import write_address
from pages._ui.measure import tools
from pages._ui.measure.areas_table import draw_areas, draw_doubt
from pages._ui.measure.chosen_objects import are_open, chosen_objects
from pages._ui.measure.classes_panel import draw_classes, take_clicks
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.object_controls import choose_objects
from pages._ui.measure.objects_section import draw_objects
from pages._ui.measure.picture import draw_picture, take_drawing
from pages._ui.measure.recipe_controls import draw_recipe_controls, take_recipe
from pages._ui.measure.region_controls import draw_region_controls
from pages._ui.measure.results import get_measured
from pages._ui.measure.scale_controls import ask_length, draw_scale_controls
from pages._ui.photo import Photo
from pages._ui.state import value_of
from pages._ui.user_edits import edits_on, pieces_on, region_on, scale_on

_VIEW = View(paint=Paint.MEAN, rest=Rest.TRANSPARENT, vision=ColorVision.NORMAL)
"""How the result is shown where no class is."""


@st.fragment
@photo_part
def draw_measure(photo: Photo, image: RgbImage) -> None:
    """Draw the mode."""
    take_drawing(photo)
    take_recipe(photo, image)
    with st.container(
        horizontal=True,
        vertical_alignment="bottom",
        horizontal_alignment="distribute",
        key="measure_controls",
    ):
        k = widgets.k_slider("closer_k", width=200)
        with st.container(horizontal=True, width="content", gap="small"):
            with (
                st.popover("Segmentation", icon=":material/settings:", key="measure_segmentation"),
                _narrow(),
            ):
                settings, specks, below = choose_segmentation(k)
            region, scale = tools.POPOVERS
            with (
                st.popover("Region", icon=":material/crop_free:", key=region, on_change="rerun"),
                _narrow(),
            ):
                draw_region_controls(photo, image)
            with (
                st.popover("Scale", icon=":material/straighten:", key=scale, on_change="rerun"),
                _narrow(),
            ):
                draw_scale_controls(photo, image)
            with st.popover("Objects", icon=":material/category:", key="measure_objects_how"), _narrow():
                objects = choose_objects()
                softness = choose_softness("Soft edge of objects that are cut out, in pixels")
            with st.popover("Recipe", icon=":material/receipt_long:", key="measure_recipe_how"), _narrow():
                draw_recipe_controls(photo)
            take = st.button("Take away", icon=":material/download:", key="measure_take")
    notice = st.empty()
    left, right = places(image)
    with notice:
        detail = compute_detail(photo, image, settings, specks, _VIEW)
    take_clicks(detail, _measuring(detail, objects, DOUBT))
    detail = replace(detail, user_edits=edits_on(detail.clustering))
    panel = right.container()
    doubt = DOUBT
    if detail.user_edits.classes:
        with right.container(horizontal=True, vertical_alignment="center", gap="small", key="measure_next"):
            with st.popover("How sure", icon=":material/rule:", key="measure_doubt"), _narrow():
                doubt = draw_doubt()
            _offer_series()
    measuring = _measuring(detail, objects, doubt)
    chosen = chosen_objects(measuring) if are_open() else ()
    write_address(photo, detail.user_edits, measures=True, chosen=chosen)
    with left:
        draw_picture(measuring)
    with panel:
        tools.draw_advice()
        ask_length(photo, image)
        draw_classes(measuring)
        draw_areas(measuring)
    if measuring.classes:
        draw_objects(measuring)
    for setting, text in change_texts(detail).items():
        below[setting].caption(text)
    if take:
        measured_of = partial(
            get_measured,
            settings=detail.settings,
            edits=detail.result.edits,
            measure=measuring.settings,
        )
        cut = Cut(places=pieces_on(photo), smallest=value_of("cut_smallest"), softness=softness)
        measured_if_any = measured_of if measuring.classes else None
        export_dialog(
            photo, request_maker(replace(detail, cut=cut), measuring.settings, measured_if_any, chosen)
        )


def _offer_series() -> None:
    pressed = st.button(
        "Measure a series like this",
        icon=":material/photo_library:",
        type="tertiary",
        key="measure_series",
        on_click=measure_series,
        help="Up to 20 photos, every pixel by the nearest of the colors found here.",
    )
    if pressed:  # the whole page, of which this is a part
        st.rerun()


def _narrow() -> DeltaGenerator:
    """Room in a popover, so that it covers the panel and not the picture."""
    return st.container(width=SETTINGS_WIDTH)


def _measuring(detail: Detail, objects: ObjectSettings, doubt: float) -> Measuring:
    settings = MeasureSettings(
        classes=detail.user_edits.classes,
        region=region_on(detail.photo),
        scale=scale_on(detail.photo),
        objects=objects,
        doubt=doubt,
    )
    return Measuring(detail=detail, settings=settings)

"""How long a pixel is: by a known length, by numbers, or as the file says."""

import math
from collections.abc import Sequence

import streamlit as st

from kseg_core import RgbImage, SettingsError
from kseg_core.measure.region import Point
from kseg_core.measure.ruler import (
    DEFAULT_DPI,
    PER_UNIT_MAX,
    PER_UNIT_MIN,
    Scale,
    Unit,
    file_pixel,
    scale_of_file,
    scale_of_length,
)
from pages._ui.components.image_viewer import Shape
from pages._ui.measure import tools
from pages._ui.photo import Photo
from pages._ui.text import plain
from pages._ui.user_edits import framed_key, save_scale, scale_on

_LINE = "measure_line"
"""In the state: which photo, turned and cropped, and the ends of the line over a known length in it."""


def draw_scale_controls(photo: Photo, image: RgbImage) -> None:
    """Draw the popover's contents."""
    scale = scale_on(photo)
    if scale is None:
        st.markdown("**No scale yet.** Lengths and areas are in pixels.")
    else:
        st.markdown(f"**{scale.words}.**")
    st.button(
        "Draw over a known length",
        icon=":material/straighten:",
        key="measure_draw_line",
        on_click=tools.take,
        args=(tools.LINE,),
    )
    of_file = scale_of_file(image.prepared)
    if of_file is not None and image.prepared.dpi is not None:
        says = f"The file says {image.prepared.dpi:.4g} pixels per inch."
        if round(image.prepared.dpi) in DEFAULT_DPI:
            st.caption(f"{says} Programs write this number when they know nothing, so it is not offered.")
        else:
            st.button(
                f"Take it from the file: {of_file.pixels_per_unit:,.4g} pixels per {of_file.unit}",
                icon=":material/description:",
                key="measure_scale_file",
                on_click=save_scale,
                args=(photo, of_file),
            )
            if of_file.unit is Unit.MILLIMETER:
                st.caption(
                    f"{says} A scanner means the size of what lay on it; a camera, at most that on paper."
                )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number = st.number_input(
            "Pixels",
            min_value=0.0,
            value=None if scale is None else scale.pixels_per_unit,
            format="%.6g",
            key=f"measure_per_unit_{scale}",
            width=140,
        )
        unit = st.selectbox(
            "per",
            [unit.value for unit in Unit],
            index=list(Unit).index(Unit.MILLIMETER if scale is None else scale.unit),
            key=f"measure_unit_{scale}",
            width=90,
        )
        st.button(
            "Use",
            key="measure_scale_given",
            disabled=not PER_UNIT_MIN <= (number or 0) <= PER_UNIT_MAX,
            on_click=_give,
            args=(photo, number, Unit(unit)),
        )
    if scale is not None:
        st.button(
            "Remove the scale",
            icon=":material/delete:",
            key="measure_scale_remove",
            type="tertiary",
            on_click=save_scale,
            args=(photo, None),
        )


def keep_line(photo: Photo, ends: Sequence[Point]) -> None:
    """Keep the line that was drawn, until its length is known."""
    first, last = ends
    st.session_state[_LINE] = (framed_key(photo), (first, last))


def line_shape(photo: Photo, image: RgbImage) -> Shape | None:
    """The line whose length is asked for, over the picture."""
    ends = _ends(photo)
    if ends is None:
        return None
    return Shape(kind=tools.LINE, points=ends, text=f"{_pixels(ends, image):,.1f} px")


def ask_length(photo: Photo, image: RgbImage) -> None:
    """Ask how long the line is that was drawn."""
    ends = _ends(photo)
    if ends is None:
        return
    with st.form("measure_length_form", border=True):
        st.markdown(
            f":material/straighten: This line is **{_pixels(ends, image):,.1f} pixels** long. "
            "How long is it really?"
        )
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            length = st.number_input("Length", min_value=0.0, value=10.0, format="%.6g", width=140)
            unit = st.selectbox(
                "Unit",
                [unit.value for unit in Unit],
                index=list(Unit).index(Unit.MILLIMETER),
                width=90,
            )
            used = st.form_submit_button("Use it", type="primary", key="measure_length_use")
            dropped = st.form_submit_button("Cancel", key="measure_length_cancel")
    if used:
        try:
            save_scale(photo, scale_of_length(ends, length, Unit(unit), image.prepared))
        except SettingsError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
    if used or dropped:
        st.session_state.pop(_LINE)
        st.rerun()


def _pixels(ends: tuple[Point, Point], image: RgbImage) -> float:
    """How long a line is in pixels of the file."""
    return math.dist(*ends) * file_pixel(image.prepared)


def _ends(photo: Photo) -> tuple[Point, Point] | None:
    key, ends = st.session_state.get(_LINE, ("", None))
    return ends if key == framed_key(photo) else None


def _give(photo: Photo, number: float, unit: Unit) -> None:
    save_scale(photo, Scale(pixels_per_unit=number, unit=unit))

"""What of the picture is measured: shapes are drawn, listed and taken away."""

from dataclasses import replace

import numpy as np
import streamlit as st

from kseg_core import KsegError, RgbImage
from kseg_core.measure.link_text import TOO_LONG, region_text
from kseg_core.measure.region import (
    SHAPES_MAX,
    Region,
    RegionShape,
    ShapeKind,
    mask_shape,
    region_mask,
)
from kseg_core.measure.ruler import Ruler, ruler
from kseg_core.wording import short_number
from pages._ui import results
from pages._ui.frame.sidebar import PRIVACY
from pages._ui.measure import tools
from pages._ui.photo import Photo, own_photo
from pages._ui.text import plain
from pages._ui.uploads import given_name
from pages._ui.user_edits import framed_key, region_on, save_region, scale_on

DRAWN = (ShapeKind.RECTANGLE, ShapeKind.ELLIPSE, ShapeKind.POLYGON)
"""What can be drawn; the values are what the picture calls them."""

_ICONS = {
    ShapeKind.RECTANGLE: "rectangle",
    ShapeKind.ELLIPSE: "circle",
    ShapeKind.POLYGON: "polyline",
    ShapeKind.MASK: "contrast",
}


def draw_region_controls(photo: Photo, image: RgbImage) -> None:
    """Draw the popover's contents."""
    region = region_on(photo)
    st.caption(
        "Draw what is measured, so that a frame, a ruler or a dish does not count. Without a shape all of "
        "the picture is measured."
    )
    is_out = st.toggle(
        "Leave out what is inside",
        key=tools.LEFT_OUT,
        help="For a ruler or a label in the part that is measured.",
    )
    with st.container(horizontal=True, gap="small"):
        for kind in DRAWN:
            st.button(
                f"{kind.capitalize()}",
                icon=f":material/{_ICONS[kind]}:",
                key=f"measure_draw_{kind}",
                on_click=tools.take,
                args=(kind,),
                disabled=len(region) == SHAPES_MAX,
                help=f"Then draw {'what is left out' if is_out else 'what counts'} in the picture.",
            )
    if len(region) < SHAPES_MAX:
        _take_mask(photo, image, is_left_out=is_out)
    else:
        st.caption(f"A region has at most {SHAPES_MAX} shapes. Delete one to add another.")
    for number, shape in enumerate(region):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(_named(shape, ruler(image.prepared, scale_on(photo))))
            st.button(
                "Left out" if shape.is_left_out else "Counts",
                key=f"measure_turned_{number}",
                type="tertiary",
                on_click=_change,
                args=(photo, _exchanged(region, number, replace(shape, is_left_out=not shape.is_left_out))),
                help="Press to change it.",
            )
            st.button(
                "Delete",
                icon=":material/delete:",
                key=f"measure_shape_{number}",
                type="tertiary",
                on_click=_change,
                args=(photo, _exchanged(region, number)),
            )
    if len(region_text(region)) > TOO_LONG:
        st.caption(
            ":material/link_off: This region is too long for a link. The recipe under *Take away* has it."
        )
    if _before(photo):
        st.button("Undo", icon=":material/undo:", key="measure_region_undo", on_click=_undo, args=(photo,))


_BEFORE = "measure_region_before"
_STEPS_BACK = 10
_TAKEN = "measure_mask_taken"
_MIDDLE = 3 * 127.5
"""Sum of the levels of middle gray."""


def add_shape(photo: Photo, kind: ShapeKind, points: tuple[tuple[int, int], ...]) -> None:
    """Add what was drawn, unless there are as many shapes as there can be."""
    if len(region_on(photo)) >= SHAPES_MAX:
        return
    shape = RegionShape(kind=kind, points=points, is_left_out=bool(st.session_state.get(tools.LEFT_OUT)))
    _change(photo, (*region_on(photo), shape))


def _take_mask(photo: Photo, image: RgbImage, *, is_left_out: bool) -> None:
    """Take a mask from a file, once."""
    file = st.file_uploader(
        "Or a mask: a picture of the same size, white where it counts",
        key="measure_mask",
        help=f"Pixels lighter than middle gray are inside. {PRIVACY}",
    )
    if file is None or file.file_id == st.session_state.get(_TAKEN):
        return
    st.session_state[_TAKEN] = file.file_id
    try:
        mask_file = own_photo(given_name(file), file.getvalue())
        mask = results.get_image(mask_file)
        if (mask.width, mask.height) != (image.width, image.height):  # made for the photo as it was
            mask = results.get_image(replace(mask_file, framing=photo.framing))
        inside = mask.pixels.sum(axis=2, dtype=np.uint16) > _MIDDLE
        if mask.opaque is not None:
            inside &= mask.opaque
        shape = mask_shape(inside, is_left_out=is_left_out)
        region_mask((shape,), image.height, image.width)
    except KsegError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    _change(photo, (*region_on(photo), shape))
    st.rerun()


def _exchanged(region: Region, number: int, *others: RegionShape) -> Region:
    return (*region[:number], *others, *region[number + 1 :])


def _change(photo: Photo, region: Region) -> None:
    before = [*_before(photo), region_on(photo)]
    st.session_state[_BEFORE] = (framed_key(photo), before[-_STEPS_BACK:])
    save_region(photo, region)


def _undo(photo: Photo) -> None:
    *before, last = _before(photo)
    st.session_state[_BEFORE] = (framed_key(photo), before)
    save_region(photo, last)


def _before(photo: Photo) -> list[Region]:
    """The regions before the changes, the latest last."""
    key, before = st.session_state.get(_BEFORE, ("", []))
    return before if key == framed_key(photo) else []


def _named(shape: RegionShape, of: Ruler) -> str:
    xs, ys = zip(*shape.points, strict=True)
    width, height = (short_number(of.pixel * (max(each) - min(each) + 1)) for each in (xs, ys))
    return f":material/{_ICONS[shape.kind]}: {width} × {height} {of.unit}"

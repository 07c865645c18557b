"""The picture of "Look closer": the photo wiped against its segmentation, down to the pixels."""

from functools import partial

import streamlit as st

from kseg_core.edits.cut import PLACES_MAX, toggled_place
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from pages._ui.components.image_viewer import Layer, image_viewer, layers, picked, seen_box
from pages._ui.declarations.cluster import PickBy
from pages._ui.detail import eyedropper
from pages._ui.detail.detail import Detail
from pages._ui.detail.results import outline_preview, painted_preview, picked_preview
from pages._ui.results import PREVIEW_SIDE, photo_preview
from pages._ui.state import value_of
from pages._ui.user_edits import save_pieces

_KEY = "detail_viewer"


def take_click(detail: Detail) -> int | None:
    """The cluster that was clicked since the last run, once; a click may take a color or a piece instead."""
    pixel = st.session_state.pop("detail_click", None)
    if pixel is None:
        return None
    if eyedropper.is_on():
        eyedropper.take_pixel(detail, pixel)
        return None
    result, (x, y) = detail.result, pixel
    height, width = result.labels.shape
    if x >= width or y >= height or result.labels[y, x] == NO_LABEL:
        return None
    if value_of("pick_by") == PickBy.PIECE:
        places = toggled_place(result.labels, detail.cut.places, (x, y))
        if len(places) > PLACES_MAX:
            st.toast(f"At most {PLACES_MAX} pieces can be picked.", icon=":material/info:")
        else:
            save_pieces(detail.photo, places)
        return None
    return int(result.labels[y, x])


def draw_picture(detail: Detail) -> None:
    """Draw both sides of the wipe."""
    image, view = detail.image, detail.view
    box = seen_box(_KEY, image)
    lines = [] if view.line_color is None else [Layer(encoded=_outlines(detail, box), box=box)]
    name = f"K = {detail.settings.k}"
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(_side, detail, None)) + lines,
        after=layers(box, partial(_side, detail, view.paint)) + lines,
        names=("Photo", name),
        alt=f"The photo on the left of the wipe and its segmentation with {name} on the right. "
        f"Choosing a pixel {_choosing()}.",
        marker=eyedropper.taken_marker(detail),
        checkered=image.alpha is not None or (detail.has_picks and view.rest is Rest.TRANSPARENT),
        on_pick=_clicked,
    )


def _choosing() -> str:
    if eyedropper.is_on():
        return "takes its color"
    return "picks its connected piece" if value_of("pick_by") == PickBy.PIECE else "picks its segment"


def _side(detail: Detail, paint: Paint | None, box: Box | None) -> Encoded:
    """The photo, or the painted result, or a part of it."""
    if detail.has_picks:
        return picked_preview(*detail.source, detail.picked, detail.cut, detail.view.rest, paint, box)
    return photo_preview(detail.image, box) if paint is None else painted_preview(*detail.source, paint, box)


def _outlines(detail: Detail, box: Box | None) -> Encoded:
    """The boundaries, about as wide on the screen at any zoom."""
    view, enlarged = detail.view, 1.0
    assert view.line_color is not None
    if box is not None:
        enlarged = max(1.0, PREVIEW_SIDE / max(box.width, box.height))
    width = max(1, round(view.line_width / enlarged))
    return outline_preview(*detail.source, view.line_color, width, box)


def _clicked() -> None:
    st.session_state.detail_click = picked(_KEY)

"""The picture of "Look closer": the photo wiped against its segmentation, down to the pixels."""

from collections.abc import Callable

import streamlit as st

from kseg_core import Segmentation
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import NO_LABEL, Box
from kseg_core.rendering.picks import Rest
from pages._ui.components.image_viewer import Layer, image_viewer, picked, seen_box
from pages._ui.detail import cache as closer_cache
from pages._ui.detail.settings import Closer

_KEY = "closer_viewer"

Encoder = Callable[[Closer, Segmentation, Box | None], Encoded]


def take_click(result: Segmentation) -> int | None:
    """The cluster that was clicked since the last run, once."""
    pixel = st.session_state.pop("closer_click", None)
    if pixel is None:
        return None
    x, y = pixel
    height, width = result.labels.shape
    if x >= width or y >= height or result.labels[y, x] == NO_LABEL:
        return None
    return int(result.labels[y, x])


def draw_picture(closer: Closer, result: Segmentation) -> None:
    """Draw both sides of the wipe."""
    image = closer.image
    box = seen_box(_KEY, width=image.width, height=image.height)
    boxes = [None] if box is None else [None, box]
    lines = _outlines(closer, result, box)
    has_rest = bool(closer.rows(result))
    name = f"K = {closer.settings.k}"
    image_viewer(
        key=_KEY,
        image=image.digest,
        width=image.width,
        height=image.height,
        before=[_layer(closer_cache.photo_side, closer, result, part) for part in boxes] + lines,
        after=[_layer(closer_cache.painted_side, closer, result, part) for part in boxes] + lines,
        names=("Photo", name),
        alt=f"The photo on the left of the wipe and its segmentation with {name} on the right. "
        "Choosing a pixel picks its segment.",
        checkered=image.alpha is not None or (has_rest and closer.view.rest is Rest.TRANSPARENT),
        on_pick=_clicked,
    )


def _layer(encode: Encoder, closer: Closer, result: Segmentation, box: Box | None) -> Layer:
    return Layer(encoded=encode(closer, result, box), box=box)


def _outlines(closer: Closer, result: Segmentation, box: Box | None) -> list[Layer]:
    lines = closer.view.lines
    if lines is None:
        return []
    return [Layer(encoded=closer_cache.outlines(closer, result, lines, box), box=box)]


def _clicked() -> None:
    st.session_state.closer_click = picked(_KEY)

"""The picture of "Measure": the photo wiped against its classes; a click gives a color to a class."""

from functools import partial

import streamlit as st

from kseg_core.image import NO_LABEL
from pages._ui.components.image_viewer import image_viewer, layers, picked, seen_box
from pages._ui.detail.detail import Detail
from pages._ui.detail.results import painted_preview
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.results import class_preview, gray_preview
from pages._ui.results import photo_preview

_KEY = "measure_viewer"


def draw_picture(measuring: Measuring) -> None:
    """Draw both sides of the wipe: until there are classes, the second is the segmentation."""
    detail, image = measuring.detail, measuring.image
    box = seen_box(_KEY, image)
    if measuring.classes:
        pictures = [partial(gray_preview, image), partial(class_preview, measuring)]
    else:
        pictures = [partial(painted_preview, *detail.source, detail.view.paint)]
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(photo_preview, image)),
        after=layers(box, *pictures),
        names=("Photo", "Classes" if measuring.classes else f"K = {detail.settings.k}"),
        alt="The photo on the left of the wipe and its classes on the right. Choosing a pixel gives its "
        "color to the class that is open.",
        checkered=image.alpha is not None,
        on_pick=_clicked,
    )


def take_click(detail: Detail) -> int | None:
    """The cluster that was clicked since the last run, once."""
    pixel = st.session_state.pop("measure_click", None)
    if pixel is None:
        return None
    labels, (x, y) = detail.result.labels, pixel
    height, width = labels.shape
    if x >= width or y >= height or labels[y, x] == NO_LABEL:
        return None
    return int(labels[y, x])


def _clicked() -> None:
    st.session_state.measure_click = picked(_KEY)

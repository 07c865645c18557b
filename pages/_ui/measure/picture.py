"""The picture of "Measure": the photo wiped against its classes; a click gives a color to a class."""

from functools import partial

import streamlit as st

from kseg_core.image import NO_LABEL
from kseg_core.measure.region import ShapeKind
from pages._ui import widgets
from pages._ui.components.image_viewer import Layer, Shape, drawn, image_viewer, layers, picked, seen_box
from pages._ui.declarations.cluster import Click
from pages._ui.detail.detail import Detail
from pages._ui.detail.results import painted_preview
from pages._ui.measure import tools
from pages._ui.measure.areas_table import shows_doubtful
from pages._ui.measure.chosen_objects import chosen_objects, shows_objects
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.region_controls import DRAWN, add_shape
from pages._ui.measure.results import (
    class_preview,
    doubtful_preview,
    gray_preview,
    object_numbers,
    object_preview,
    outside_preview,
)
from pages._ui.measure.scale_controls import keep_line, line_shape
from pages._ui.photo import Photo
from pages._ui.results import photo_preview
from pages._ui.state import value_of

_KEY = "measure_viewer"
_DIMMED = 0.55


def draw_picture(measuring: Measuring) -> None:
    """Draw both sides of the wipe: until there are classes, the second is the segmentation."""
    detail, image = measuring.detail, measuring.image
    pixels, settings = measuring.pixels, measuring.settings
    colors = tuple(each.color for each in settings.classes)
    box = seen_box(_KEY, image)
    if measuring.classes:
        pictures = [partial(gray_preview, image), partial(class_preview, pixels, colors)]
    else:
        pictures = [partial(painted_preview, *detail.source, detail.view.paint)]
    lines: list[Layer] = []
    numbers = None
    if region := settings.region:
        lines += [Layer(encoded=outside_preview(image, region, box), box=box, opacity=_DIMMED)]
    chosen = chosen_objects(measuring)
    if shows_objects(measuring):
        widgets.segmented_choice("A click in the picture", Click, key="click")
        lines += [Layer(encoded=object_preview(pixels, settings.objects, chosen, box), box=box)]
        numbers = object_numbers(pixels, settings.objects)
    if measuring.classes and shows_doubtful():
        lines += layers(box, partial(doubtful_preview, pixels, settings.doubt))
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(photo_preview, image)) + lines,
        after=layers(box, *pictures) + lines,
        names=("Photo", "Classes" if measuring.classes else f"K = {detail.settings.k}"),
        alt="The photo on the left of the wipe and its classes on the right. Choosing a pixel "
        + (
            "chooses its object."
            if takes_objects(measuring)
            else "gives its color to the class that is open."
        ),
        checkered=image.alpha is not None,
        shapes=_shapes(measuring),
        drawing=tools.tool_at_hand(),
        ruler=(measuring.ruler.pixel, measuring.ruler.unit),
        numbers=numbers,
        lit=chosen,
        on_pick=_clicked,
        on_draw=_drawn,
    )


def _shapes(measuring: Measuring) -> list[Shape]:
    region = [
        Shape(kind=shape.kind, points=shape.points, is_left_out=shape.is_left_out)
        for shape in measuring.settings.region
        if shape.kind is not ShapeKind.MASK
    ]
    line = line_shape(measuring.photo, measuring.image)
    return region if line is None else [*region, line]


def take_drawing(photo: Photo) -> None:
    """Take what was drawn since the last run: a shape of the region, or a line over a known length."""
    done = st.session_state.pop("measure_drawn", None)
    if done is None:
        return
    tools.lay_down()
    kind, points = done
    if kind == tools.LINE and len(points) == 2:
        keep_line(photo, points)
    elif kind in DRAWN:
        add_shape(photo, ShapeKind(kind), points)


def take_pixel(detail: Detail) -> tuple[int, int] | None:
    """The pixel that was clicked since the last run, once, if there is one that is not transparent."""
    pixel: tuple[int, int] | None = st.session_state.pop("measure_click", None)
    if pixel is None:
        return None
    labels, (x, y) = detail.result.labels, pixel
    height, width = labels.shape
    return None if x >= width or y >= height or labels[y, x] == NO_LABEL else pixel


def takes_objects(measuring: Measuring) -> bool:
    """Whether a click in the picture takes an object."""
    return value_of("click") == Click.OBJECT and shows_objects(measuring)


def _clicked() -> None:
    st.session_state.measure_click = picked(_KEY)


def _drawn() -> None:
    st.session_state.measure_drawn = drawn(_KEY)

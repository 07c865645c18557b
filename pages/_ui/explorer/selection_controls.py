"""Which colors are selected: ranges out of sliders, an outline out of a chart or the address."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import ColorSpace, SettingsError
from kseg_core.cloud.outline import Outline, outline_from_text, outline_of, outline_text
from kseg_core.cloud.selection import ColorSelection, Ranges
from kseg_core.cloud.shapes import CloudShape, shape_of
from pages._ui import address, widgets
from pages._ui.declarations.explorer import SHAPE_OF_THE_SPACE, ExplorerSection, range_key
from pages._ui.renewed import is_former, renewed_key
from pages._ui.state import DEFAULTS, FRESH, reset, value_of

_LASSO = "explore_lasso"
_SELECTED_IN = "explore_selected_in"


class Viewpoint(StrEnum):
    """From where the colors are seen."""

    CLOUD = "Cloud"
    ABOVE = "From above"
    FRONT = "From the front"
    SIDE = "From the side"

    def axes_in(self, shape: CloudShape) -> tuple[int, int] | None:
        """The axes of the projection, to the right and up; None for the cloud."""
        if self is Viewpoint.CLOUD:
            return None
        return shape.projections[(Viewpoint.ABOVE, Viewpoint.FRONT, Viewpoint.SIDE).index(self)]


def choose_view() -> Viewpoint:
    """Draw the views and return the chosen one."""
    return widgets.segmented_choice(
        "See it",
        Viewpoint,
        key="explore_view",
        help="In the flat views, draw a lasso or a box around colors to select them.",
    )


def choose_selection(shape: CloudShape, columns: Sequence[DeltaGenerator]) -> ColorSelection:
    """Draw a range for each channel into its column and return all that is selected."""
    low, high = [], []
    for number, (axis, column) in enumerate(zip(shape.channels, columns, strict=True)):
        key = range_key(shape, number)
        with column:
            ends = widgets.range_slider(
                axis.title, int(axis.low), int(axis.high), key=key, format=f"%d{axis.unit.replace('%', '%%')}"
            )
        # A link may name them in any order.
        low.append(float(min(ends)))
        high.append(float(max(ends)))
    around = shape.is_round and value_of("explore_around")
    return ColorSelection(
        shape=shape,
        ranges=Ranges(low=(low[0], low[1], low[2]), high=(high[0], high[1], high[2]), around=around),
        outline=_outline(shape),
    )


def choose_around() -> None:
    """Draw the toggle that turns the range of hues the other way round."""
    widgets.toggle(
        "Hues through red",
        key="explore_around",
        help="Hue is a circle. This selects from the upper end of the range through 360°, which is red, to "
        "the lower end.",
    )


def offer_numbers(shape: CloudShape, said: str) -> None:
    """Draw a popover with the ends of the ranges to type and what they select. After the sliders."""
    with st.popover("Numbers"):
        st.caption(said)
        for number, axis in enumerate(shape.channels):
            key = range_key(shape, number)
            low, high = sorted(st.session_state[key])
            for column, name, end, other in zip(
                st.columns(2), ("from", "to"), (low, high), (high, low), strict=True
            ):
                field = renewed_key(f"{key}_{name}", name, partial(_shows, end))
                with column:
                    st.number_input(
                        f"{axis.title} {name}{f' ({axis.unit.strip()})' if axis.unit else ''}",
                        int(axis.low),
                        int(axis.high),
                        end,
                        step=1,
                        key=field,
                        on_change=_keep_number,
                        args=(field, key, other),
                    )


def _shows(value: int, field: str) -> bool:
    return bool(st.session_state.get(field) == value)


def _keep_number(field: str, key: str, other: int) -> None:
    state = st.session_state
    if not is_former(field):
        state[key] = tuple(sorted((state[field], other)))


def clear_selection(shape: CloudShape) -> None:
    """Select everything again. For callbacks."""
    reset(*(range_key(shape, number) for number in range(3)), "explore_around", _LASSO)


def link_to(selection: ColorSelection) -> dict[str, str | list[str]]:
    """The parameters of an address that opens a selection."""
    shape, ranges, outline = selection.shape, selection.ranges, selection.outline
    keys = [range_key(shape, number) for number in range(3)]
    link: dict[str, str | list[str]] = {
        "explore_section": str(ExplorerSection.SELECTION),
        "explore_shape": str(shape),
        FRESH: ".".join([*keys, "explore_around", _LASSO]),
    }
    if ranges is not None:
        ends = zip(ranges.low, ranges.high, strict=True)
        link |= {key: [f"{low:.0f}", f"{high:.0f}"] for key, (low, high) in zip(keys, ends, strict=True)}
        link |= {"explore_around": "true"} if ranges.around else {}
    if outline is not None:
        link[_LASSO] = outline_text(outline, shape)
    return link


def shape_with_selection(selection: ColorSelection) -> CloudShape | None:
    """The shape that has a selection of its own, where everything is selected in this one."""
    state = st.session_state
    if not selection.is_everything:
        state[_SELECTED_IN] = selection.shape
        return None
    shape: CloudShape | None = state.get(_SELECTED_IN)
    if shape is None or shape == selection.shape:
        return None
    keys = [range_key(shape, number) for number in range(3)]
    has_ranges = any(value_of(key) != DEFAULTS[key] for key in keys)
    lasso = state.get(_LASSO)
    return shape if has_ranges or (lasso and outline_from_text(lasso, shape)) else None


def show_shape(shape: CloudShape) -> None:
    """Show the colors in this shape. For callbacks."""
    state = st.session_state
    is_automatic = shape_of(ColorSpace(state.space)) == shape
    state.explore_shape = SHAPE_OF_THE_SPACE if is_automatic else str(shape)


def keep_outline(key: str, shape: CloudShape, axes: tuple[int, int]) -> None:
    """Select what was drawn into a projection. For callbacks."""
    drawn = st.session_state[key].selection
    if drawn.lasso:
        corners = list(zip(drawn.lasso[-1]["x"], drawn.lasso[-1]["y"], strict=True))
    elif drawn.box:
        (left, right), (low, high) = drawn.box[-1]["x"], drawn.box[-1]["y"]
        corners = [(left, low), (right, low), (right, high), (left, high)]
    else:
        st.session_state[_LASSO] = None
        return
    try:
        st.session_state[_LASSO] = outline_text(outline_of(shape, axes, corners), shape)
    except SettingsError:
        # A click without a drag: nothing was drawn around.
        st.session_state[_LASSO] = None


def _outline(shape: CloudShape) -> Outline | None:
    """The outline in the address; it is not a widget's, so it is read and written here."""
    state = st.session_state
    if _LASSO not in state:
        state[_LASSO] = st.query_params.get(_LASSO)
    text = state[_LASSO]
    outline = None if text is None else outline_from_text(text, shape)
    address.write(_LASSO, None if outline is None else text)
    return outline

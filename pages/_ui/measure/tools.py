"""What is drawn in the picture next: a shape of the region, or a known length."""

import streamlit as st

from kseg_core.measure.region import ShapeKind

LINE = "line"
"""Drawn over a known length."""

LEFT_OUT = "measure_left_out_next"
"""Key of the choice whether the next shape is left out."""

POPOVERS = ("measure_region_how", "measure_scale_how")
"""Keys of the popovers with the tools. They close when one is taken, so that the picture is free."""

_TOOL = "measure_tool"
_ADVICE = {
    ShapeKind.RECTANGLE: "Drag a rectangle in the picture, or click two opposite corners.",
    ShapeKind.ELLIPSE: "Drag an ellipse in the picture, or click two opposite corners of its frame.",
    ShapeKind.POLYGON: "Click the corners one after the other; the first or the last one again closes it.",
    LINE: "Click both ends of something whose length you know, or drag from end to end.",
}


def tool_at_hand() -> str | None:
    """The kind of what is drawn next."""
    tool: str | None = st.session_state.get(_TOOL)
    return tool


def take(tool: str) -> None:
    """Begin to draw. For callbacks."""
    st.session_state[_TOOL] = tool
    for popover in POPOVERS:
        st.session_state[popover] = False


def lay_down() -> None:
    """Draw no more. For callbacks."""
    st.session_state.pop(_TOOL, None)


def draw_advice() -> None:
    """Say how to draw, with a way out."""
    tool = tool_at_hand()
    if tool is None:
        return
    with st.container(border=True, gap="small", key="measure_advice"):
        st.markdown(f":material/draw: {_ADVICE[tool]}")
        st.caption(
            "By keys: arrows move the cross, Enter sets a point, Backspace takes it back, Esc gives up."
        )
        st.button("Stop drawing", icon=":material/close:", key="measure_stop_drawing", on_click=lay_down)

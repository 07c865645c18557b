"""Picture and palette as another color vision sees them, and the colors that are then hard to tell apart."""

import streamlit as st

from kseg_core.color_names import color_names
from kseg_core.color_vision import ABOUT, ColorVision, hard_pairs
from kseg_core.palette import hex_code
from kseg_core.rendering.paint import paint_colors
from pages._ui.components.color_vision import see_with
from pages._ui.detail.detail import Detail

_PLACES = ("detail_viewer", "detail_palette")
_MOST_PAIRS = 6


def draw_vision(detail: Detail) -> None:
    """Put the filter over picture and palette, and name the pairs."""
    vision = detail.view.vision
    see_with(vision, places=_PLACES)
    if vision is ColorVision.NORMAL:
        return
    colors = paint_colors(detail.result, detail.view.paint)
    pairs = hard_pairs(colors, vision)
    named = [f"{name} {hex_code(color)}" for name, color in zip(color_names(colors), colors, strict=True)]
    st.markdown(
        f":material/visibility: **Seen with {vision.lower()} vision**, {ABOUT[vision]}. "
        "Files keep their colors."
    )
    if not pairs:
        st.caption("All colors of this palette can still be told apart.")
        return
    lines = [f"- {named[first]} and {named[second]}" for first, second in pairs[:_MOST_PAIRS]]
    if len(pairs) > _MOST_PAIRS:
        lines.append(f"- and {len(pairs) - _MOST_PAIRS} more pairs")
    st.markdown("Now hard to tell apart:\n" + "\n".join(lines))

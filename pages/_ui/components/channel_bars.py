"""The histogram of one channel over its slider: bars in the mean color of their pixels."""

import math
from html import escape

import streamlit as st

from kseg_core.cloud.projections import Binned
from kseg_core.color_spaces import Axis
from kseg_core.wording import percent


def draw_channel_bars(binned: Binned, axis: Axis, selected: list[float] | None) -> None:
    """Draw the bars; what is not selected is faint.

    Heights are square roots of pixel counts, so that rare colors are seen beside a large background.

    Parameters
    ----------
    binned : Binned
        One of `channel_histograms`.
    axis : Axis
        The channel.
    selected : list of float or None
        Selected pixels in each bin; None = all.
    """
    pixels = binned.pixels.tolist()
    most, total = max(pixels), sum(pixels)
    step = (axis.high - axis.low) / len(pixels)
    bars = []
    for number, (count, chosen, color) in enumerate(
        zip(pixels, pixels if selected is None else selected, binned.colors.tolist(), strict=True)
    ):
        low = axis.low + number * step
        place = f"{axis.title} {low:.0f} to {low + step:.0f}{axis.unit}"
        words = f"{place}: {percent(count / total)} of the picture"
        if 0 < chosen < count:
            words += f", {percent(chosen / total)} selected"
        red, green, blue = color
        bars.append(
            f'<i title="{escape(words)}" style="--bar:rgb({red} {green} {blue});'
            f'--all:{_height(count, most)};--lit:{_height(chosen, most)}"></i>'
        )
    label = f"Histogram of {axis.title}; what is not selected is faint."
    st.html(f'<div class="channel-bars" role="img" aria-label="{escape(label)}">{"".join(bars)}</div>')


def _height(count: float, most: float) -> str:
    return f"{100 * math.sqrt(count / most):.3g}%"

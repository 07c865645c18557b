"""The areas of the classes, as a table."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from kseg_core.edits.cluster_table import swatch_picture
from kseg_core.measure.classes import REST, REST_COLOR
from kseg_core.measure.doubtful import SPOT, SPOT_FACTOR
from kseg_core.measure.ruler import file_pixel
from kseg_core.measure.settings import DOUBT_MAX
from kseg_core.palette import hex_code
from kseg_core.wording import Column, count, decimals, percent, percent_range
from pages._ui import widgets
from pages._ui.arrow_table import arrow_table
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.results import get_areas, get_ranges
from pages._ui.state import coming_value

DOUBT_WORDS = (
    "A range says how far a share can move: down if all doubtful pixels of the class were in another "
    "one, up if all that could be in it were."
)


def draw_areas(measuring: Measuring) -> None:
    """Draw one row a class."""
    if not measuring.classes:
        return
    with st.spinner("Measuring …"):
        pixels = measuring.pixels
        areas, ranges = get_areas(pixels), get_ranges(pixels, measuring.settings.doubt)
    ruler, prepared = measuring.ruler, measuring.image.prepared
    names = [*(each.name for each in measuring.classes), REST]
    colors = [*(each.color for each in measuring.classes), REST_COLOR]
    columns: dict[str, Column] = {
        "Color": [swatch_picture(hex_code(color)) for color in colors],
        "Class": names,
        "Share (range)": [
            "left out" if is_out else percent_range(share, low, high)
            for is_out, share, low, high in zip(
                [*(each.is_left_out for each in measuring.classes), False],
                areas.shares.tolist(),
                ranges.low.tolist(),
                ranges.high.tolist(),
                strict=True,
            )
        ],
    }
    config = {
        "Color": st.column_config.ImageColumn("", width=40),
        "Pixels": st.column_config.NumberColumn(format="localized"),
    }
    if measuring.settings.scale is not None:
        heading, in_units = f"Area ({ruler.unit}²)", np.asarray(areas.pixels * ruler.area, np.float64)
        columns[heading] = in_units
        middle = decimals(float(np.median(in_units)))
        config[heading] = st.column_config.NumberColumn(format=f"%.{middle}f")
    columns["Pixels"] = np.rint(areas.pixels * file_pixel(prepared) ** 2).astype(np.int64)
    st.dataframe(
        arrow_table(columns),
        key="measure_areas",
        hide_index=True,
        column_config=config,
        alt=_sentence(names, areas.shares),
    )
    whole = measuring.image.n_opaque
    part = "" if areas.measured == whole else f" of {whole:,}"
    scaled = ""
    if prepared.scaled is not None:
        before, after = prepared.scaled
        scaled = (
            f" The photo was scaled from {before / 1e6:.3g} to {after / 1e6:.3g} megapixels as it was read. "
            "The table counts in pixels of the file."
        )
    if not areas.measured:
        st.info(
            "Nothing is measured: the region lies outside of the picture, or everything in it is left out. "
            "Change it under *Region*.",
            icon=":material/crop_free:",
        )
        return
    st.caption(f"Measured: {count(areas.measured, 'pixel')}{part}.{scaled}")
    st.caption(f"In brackets {ranges.words}")


def draw_doubt() -> float:
    """Draw the bound of doubt, and whether doubtful pixels are seen."""
    st.caption(f"{DOUBT_WORDS} Added is what other seeds and a color more or less change.")
    doubt = choose_doubt()
    widgets.toggle("Show doubtful pixels", key="doubtful", help="In magenta, over both sides of the picture.")
    return doubt


def choose_doubt() -> float:
    """Draw the bound of doubt."""
    return widgets.slider(
        "A pixel is doubtful if another class is farther by at most",
        0.0,
        DOUBT_MAX,
        step=0.05,
        format="percent",
        key="doubt",
        help="Compared are the distances of its color from the nearest centroid of its own class and from "
        "that of another one. Pixels beside another class are always doubtful. In spots and lines thinner "
        f"than {SPOT} pixels the bound is {SPOT_FACTOR} times as large.",
    )


def shows_doubtful() -> bool:
    """Whether doubtful pixels are shown in the picture."""
    return str(coming_value("doubtful")).lower() == "true"


def _sentence(names: Sequence[str], shares: np.ndarray) -> str:
    return "; ".join(f"{name} {percent(share)}" for name, share in zip(names, shares.tolist(), strict=True))

"""The numbers of a series: a line for each class over the photos, and a table."""

import re
from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from kseg_core.csv_table import csv_table
from kseg_core.edits.cluster_table import swatch_picture
from kseg_core.export.several import PhotoResult, joined_table
from kseg_core.figures.series import series_figure, series_words
from kseg_core.figures.theme import grow_text
from kseg_core.measure.classes import REST
from kseg_core.wording import Column, count, percent_range
from pages._ui import widgets
from pages._ui.arrow_table import arrow_table
from pages._ui.charts import SAVED_CHART
from pages._ui.declarations.cluster import Order
from pages._ui.downloads import offer_file
from pages._ui.state import text_scale

_HIDDEN = ("files", "color")


def draw_series(outcomes: Sequence[PhotoResult]) -> None:
    """Draw the line and the table of photos that were measured."""
    tables = [each.numbers for each in outcomes if each.numbers is not None]
    if not tables:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        order = widgets.segmented_choice("In the order of", Order, key="series_order")
        offer_file(
            "Table, CSV",
            partial(csv_table, joined_table(tables)),
            name="series.csv",
            mime="text/csv",
            key="series_csv",
            icon="table",
        )
    by_time = order is Order.TIME and all(each.captured for each in outcomes)
    ordered = sorted(outcomes, key=lambda each: (each.captured if by_time else "", natural(each.name)))
    if order is Order.TIME and not by_time:
        without = sum(not each.captured for each in outcomes)
        which = "The photos" if without == len(outcomes) else f"{without} of {count(len(outcomes), 'photo')}"
        st.caption(
            f":material/info: {which} do not say when they were taken, so the order is that of their names."
        )
    if len(ordered) > 1:
        _draw_line(ordered, by_time=by_time)
    _draw_table(ordered)


def natural(name: str) -> list[tuple[int, str]]:
    """The key that sorts names by the numbers in them: "plot 2" before "plot 10"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [
        (len(part.lstrip("0")), part.lstrip("0")) if part[0] in "0123456789" else (1 << 30, part)
        for part in parts
    ]


def _draw_line(outcomes: Sequence[PhotoResult], *, by_time: bool) -> None:
    tables = [each.numbers for each in outcomes if each.numbers is not None]
    classes = np.flatnonzero(np.any([each.shares for each in outcomes], axis=0))
    names = [str(tables[0]["class"][row]) for row in classes]
    shares, low, high = (
        np.array([np.asarray(table[column])[classes] for table in tables])
        for column in ("share", "share from", "share to")
    )
    labels = [each.captured if by_time else each.name for each in outcomes]
    if len(set(labels)) < len(labels):
        labels = [str(table["files"][0]) for table in tables]
        by_time = False
    figure = series_figure(
        labels,
        names,
        outcomes[0].palette[classes],
        shares,
        (low, high),
        [each.fits for each in outcomes],
        by_time=by_time,
    )
    st.plotly_chart(
        grow_text(figure, text_scale()),
        key="series_line",
        config=SAVED_CHART,
        alt=series_words(names, shares),
    )


def _draw_table(outcomes: Sequence[PhotoResult]) -> None:
    table = joined_table([each.numbers for each in outcomes if each.numbers is not None])
    pixels = np.asarray(table["pixels"])
    has_rest = any(each.shares[-1] for each in outcomes)
    rows = [row for row, name in enumerate(table["class"]) if has_rest or name != REST]
    shown: dict[str, Column] = {"Color": [swatch_picture(str(table["color"][row])) for row in rows]}
    captured = table.pop("captured")  # a phone shows the first columns
    ends = [np.asarray(table.pop(name)).tolist() for name in ("share from", "share to")]
    shares = map(percent_range, np.asarray(table.pop("share")).tolist(), *ends)
    table = {"photo": table.pop("photo"), "class": table.pop("class"), "share (range)": list(shares), **table}
    for name, values in (table | {"captured": captured}).items():
        if isinstance(values, list):
            if any(values) and name not in _HIDDEN:
                shown[name.capitalize()] = [values[row] for row in rows]
        elif not (name.startswith("area") and np.array_equal(values, pixels)):
            shown[name.capitalize()] = 100 * values[rows] if name == "far colors" else values[rows]
    st.dataframe(
        arrow_table(shown),
        key="series_table",
        hide_index=True,
        column_config={
            "Color": st.column_config.ImageColumn("", width=40),
            "Far colors": st.column_config.NumberColumn(
                format="%.1f %%",
                help="Pixels that are farther from every color of the fit than 99 % of what was fitted.",
            ),
            "Pixels": st.column_config.NumberColumn(format="localized"),
        },
        alt="; ".join(
            map(", ".join, zip(shown["Photo"], shown["Class"], shown["Share (range)"], strict=True))
        ),
    )

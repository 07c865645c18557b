"""The objects: how many, how large, each in a table; a row and its object light each other up."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from kseg_core.figures.object_areas import area_bins, bin_of, object_areas_figure
from kseg_core.kmeans.settings import K_MAX
from kseg_core.measure.measured import Measured
from kseg_core.measure.objects import Objects
from kseg_core.measure.tables import objects_table
from kseg_core.wording import count, decimals, short_number
from pages._ui import widgets
from pages._ui.arrow_table import arrow_table
from pages._ui.charts import BARS_CHART
from pages._ui.measure.chosen_objects import (
    OPEN,
    choose,
    choose_elsewhere,
    chosen_objects,
    first_rows,
    identity,
)
from pages._ui.measure.measuring import Measuring
from pages._ui.measure.results import get_areas, get_class_map, get_objects, why_no_objects
from pages._ui.photo import Photo
from pages._ui.renewed import is_former, renewed_key
from pages._ui.text import plain

_TABLE, _CHART = "measure_objects_table", "measure_objects_chart"
_HEIGHT = 320
_MOST_NAMED = 4


def draw_objects(measuring: Measuring) -> None:
    """Draw the section, folded away at first."""
    room = widgets.fold("Objects: number, size and shape of each connected piece", key=OPEN)
    if not room.open:
        return
    with room:
        with st.spinner("Looking for objects …"):
            reason = why_no_objects(measuring.pixels, measuring.settings.objects)
        if reason:
            st.warning(reason, icon=":material/grain:")
            return
        objects = get_objects(measuring.pixels, measuring.settings.objects)
        measured = Measured(
            settings=measuring.settings,
            ruler=measuring.ruler,
            class_map=get_class_map(measuring.pixels),
            areas=get_areas(measuring.pixels),
            objects=objects,
        )
        _draw_counts(measured, objects)
        if objects.n_objects:
            _draw_chosen(measuring, measured, objects)
            table, chart = st.columns([58, 42], gap="medium")
            with chart:
                _draw_chart(measuring, objects)
            with table:
                _draw_table(measuring, measured)


def _draw_counts(measured: Measured, objects: Objects) -> None:
    if not objects.n_objects:
        st.info(
            "There are no objects in these bounds. Change them under *Objects*, or give a class more colors.",
            icon=":material/search_off:",
        )
        return
    unit, pixel = f"{measured.ruler.unit}²", measured.ruler.area
    parts = []
    for row in np.unique(objects.classes).tolist():
        areas = objects.areas[objects.classes == row] * pixel
        name = plain(measured.settings.classes[row].name)
        parts.append(
            f"**{len(areas):,}** {name} with {short_number(areas.sum())} {unit}, "
            f"{short_number(areas.mean())} {unit} on average"
        )
    cut = int(objects.cut.sum())
    st.markdown(
        f"**{count(objects.n_objects, 'object')}**: {'; '.join(parts)}."
        + (f" The border cuts {cut:,} of them." if cut else "")
        + (f" {count(objects.n_small, 'smaller piece')} left out." if objects.n_small else "")
    )
    if objects.is_cleaned:
        st.caption("Noise was cleaned before: objects differ a little from the classes. See *Objects* above.")


def _draw_chosen(measuring: Measuring, measured: Measured, objects: Objects) -> None:
    """What is chosen, in words."""
    rows = list(chosen_objects(measuring))
    if not rows:
        st.caption(
            "Click a bar, tick a row, or let a click in the picture take an object: the same objects light "
            "up in all three. With the frame over the bars you choose several of them."
        )
        return
    unit, area = measured.ruler.unit, measured.ruler.area
    total = float(objects.areas[rows].sum()) * area
    names = ", ".join(
        f"object {row + 1} ({plain(measured.settings.classes[objects.classes[row]].name)})"
        for row in rows[:_MOST_NAMED]
    )
    more = f" and {len(rows) - _MOST_NAMED:,} more" if len(rows) > _MOST_NAMED else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**Chosen:** {names}{more}, together {short_number(total)} {unit}².", width="content")
        st.button(
            "Choose none",
            key="measure_choose_none",
            type="tertiary",
            on_click=choose_elsewhere,
            args=(measuring.photo, identity(measuring), ()),
        )


def _draw_table(measuring: Measuring, measured: Measured) -> None:
    """The table, by number; objects that were chosen elsewhere come first, or nobody would find them."""
    chosen = chosen_objects(measuring)
    columns = objects_table(measured)
    if measured.ruler.counts_pixels:
        del columns["area (px²)"]  # the same as the pixels
    top = first_rows(measuring)
    rest = np.ones(len(columns["object"]), np.bool_)
    rest[list(top)] = False
    order = np.array([*top, *np.flatnonzero(rest)], np.intp)
    table = {
        name: [values[row] for row in order] if isinstance(values, list) else values[order]
        for name, values in columns.items()
    }
    rows = np.flatnonzero(np.isin(order, chosen)).tolist()
    key = renewed_key(_TABLE, (identity(measuring), top), lambda drawn: _selected(drawn) == rows)
    st.dataframe(
        arrow_table(table),
        key=key,
        hide_index=True,
        height=_HEIGHT,
        on_select=partial(_rows_chosen, key, measuring.photo, identity(measuring), order),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows}},
        column_config={
            name: st.column_config.NumberColumn(format=_format(np.asarray(values)))
            for name, values in table.items()
            if name != "class"
        },
        alt="One row for each object: its number, class, area, lengths, shape, place and mean color.",
    )


def _format(values: NDArray[Any]) -> str:
    """How a column is written: integers in full, others with four digits where they are about the middle."""
    return "localized" if values.dtype.kind == "i" else f"%.{decimals(float(np.median(np.abs(values))))}f"


def _draw_chart(measuring: Measuring, objects: Objects) -> None:
    areas = np.asarray(objects.areas * measuring.ruler.area, np.float64)
    chosen = np.zeros(objects.n_objects, np.bool_)
    chosen[list(chosen_objects(measuring))] = True
    st.plotly_chart(
        object_areas_figure(
            areas,
            objects.classes,
            [each.name for each in measuring.classes],
            [each.color for each in measuring.classes],
            unit=f"{measuring.ruler.unit}²",
            chosen=chosen,
        ),
        key=_CHART,
        height=_HEIGHT,
        config=BARS_CHART,
        on_select=partial(_bars_chosen, measuring.photo, identity(measuring), areas, objects.classes),
        selection_mode=("points", "box"),
        alt="How many objects have which area.",
    )


def _bars_chosen(photo: Photo, of: object, areas: NDArray[np.float64], classes: NDArray[np.uint8]) -> None:
    """Choose the objects of the bars that were marked."""
    points: Sequence[dict[str, list[int]]] = st.session_state[_CHART].selection.points
    bars = [point["customdata"][0] * K_MAX + point["customdata"][1] for point in points]
    bar_of = bin_of(areas, area_bins(areas)) * K_MAX + classes
    choose_elsewhere(photo, of, np.flatnonzero(np.isin(bar_of, bars)).tolist())


def _rows_chosen(key: str, photo: Photo, of: object, order: NDArray[np.intp]) -> None:
    if not is_former(key):
        choose(photo, of, order[_selected(key)].tolist())


def _selected(key: str) -> list[int]:
    selection = (st.session_state.get(key) or {}).get("selection") or {}
    return sorted(selection.get("rows") or [])

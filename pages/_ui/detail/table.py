"""The numbers of "Look closer": in words, and as a table of clusters in which they are picked too."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from kseg_core import Segmentation
from kseg_core.edits.cluster_table import shown_table
from kseg_core.edits.followed import follow_clusters
from kseg_core.export.table import CLUSTER_TABLE
from kseg_core.image import Rgb
from kseg_core.kmeans.metrics import explained_variance, psnr_text, wcss_per_pixel
from kseg_core.kmeans.settings import Weighting
from kseg_core.palette import rgb_tuples
from kseg_core.rendering.paint import Paint
from kseg_core.wording import count, percent
from pages._ui import widgets
from pages._ui.arrow_table import arrow_table
from pages._ui.components.result_card import draw_remarks
from pages._ui.detail import eyedropper
from pages._ui.detail.detail import Detail
from pages._ui.detail.export_files import file_when_clicked, request_maker
from pages._ui.detail.results import get_cut_mask, get_table
from pages._ui.downloads import offer_file
from pages._ui.engine_controls import ACCENTS_KEPT
from pages._ui.renewed import is_former, renewed_key
from pages._ui.results import get_clusters

_KEY = "detail_table"
_MOST_ROWS = 12

_MISTAKES = {
    Paint.HSV_AS_RGB: "**A mistake, shown on purpose.** The colors are HSV values taken for red, green and "
    "blue. It happens when a program clusters in HSV and shows `centers` without "
    "`cv2.cvtColor(result, cv2.COLOR_HSV2RGB)`.",
    Paint.BGR_AS_RGB: "**A mistake, shown on purpose.** Red and blue have changed places. It happens when a "
    "program reads with `cv2.imread`, which gives BGR, and shows with Matplotlib or Streamlit, which expect "
    "RGB, without `cv2.cvtColor(image, cv2.COLOR_BGR2RGB)`.",
}


def draw_numbers(detail: Detail) -> None:
    """Draw what is picked, how good the result is, and what is wrong on purpose."""
    result, rows = detail.result, detail.picked
    if detail.cut.places or (rows and detail.cut.smallest):
        pixels = int(get_cut_mask(*detail.source, rows, detail.cut).sum())
        parts = [count(len(rows), "cluster")] if rows else []
        parts += [count(len(detail.cut.places), "piece")] if detail.cut.places else []
        st.markdown(
            f"**Picked:** {' and '.join(parts)}, {count(pixels, 'pixel')}, "
            f"{percent(pixels / result.n_pixels)} of the picture."
        )
    elif rows:
        pixels = int(result.counts[list(rows)].sum())
        st.markdown(
            f"**Picked:** {len(rows)} of {count(result.n_clusters, 'cluster')}, {count(pixels, 'pixel')}, "
            f"{percent(pixels / result.n_pixels)} of the picture."
            + (" Picked are now the clusters nearest in color." if detail.user_edits.picks_follow else "")
        )
    elif eyedropper.is_on():
        st.markdown("Click a pixel of the picture to take its color. Pick in the list or the table.")
    else:
        st.markdown("Click a segment in the picture, or a color, to pick it out. *Pick* guesses the subject.")
    st.caption(
        f"WCSS per pixel {wcss_per_pixel(result):,.1f} · variance explained "
        f"{percent(explained_variance(result))} · PSNR {psnr_text(result)}"
    )
    draw_remarks(get_clusters(detail.image, detail.settings))
    if detail.settings.weighting is Weighting.ACCENTS:
        st.caption(f":material/info: {ACCENTS_KEPT}")
    if detail.view.paint in _MISTAKES:
        st.warning(_MISTAKES[detail.view.paint], icon=":material/bug_report:")


def take_rows(result: Segmentation) -> tuple[int, ...] | None:
    """The rows that were chosen since the last run, once."""
    chosen: list[tuple[int, Rgb]] | None = st.session_state.pop("detail_rows", None)
    return None if chosen is None else follow_clusters(chosen, rgb_tuples(result.palette))


def draw_table(detail: Detail) -> None:
    """Draw the table, folded away: it counts the regions of the whole picture, which takes a while."""
    room = widgets.fold("Table: share, regions and contrast of each cluster", key="closer_table")
    if room.open:
        with room:
            _draw_rows(detail)


def _draw_rows(detail: Detail) -> None:
    """Draw the rows, their selection in step with the picks, and the table as a file."""
    with st.spinner("Counting regions …"):
        table = arrow_table(shown_table(get_table(*detail.source)))
    rows = list(detail.picked)
    colors = rgb_tuples(detail.result.palette)
    key = renewed_key(_KEY, colors, lambda drawn: _selected(drawn) == rows)
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        on_select=partial(_chosen, key, colors),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows}},
        height="auto" if len(table) <= _MOST_ROWS else 35 * _MOST_ROWS,
        column_config={
            "Swatch": st.column_config.ImageColumn("Color", width=60),
            "Share": number(format="%.1f %%"),
            "Pixels": number(format="localized"),
            "Regions": number(format="localized", help="Connected parts: pixels that share a side."),
            "Contrast with white": number(
                format="%.2f", help="WCAG contrast ratio of white text on the color. Text should have 4.5."
            ),
            "Contrast with black": number(
                format="%.2f", help="WCAG contrast ratio of black text on the color. Text should have 4.5."
            ),
            "Name": st.column_config.TextColumn(
                help="The nearest of the ISCC–NBS color names and the basic names of CSS by CIEDE2000. "
                "No two colors share a name."
            ),
        },
        alt="One row for each cluster: its color in five notations, its share and its contrast with text.",
    )
    offer_file(
        "Table as CSV",
        file_when_clicked(detail.photo, request_maker(detail), CLUSTER_TABLE),
        name=f"{detail.photo.stem}-k{detail.result.n_clusters}{CLUSTER_TABLE.ending}",
        mime=CLUSTER_TABLE.mime,
        key="detail_table_csv",
        help="One row for each cluster, one number in each cell.",
        type="tertiary",
    )


def _selected(key: str) -> list[int]:
    selection = (st.session_state.get(key) or {}).get("selection") or {}
    return sorted(selection.get("rows") or [])


def _chosen(key: str, colors: Sequence[Rgb]) -> None:
    if not is_former(key):
        st.session_state.detail_rows = [(row, colors[row]) for row in _selected(key) if row < len(colors)]

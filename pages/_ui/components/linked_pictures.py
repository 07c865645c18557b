"""A block of pictures that zoom together, as high as they need."""

import streamlit as st

from kseg_core.figures.compare import ROW_GAP, TITLE_HEIGHT, Panel, compare_figure
from pages._ui.charts import LINKED_CHART
from pages._ui.components.kept_zoom import keep_zoom


def linked_pictures(
    panels: list[Panel],
    *,
    key: str,
    width: int,
    height: int,
    columns: int,
    about: str,
    scene: str,
    mark: tuple[int, int] | None = None,
) -> None:
    """Draw pictures of the same scene in rows; on a phone the block is swiped sideways.

    `about` says what they show to those who do not see them; the titles follow it. The zoom stays while
    `scene` does.
    """
    keep_zoom(scene, width=width, height=height, place=f"linked_pictures_{key}")
    rows = -(-len(panels) // columns)
    with st.container(key=f"linked_{key}"):
        st.html(
            f"<style>.st-key-linked_{key} {{ --columns: {columns}; --rows: {rows}; "
            f"--aspect: {width / height:.5f}; --gap: {ROW_GAP * (rows - 1):.3f}; --title: "
            f"{TITLE_HEIGHT}px; }}"
            "</style>"
        )
        with st.container(key=f"linked_pictures_{key}"):
            st.plotly_chart(
                compare_figure(panels, width=width, height=height, columns=columns, mark=mark),
                height="stretch",
                config=LINKED_CHART,
                key=f"linked_chart_{key}",
                alt=f"{about}, side by side: " + ", ".join(panel.title for panel in panels),
            )

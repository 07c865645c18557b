"""The comparison itself: pictures that zoom together, a card under each, filled one by one."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import RgbImage, Segmentation
from kseg_core.address.names import COMPARE_K, COMPARE_METHODS
from kseg_core.figures.compare import BAR_HEIGHT, TITLE_HEIGHT, Panel, compare_figure
from kseg_core.wording import count, size_text
from pages._ui import results
from pages._ui.charts import LINKED_CHART
from pages._ui.cluster.controls import Compared, Comparison
from pages._ui.cluster_modes import look_closer
from pages._ui.components.kept_zoom import keep_zoom
from pages._ui.components.result_card import (
    card_numbers,
    card_summary,
    draw_remarks,
    palette_bar,
    result_card,
)
from pages._ui.downloads import offer_file, when_clicked
from pages._ui.frame.crop_dialog import offer_crop
from pages._ui.photo import Photo
from pages._ui.state import text_scale

_REDRAW_SECONDS = 0.35
_LANDSCAPE = 1.2
_ROOM = 0.8
_PAGE_WIDTH = 1100
_ROW_SPACE = 84
_SMALL = 200
_SECOND_ROW = 5
"""Height in rem of what K and its slider add to the controls."""


def draw_comparison(photo: Photo, image: RgbImage, comparison: Comparison) -> None:
    """Draw the photo and one result for each of the settings, as they are done."""
    n = 1 + len(comparison.results)
    across = _pictures_across(n, image.width / image.height)
    panels = [Panel(title="Original", picture=results.photo_preview(image))]
    panels += [Panel(title=compared.title) for compared in comparison.results]
    keep_zoom(image.digest, width=image.width, height=image.height, place="pictures", has_photo=True)
    st.html(_measures(image, comparison, across))
    with st.container(key="pictures"):
        slot = st.empty()
    st.html('<p class="for-fingers">Hold a finger on a result to see the photo in its place.</p>')
    with st.container(key="cards" if across == n else "cards_apart"):
        columns = st.columns(n, gap="small")
    with columns[0].container(gap="xsmall", key="original_card"):
        _draw_original(photo, image)
    cards = [column.container(key=f"card_{number}").empty() for number, column in enumerate(columns[1:])]
    for card, compared in zip(cards, comparison.results, strict=True):
        if results.get_clusters.known(image, compared.settings, compared.method) is None:
            card.caption("computing …")  # in place of the palette of another photo
    progress = st.empty()
    drawn = 0.0
    found = results.clusters_in_turn(image, [(each.settings, each.method) for each in comparison.results])
    for number, compared in enumerate(comparison.results):
        title, settings, method = compared.title, compared.settings, compared.method
        if results.get_clusters.known(image, settings, method) is None:
            if time.monotonic() - drawn > _REDRAW_SECONDS:
                _draw_chart(slot, panels, image, across)
                drawn = time.monotonic()
            progress.progress(number / (n - 1), f"Computing {title} …")
        result = next(found)
        panels[number + 1] = Panel(
            title=title,
            picture=results.segmentation_preview(image, settings, method=method),
            bar=palette_bar(result),
        )
        with cards[number].container(gap="xsmall"):
            if across < n:
                head = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
                head.markdown(f"**{title}**")
            in_rgb = comparison.in_rgb
            result_card(
                palette_bar(result),
                card_summary(result, in_rgb=in_rgb),
                card_numbers(result, in_rgb=in_rgb),
                key=f"result_{number}",
            )
            if comparison.by == COMPARE_METHODS:
                st.caption(method.definition.about)
            draw_remarks(result, method)
            with head if across < n else st.container(horizontal=True, gap="xsmall"):
                _offer(photo, image, result, compared, number)
    _draw_chart(slot, panels, image, across)
    progress.empty()


def _measures(image: RgbImage, comparison: Comparison, across: int) -> str:
    """What the style sheet has to know to give the pictures their room before they are there."""
    n = 1 + len(comparison.results)
    aspect, rows = image.width / image.height, -(-n // across)
    measures = {
        "panels": n,
        "columns": across,
        "rows": rows,
        "gap": f"{_row_gap(n, across, aspect) * (rows - 1):.4f}",
        "aspect": f"{aspect:.5f}",
        "title": f"{TITLE_HEIGHT + BAR_HEIGHT}px",
        "below": f"{(2.5 if across < n else 12.5) + (0 if comparison.by == COMPARE_K else _SECOND_ROW)}rem",
        "narrow": 0 if across < n else 9999,
        "rendering": "pixelated" if max(image.width, image.height) <= _SMALL else "auto",
    }
    lines = " ".join(f"--{name}: {value};" for name, value in measures.items())
    return f"<style>.st-key-comparison {{ {lines} }}</style>"


def _pictures_across(n: int, aspect: float) -> int:
    """Pictures in a row: all of them, each over its card, but fewer and larger ones of a wide photo."""
    if aspect < _LANDSCAPE:
        return n
    for across in range(1, n):
        rows = -(-n // across)
        in_last_row = n - across * (rows - 1)
        if in_last_row > across / 2 and rows / (across * aspect) <= _ROOM:
            return across
    return n


def _row_gap(n: int, across: int, aspect: float) -> float:
    """Room between two rows for a palette and a title, as a fraction of the figure's height."""
    rows = -(-n // across)
    gaps = (rows - 1) * _ROW_SPACE
    return _ROW_SPACE / (rows * _PAGE_WIDTH / across / aspect + gaps)


def _draw_chart(slot: DeltaGenerator, panels: list[Panel], image: RgbImage, across: int) -> None:
    slot.plotly_chart(
        compare_figure(
            panels,
            width=image.width,
            height=image.height,
            columns=across,
            row_gap=_row_gap(len(panels), across, image.width / image.height),
            text_scale=text_scale(),
        ),
        height="stretch",
        config=LINKED_CHART,
        alt="The photo, and the same painted in the colors of its clusters, side by side: "
        + ", ".join(panel.title for panel in panels)
        + ". The palettes follow.",
    )


def _draw_original(photo: Photo, image: RgbImage) -> None:
    colors = results.get_histogram(image).n_colors
    st.caption(f"The photo has {count(colors, 'distinct color')}.")
    offer_crop(photo, place="original")
    with st.popover("What the numbers mean", type="tertiary", icon=":material/help:"):
        st.markdown(_NUMBERS_HELP)


def _offer(photo: Photo, image: RgbImage, result: Segmentation, compared: Compared, number: int) -> None:
    settings, method = compared.settings, compared.method
    ending = compared.title.lower().replace(" = ", "").replace(" ", "-")
    if method.is_kmeans:
        st.button(
            "Look closer",
            icon=":material/zoom_in:",
            type="tertiary",
            key=f"closer_{number}",
            on_click=look_closer,
            args=(settings.k, str(settings.color_space), settings.position_weight),
            help="This result large, wiped against the photo: pick segments, change the palette, take it "
            "away.",
        )
    offer_file(
        "PNG",
        when_clicked(photo, results.full_png, settings, method),
        name=f"{photo.stem}-{ending}.png",
        mime="image/png",
        key=f"png_{number}",
        type="tertiary",
        help=f"At {size_text(image.width, image.height)}, in exactly {count(result.n_clusters, 'color')}.",
    )


_NUMBERS_HELP = """
**WCSS per pixel**: the within-cluster sum of squares, divided by the number of pixels: how far, squared, a
pixel is from its centroid on average. Lower is closer. Its unit is that of the color space, so values from
different color spaces cannot be compared. **WCSS per pixel in RGB** is the same sum of the same clusters,
measured in RGB for every space and method: for K-means in RGB it is the same number, and it can be compared.

**Variance explained**: the share of all differences between pixels that the clusters account for; 100 % is
the photo itself.

**PSNR**: peak signal-to-noise ratio between result and photo, from their mean squared error (MSE) in RGB.
Higher is closer, and it can be compared across color spaces and methods.

**Time**: what the clustering took when it was computed, without reading the photo.
"""

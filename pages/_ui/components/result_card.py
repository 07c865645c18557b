"""What stands under a picture of a comparison: its palette, to copy from, and its numbers."""

from collections.abc import Sequence

import streamlit as st

from kseg_core import Segmentation
from kseg_core.export.several import PhotoResult
from kseg_core.kmeans.metrics import explained_variance, psnr_text, rgb_wcss_per_pixel, wcss_per_pixel
from kseg_core.kmeans.settings import Weighting
from kseg_core.methods.method import Method
from kseg_core.palette import hex_code
from kseg_core.wording import count, percent, short_percent, size_text
from pages._ui.components.scripts import script, style_sheet

Palette = Sequence[tuple[str, float]]

_HTML = """<div class="card">
<div class="swatches" role="group" aria-label="Palette: click a color to copy it"></div>
<details><summary></summary><dl></dl></details>
<div class="said" role="status" aria-live="polite"></div>
</div>
"""

_component = st.components.v2.component(
    "result_card", html=_HTML, css=style_sheet("result_card"), js=script("result_card")
)


def result_card(palette: Palette, summary: str, numbers: Sequence[tuple[str, str]], *, key: str) -> None:
    """Draw a palette as swatches with hex values that copy, and a line that opens to the numbers.

    All cards of a page open and close together, so that their numbers can be compared.

    Parameters
    ----------
    palette : sequence of (hex value, share)
        As `palette_bar` makes it.
    summary : str
        The line.
    numbers : sequence of (term, value)
        In the order they are shown.
    key : str
    """
    colors = [{"hex": color, "share": percent(share)} for color, share in palette]
    pairs = [list(pair) for pair in numbers]
    # In a list: Streamlit searches a dict for data frames, and imports pandas (77 MB) to do so.
    _component(key=key, data=[{"colors": colors, "summary": summary, "numbers": pairs}])


def palette_bar(result: Segmentation | PhotoResult) -> Palette:
    """The palette as hex values with their shares, largest first."""
    return [
        (hex_code(color), float(share))
        for color, share in zip(result.palette.tolist(), result.shares.tolist(), strict=True)
    ]


def card_numbers(result: Segmentation, *, in_rgb: bool = False) -> list[tuple[str, str]]:
    """The terms and values of a result card; `in_rgb` those that any two results can be compared by."""
    numbers = [
        ("WCSS per pixel", f"{wcss_per_pixel(result):,.1f}"),
        ("Variance explained", percent(explained_variance(result))),
        ("PSNR", psnr_text(result)),
        ("Time", f"{result.seconds:.2f} s"),
    ]
    if in_rgb:
        numbers = [("WCSS per pixel in RGB", f"{rgb_wcss_per_pixel(result):,.1f}"), *numbers[2:]]
    return numbers


def card_summary(result: Segmentation, *, in_rgb: bool = False) -> str:
    """The most telling of these numbers in one line."""
    if in_rgb:
        line = f"PSNR {psnr_text(result)}, WCSS {rgb_wcss_per_pixel(result):,.0f} a pixel in RGB"
    else:
        line = variance_line(explained_variance(result), wcss_per_pixel(result))
    return f"{line}, accents kept" if result.settings.weighting is Weighting.ACCENTS else line


def variance_line(explained: float, wcss: float) -> str:
    """What a result explains and what it leaves, `wcss` per pixel."""
    return f"{short_percent(explained)} of the variance, WCSS {wcss:,.0f} a pixel"


def draw_remarks(result: Segmentation, method: Method = Method.KMEANS) -> None:
    """Say what is not as it was asked for."""
    if result.n_clusters < result.settings.k:
        if not method.is_kmeans:
            why = "This method finds no more here"
        elif result.settings.locked:
            why = "No pixel is nearest to one of the locked colors, or there are too few colors"
        else:
            why = f"The picture has only {count(result.n_clusters, 'distinct color')} here"
        st.caption(
            f":material/info: {why}: {count(result.n_clusters, 'cluster')} instead of {result.settings.k}."
        )
    height, width = result.labels.shape
    size = method.definition.size(width, height)
    if size != (width, height):
        st.caption(f":material/info: Found at {size_text(*size)} and enlarged.")
    elif result.fitted_pixels < result.n_pixels:
        st.caption(f":material/info: Fitted on {result.fitted_pixels:,} of {result.n_pixels:,} pixels.")

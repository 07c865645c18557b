"""What stands under a picture of a comparison: its palette, to copy from, and its numbers."""

from collections.abc import Sequence

import streamlit as st

from kseg_core import Segmentation
from kseg_core.export.several import PhotoResult
from kseg_core.kmeans.metrics import explained_variance, psnr_text, rgb_wcss_per_pixel, wcss_per_pixel
from kseg_core.palette import hex_code
from kseg_core.wording import count, percent
from pages._ui.components.scripts import script, style_sheet

Palette = Sequence[tuple[str, float]]

_HTML = """<div class="card">
<div class="bar" role="group" aria-label="Palette in proportion to the shares"></div>
<dl></dl>
<div class="chips"></div>
<div class="said" role="status" aria-live="polite"></div>
</div>
"""

_component = st.components.v2.component(
    "result_card", html=_HTML, css=style_sheet("result_card"), js=script("result_card")
)


def result_card(palette: Palette, numbers: Sequence[tuple[str, str]], *, key: str) -> None:
    """Draw a palette as a bar in proportion to its shares, hex values that copy, and numbers.

    Parameters
    ----------
    palette : sequence of (hex value, share)
        As `palette_bar` makes it.
    numbers : sequence of (term, value)
        In the order they are shown.
    key : str
    """
    colors = [{"hex": color, "weight": share, "share": percent(share)} for color, share in palette]
    # In a list: Streamlit searches a dict for data frames, and imports pandas (77 MB) to do so.
    _component(key=key, data=[{"colors": colors, "numbers": [list(pair) for pair in numbers]}])


def palette_bar(result: Segmentation | PhotoResult) -> Palette:
    """The palette as hex values with their shares, largest first."""
    return [
        (hex_code(color), float(share))
        for color, share in zip(result.palette.tolist(), result.shares.tolist(), strict=True)
    ]


def card_numbers(result: Segmentation, *, by_space: bool = False) -> list[tuple[str, str]]:
    """The terms and values of a result card; `by_space` those that can be compared across color spaces."""
    numbers = [
        ("WCSS per pixel", f"{wcss_per_pixel(result):,.1f}"),
        ("Variance explained", percent(explained_variance(result))),
        ("PSNR", psnr_text(result)),
        ("Time", f"{result.seconds:.2f} s"),
    ]
    if by_space:
        numbers = [("WCSS per pixel in RGB", f"{rgb_wcss_per_pixel(result):,.1f}"), *numbers[2:]]
    return numbers


def draw_remarks(result: Segmentation) -> None:
    """Say what is not as it was asked for."""
    if result.n_clusters < result.settings.k:
        why = (
            "No pixel is nearest to one of the locked colors, or there are too few colors"
            if result.settings.locked
            else f"The picture has only {count(result.n_clusters, 'distinct color')} here"
        )
        st.caption(
            f":material/info: {why}: {count(result.n_clusters, 'cluster')} instead of {result.settings.k}."
        )
    if result.fitted_pixels < result.n_pixels:
        st.caption(f":material/info: Fitted on {result.fitted_pixels:,} of {result.n_pixels:,} pixels.")

"""What stands under the picture of "Look closer": what is picked, how good the result is, what is wrong."""

import streamlit as st

from kseg_core import Segmentation
from kseg_core.kmeans.metrics import explained_variance, psnr_text, wcss_per_pixel
from kseg_core.rendering.paint import Paint
from pages._ui.cache import get_segmentation
from pages._ui.components.result_card import draw_remarks
from pages._ui.detail.settings import Closer
from pages._ui.text import count, percent

_MISTAKES = {
    Paint.HSV_AS_RGB: "**A mistake, shown on purpose.** The colors are HSV values taken for red, green and "
    "blue. It happens when a program clusters in HSV and shows `centers` without "
    "`cv2.cvtColor(result, cv2.COLOR_HSV2RGB)`.",
    Paint.BGR_AS_RGB: "**A mistake, shown on purpose.** Red and blue have changed places. It happens when a "
    "program reads with `cv2.imread`, which gives BGR, and shows with Matplotlib or Streamlit, which expect "
    "RGB, without `cv2.cvtColor(image, cv2.COLOR_BGR2RGB)`.",
}


def draw_numbers(closer: Closer, result: Segmentation) -> None:
    """Draw them."""
    rows = closer.rows(result)
    if rows:
        pixels = int(result.counts[list(rows)].sum())
        st.markdown(
            f"**Picked:** {len(rows)} of {count(result.n_clusters, 'cluster')}, {count(pixels, 'pixel')}, "
            f"{percent(pixels / result.n_pixels)} of the picture."
        )
    else:
        st.markdown("Click a segment in the picture, or a color, to pick it out. *Pick* guesses the subject.")
    st.caption(
        f"WCSS per pixel {wcss_per_pixel(result):,.1f} · variance explained "
        f"{percent(explained_variance(result))} · PSNR {psnr_text(result)}"
    )
    draw_remarks(get_segmentation(closer.image, closer.settings))
    if closer.view.paint in _MISTAKES:
        st.warning(_MISTAKES[closer.view.paint], icon=":material/bug_report:")

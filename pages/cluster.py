"""Compare segmentations side by side: several K, or one K in several color spaces."""

import streamlit as st

from pages._ui import navigation
from pages._ui.cache import get_image
from pages._ui.cluster_controls import choose_comparison
from pages._ui.comparison import draw_comparison
from pages._ui.photo import current_photo

navigation.require_app()

photo = current_photo()
st.markdown("### One photo, a few colors")
st.caption(
    "K-means sorts the pixels into K clusters of similar color and paints each cluster with its mean. "
    "Try it on a photo of your own: upload, paste or drop it in the sidebar."
)
comparison = choose_comparison()
draw_comparison(photo, get_image(photo), comparison)
if comparison.by_space:
    st.caption(
        "Across color spaces, compare the error in RGB or the PSNR: they have one unit for all. WCSS are "
        "squared distances in the unit of each space, so they are not put side by side. "
        "The color space of the sidebar is not used here."
    )

"""Which K? The curve of WCSS against K, its judges, and what speaks against trusting it."""

from pages._ui.frame import entrance

entrance.require_app()

import streamlit as st

from pages._ui import widgets
from pages._ui.declarations.elbow import ELBOW, ElbowSection
from pages._ui.elbow.curve_view import choose_range, choose_starts, compute_curve, draw_verdict
from pages._ui.elbow.downloads import offer_downloads
from pages._ui.elbow.evidence import draw_evidence, draw_main
from pages._ui.frame.explanations import draw_title, title_row
from pages._ui.frame.scroll import scroll_to_view
from pages._ui.photo import current_photo
from pages._ui.results import get_image

photo = current_photo()
heading, tabs = title_row()
with heading:
    draw_title("Which K?", ELBOW.topics)
with tabs:
    section = widgets.segmented_choice("Look closer", ElbowSection, key="elbow_section", show_label=False)
image = get_image(photo)
settings = widgets.kmeans_settings(1)
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="elbow_controls"):
    k_max = choose_range()
    with_starts = section is ElbowSection.CURVE and choose_starts()
    st.caption(
        "K-means runs once for every K, and the curve is its error. Where it bends, more colors gain little.",
        width=290,
    )
    downloads = st.container(horizontal=True, horizontal_alignment="right", width="stretch")
shown = "graph" if section is ElbowSection.CURVE else "evidence"
verdict, place = (st.container(key=f"elbow_{name}").empty() for name in ("verdict", shown))
curve = compute_curve(image, k_max, settings, said=verdict, graph=place)
draw_verdict(curve, verdict)
with downloads:
    offer_downloads(photo, curve, settings)
if section is ElbowSection.CURVE:
    draw_main(place, image, curve, settings, with_starts=with_starts)
else:
    with place.container():
        draw_evidence(section, image, curve, settings)
scroll_to_view()

"""Which K? The curve of WCSS against K, its judges, and what speaks against trusting it."""

from dataclasses import replace

import streamlit as st

from pages._ui import widgets
from pages._ui.declarations.elbow import ELBOW, ElbowSection
from pages._ui.elbow.curve_view import (
    choose_k,
    choose_range,
    compute_curve,
    draw_chosen,
    draw_curve,
    draw_verdict,
)
from pages._ui.elbow.evidence import draw_section, known_spread
from pages._ui.frame import navigation
from pages._ui.frame.explanations import draw_title
from pages._ui.frame.scroll import scroll_to_view
from pages._ui.photo import current_photo
from pages._ui.results import get_image

navigation.require_app()

draw_title("Which K?", ELBOW.topics)
st.caption(
    "The elbow method runs K-means for many K, plots the error and looks for the bend. A click on the curve "
    "or on a picture shows that K large."
)
photo = current_photo()
image = get_image(photo)
k_max = choose_range()
settings = widgets.kmeans_settings(1)
verdict, graph = (st.container(key=f"elbow_{place}").empty() for place in ("verdict", "graph"))
curve = compute_curve(image, k_max, settings, said=verdict, graph=graph)
draw_verdict(curve, verdict)
k = choose_k(curve)
with graph.container():
    draw_curve(image, curve, settings, chosen=k, spread=known_spread(image, k_max, settings))
draw_chosen(image, replace(settings, k=k))
section = widgets.segmented_choice("Look closer", ElbowSection, key="elbow_section", show_label=False)
draw_section(section, photo, image, curve, settings, k)
scroll_to_view("elbow_section")

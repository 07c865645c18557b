"""The result that is looked at or measured, with what a visitor did to it before."""

from contextlib import nullcontext
from dataclasses import replace
from functools import partial

import streamlit as st

from kseg_core import KMeansSettings, RgbImage
from kseg_core.image import Rgb
from kseg_core.palette import rgb_tuples
from pages._ui.detail.detail import Detail, View
from pages._ui.detail.results import get_edited
from pages._ui.linked_edits import take_link
from pages._ui.photo import Photo
from pages._ui.results import get_clusters
from pages._ui.user_edits import Clustering, edits_on


def compute_detail(
    photo: Photo, image: RgbImage, settings: KMeansSettings, specks: int, view: View
) -> Detail:
    """The result, after the address of a first visit was heard."""
    with st.spinner(f"Computing K = {settings.k} …"):
        take_link(photo, settings, partial(_colors, image))
        clustering = Clustering(photo=photo.digest, colors=_colors(image, settings))
    user_edits = edits_on(clustering)
    edits = replace(user_edits.edits, specks=specks)
    with st.spinner("Removing specks …") if specks else nullcontext():
        result = get_edited(image, settings, edits)
    return Detail(
        photo=photo, image=image, clustering=clustering, result=result, user_edits=user_edits, view=view
    )


def _colors(image: RgbImage, settings: KMeansSettings) -> tuple[Rgb, ...]:
    """The palette that K-means finds."""
    return rgb_tuples(get_clusters(image, settings).palette)

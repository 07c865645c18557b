"""The palette of one photo on another: chosen, seen large, taken away."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kseg_core import KMeansSettings
from kseg_core.palette import hex_code
from kseg_core.samples.gallery import SAMPLES
from kseg_core.wording import size_text
from pages._ui import results
from pages._ui.components.image_viewer import image_viewer, layers, seen_box
from pages._ui.components.swatches import squares
from pages._ui.compute_queue import photo_place
from pages._ui.downloads import offer_file, when_clicked
from pages._ui.errors import guarded
from pages._ui.frame.sidebar import PRIVACY
from pages._ui.photo import Photo, own_photo, sample_photo
from pages._ui.uploads import given_name

_KEY = "applied_viewer"


@st.dialog("This palette on another photo", width="large", icon=":material/format_color_fill:")
def apply_elsewhere(source: Photo, settings: KMeansSettings) -> None:
    """Choose a photo and see it in the colors of a palette.

    Parameters
    ----------
    source : Photo
        The photo that the palette comes from.
    settings : KMeansSettings
        Those of `palette_settings`, with which K-means finds no color of its own.
    """
    with guarded():
        _draw(source, settings)


def _draw(source: Photo, settings: KMeansSettings) -> None:
    choosing, giving = st.columns(2, gap="medium")
    with choosing:
        photo = _choose(source)
        below = st.container(horizontal=True, vertical_alignment="center")
        below.html(squares(hex_code(color) for color in settings.locked), width="content")
    with giving:
        file = st.file_uploader("Or a photo of your own", key="applied_upload", help=PRIVACY)
    if file is not None:
        photo = own_photo(given_name(file), file.getvalue())
    with photo_place(photo):
        _draw_applied(photo, source, settings, below)


def _draw_applied(photo: Photo, source: Photo, settings: KMeansSettings, below: DeltaGenerator) -> None:
    image = results.get_image(photo)
    with st.spinner("Applying the palette …"):
        result = results.get_segmentation(image, settings)
    box = seen_box(_KEY, image)
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(results.photo_preview, image)),
        after=layers(box, partial(results.segmentation_preview, image, settings)),
        names=(photo.name, f"In the colors of {source.name}"),
        alt=f"{photo.name} on the left of the wipe, and on the right in the colors of {source.name}.",
        start=0.3,
        checkered=image.alpha is not None,
    )
    smoothed = f", after smoothing with σ = {settings.smoothing:g}" if settings.smoothing else ""
    st.caption(
        f"Each pixel takes the nearest of the {settings.k} colors in {settings.color_space}{smoothed}; "
        f"{result.n_clusters} of them are the nearest to some pixel. "
        "This view is not in the link."
    )
    with below:
        offer_file(
            f"PNG, {size_text(image.width, image.height)}",
            when_clicked(photo, results.full_png, settings),
            name=f"{photo.stem}-in-colors-of-{source.stem}.png",
            mime="image/png",
            key="applied_png",
        )


def _choose(source: Photo) -> Photo:
    """Another sample, or the visitor's own photo if the palette is not its own."""
    own: Photo | None = st.session_state.own
    photos = [sample_photo(sample.name) for sample in SAMPLES if sample.name != source.name]
    if own is not None and not st.session_state.show_own:
        photos.insert(0, own)
    names = [photo.name for photo in photos]
    position = st.selectbox("Photo", range(len(names)), format_func=names.__getitem__, key="applied_photo")
    return photos[position]

"""The way to a photo in the main column: a button that opens the file chooser, and a few samples."""

import streamlit as st

from kseg_core.samples.gallery import SAMPLES, Sample
from pages._ui import photo as photos
from pages._ui.components.drop_zone import BUTTON
from pages._ui.results import sample_thumbnail

_SAMPLES_IN_SIGHT = SAMPLES[:4]
_ICON_SIDE = 112


def offer_photos() -> None:
    """Draw the row. A script of the drop zone opens the chooser; that click does not run the page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="own_photo"):
        st.button(
            "Your photo",
            icon=":material/upload:",
            type="primary",
            key=BUTTON,
            help="Choose a file. You can also drop one anywhere on the page, or paste a picture.",
        )
        st.html(f"<style>{''.join(map(_face, _SAMPLES_IN_SIGHT))}</style>")
        for sample in _SAMPLES_IN_SIGHT:
            st.button(
                sample.name,
                key=_key(sample),
                help=f"{sample.name}. {sample.about}",
                on_click=photos.show_sample,
                args=(sample.name,),
            )


def _key(sample: Sample) -> str:
    return f"quick_{sample.name}"


def _face(sample: Sample) -> str:
    picture = sample_thumbnail(sample.name, max_side=_ICON_SIDE).data_url
    return f".st-key-{_key(sample)} button {{ background-image: url({picture}); }}"

"""The dialog in which the photo is cropped and turned, and the buttons that lead there and back."""

import streamlit as st

from kseg_core import RgbImage
from kseg_core.framing import WHOLE, Framing
from pages._ui import framing
from pages._ui.components.crop_frame import applied_framing, crop_frame
from pages._ui.errors import photo_part
from pages._ui.photo import Photo
from pages._ui.results import photo_preview

_KEY = "crop_frame"
_ICON = ":material/crop_rotate:"


def offer_crop(photo: Photo, *, place: str) -> None:
    """Draw the button that opens the dialog and one that shows the whole photo again; once in a place."""
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Crop and turn",
            icon=_ICON,
            type="tertiary",
            key=f"crop_in_{place}",
            disabled=bool(st.session_state.awaited),
            help="Which part of the photo counts, and which way up it is.",
        ):
            _dialog(photo.whole, photo.framing)
        if photo.framing != WHOLE:
            st.button(
                "Whole photo",
                icon=":material/undo:",
                type="tertiary",
                key=f"whole_in_{place}",
                on_click=framing.forget,
                help="Undo crop and turn.",
            )


@st.dialog("Crop and turn", width="large", icon=_ICON)
@photo_part
def _dialog(photo: Photo, image: RgbImage, present: Framing) -> None:
    if framing.is_asked():
        st.rerun()
    st.caption(
        "Drag on the photo, or drag the frame and its handles. Results, numbers, files and scripts of all "
        "pages are then made from this part."
    )
    crop_frame(
        key=_KEY,
        photo=image.digest,
        size=(image.width, image.height),
        picture=photo_preview(image),
        framing=present,
        on_apply=_apply,
    )


def _apply() -> None:
    asked = applied_framing(_KEY)
    if asked is not None:
        framing.ask_for(asked)

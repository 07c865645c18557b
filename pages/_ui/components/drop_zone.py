"""Photos pasted or dropped anywhere on the page, or chosen by its button, go to an uploader; none is lost."""

import streamlit as st

from pages._ui.components.scripts import script

BUTTON = "your_photo"
"""Key of a button in the page that opens the file chooser of the uploader."""

SEVERAL = "several_drop"
"""Key of a container whose uploader takes several files."""

_component = st.components.v2.component("drop_zone", js=script("drop_zone"))


def drop_zone(*, uploader: str, photo: str) -> None:
    """Listen on the whole page and hand a file to the uploader with this key.

    While there is an uploader in a dialog, or in a container with the key `SEVERAL`, files go to that
    one. A file that was chosen while the connection was down, or whose transfer broke, is given again. When
    `photo`, the digest of what is shown, changes on a phone, the sidebar gives way to it.
    """
    _component(key="drop_zone", data=[uploader, SEVERAL, BUTTON, photo], height=0)

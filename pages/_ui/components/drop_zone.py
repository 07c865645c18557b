"""Photos pasted or dropped anywhere on the page go to an uploader, and none is lost on the way."""

import streamlit as st

from pages._ui.components.scripts import script

SEVERAL = "several_drop"
"""Key of a container whose uploader takes several files."""

_component = st.components.v2.component("drop_zone", js=script("drop_zone"))


def drop_zone(*, uploader: str) -> None:
    """Listen on the whole page and hand a file to the uploader with this key.

    While there is an uploader in a dialog, or in a container with the key `SEVERAL`, files go to that
    one. A file that was chosen while the connection was down, or whose transfer broke, is given again.
    """
    _component(key="drop_zone", data=[uploader, SEVERAL], height=0)

"""Photos pasted from the clipboard or dropped anywhere on the page go to an uploader."""

from collections.abc import Sequence

import streamlit as st

from pages._ui.components.scripts import script

SEVERAL = "several_drop"
"""Key of a container whose uploader takes several files."""

_component = st.components.v2.component("drop_zone", js=script("drop_zone"))


def drop_zone(*, uploader: str, endings: Sequence[str]) -> None:
    """Listen on the whole page and hand a picture file to the uploader with this key.

    While there is an uploader in a container with the key `SEVERAL`, all files go to that one.

    Parameters
    ----------
    uploader : str
    endings : sequence of str
        How names of picture files end, for browsers that do not know what these files are.
    """
    _component(key="drop_zone", data=[uploader, SEVERAL, list(endings)], height=0)

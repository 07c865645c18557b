"""Encoded pictures on their way to the browser, where several components can show them."""

import hashlib
import json

import streamlit as st

from kseg_core.encoding.pictures import Encoded
from pages._ui.components.scripts import script

_layer = st.components.v2.component("picture_layer", js=script("picture_layer"))


def picture_layer(key: str, encoded: Encoded) -> None:
    """Send a picture. Scripts find its address as ``ksegPictures.get(name).url``.

    When it has arrived, the event ``kseg-picture`` is sent. An unchanged picture is not sent again.
    """
    # The length of a JSON header (4 bytes, little endian), the header, the file.
    header = json.dumps({"name": picture_name(encoded), "mime": encoded.mime}).encode()
    _layer(key=key, data=len(header).to_bytes(4, "little") + header + encoded.data, height=0)


def picture_name(encoded: Encoded) -> str:
    """The name under which scripts find a picture."""
    return hashlib.blake2b(encoded.data, digest_size=12).hexdigest()

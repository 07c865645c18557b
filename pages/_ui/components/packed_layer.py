"""Arrays on their way to the browser, where several components can read them."""

import hashlib

import streamlit as st

from pages._ui.components.scripts import script

_layer = st.components.v2.component("packed_layer", js=script("packed_layer"))


def packed_layer(key: str, packed: bytes) -> str:
    """Send what `pack_arrays` made and return its name.

    Scripts find it as ``ksegArrays.get(name)`` with ``header`` and ``arrays`` once it has been
    unpacked; then the event ``kseg-arrays`` is sent. Unchanged bytes are not sent again.
    """
    name = hashlib.blake2b(packed, digest_size=12).hexdigest().encode()
    _layer(key=key, data=len(name).to_bytes(4, "little") + name + packed, height=0)
    return name.decode()

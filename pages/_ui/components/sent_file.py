"""Bytes on their way to the browser, where several components can read them.

A component's own data travels again with every change of it. A file is sent once, and again only when
its bytes change. Scripts find it by its name with ``arraysOf`` or ``pictureUrl``.
"""

import hashlib
import json
import zlib
from functools import cache

import streamlit as st

from kseg_core.encoding.pictures import Encoded
from pages._ui.components.scripts import script

_file = st.components.v2.component("sent_file", js=script("sent_file"))


def send_arrays(key: str, packed: bytes) -> str:
    """Send what `pack_arrays` made and return its name; ``arraysOf`` gives its ``header`` and ``arrays``."""
    return _send(key, packed, kind="arrays")


def send_picture(key: str, encoded: Encoded) -> str:
    """Send an encoded picture and return its name; ``pictureUrl`` gives its address."""
    return _send(key, encoded.data, kind="picture", mime=encoded.mime)


def send_script(key: str, module: str) -> str:
    """Send a large script, compressed, and return the name to give to ``mount.js``.

    The module ends with ``export default`` of a class with ``constructor(root)``, ``update(component)``
    and ``leave()``.
    """
    return _send(key, _compressed(module), kind="script")


def _send(key: str, data: bytes, *, kind: str, mime: str = "") -> str:
    name = hashlib.blake2b(data, digest_size=12).hexdigest()
    header = json.dumps({"name": name, "kind": kind, "mime": mime}).encode()
    # The length of the header (4 bytes, little endian), the header, the file.
    _file(key=key, data=len(header).to_bytes(4, "little") + header + data, height=0)
    return name


@cache
def _compressed(module: str) -> bytes:
    return zlib.compress(script(module).encode(), 9)

"""The scripts and style sheets of components, put together from the files in assets/."""

import hashlib
import zlib
from functools import cache
from pathlib import Path

import streamlit as st

_ASSETS = Path(__file__).with_name("assets")


def script(*names: str) -> str:
    """One script from files in their order; only the last may export.

    Components get their script as one text, so files that several use are plain declarations.
    """
    return "\n".join((_ASSETS / f"{name}.js").read_text("utf-8") for name in names)


def style_sheet(name: str) -> str:
    """A style sheet."""
    return (_ASSETS / f"{name}.css").read_text("utf-8")


_layer = st.components.v2.component("script_layer", js=script("packed_bytes", "script_layer"))


def script_layer(key: str, *names: str) -> str:
    """Send a large script, compressed, once, and return the name to give to ``mount.js``.

    A component's own script travels again with every change of its data. So a component with much
    code has ``mount.js`` for a script, and this beside it. The last file ends with
    ``export default`` of a class with ``constructor(root)``, ``update(component)`` and ``leave()``.
    """
    name, packed = _packed(*names)
    _layer(key=key, data=packed, height=0)
    return name


@cache
def _packed(*names: str) -> tuple[str, bytes]:
    text = script(*names).encode()
    name = hashlib.blake2b(text, digest_size=12).hexdigest()
    return name, len(name).to_bytes(4, "little") + name.encode() + zlib.compress(text, 9)

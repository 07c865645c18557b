"""What a visitor sees when something cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kseg_core.errors import KsegError


@contextmanager
def guarded() -> Iterator[None]:
    """Show a `KsegError` as its sentence: around app.py, and around what runs without it, as fragments do."""
    try:
        yield
    except KsegError as error:
        st.error(str(error), icon=":material/error:")

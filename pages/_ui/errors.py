"""What a visitor sees when something cannot be done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kseg_core.errors import KsegError

_HALF_IMPORTED = "partially initialized module"
_IMPORT_SECONDS = 0.3
_PATIENCE = 30
"""Runs in a row that may meet half a library: after these it is a mistake of ours."""


@contextmanager
def guarded() -> Iterator[None]:
    """Show a `KsegError` as its sentence: around app.py, and around what runs without it, as fragments do.

    Large libraries are imported when the first visitor needs them, which takes a second. Plotly looks into
    pandas without waiting for that to end, so another visitor's run may meet half of it: that run waits and
    starts again.
    """
    try:
        yield
    except KsegError as error:
        st.error(str(error), icon=":material/error:")
    except AttributeError as error:
        met = st.session_state.get("half_imported", 0) + 1
        if _HALF_IMPORTED not in str(error) or met > _PATIENCE:
            raise
        st.session_state.half_imported = met
        time.sleep(_IMPORT_SECONDS)
        st.rerun()
    else:
        st.session_state.half_imported = 0

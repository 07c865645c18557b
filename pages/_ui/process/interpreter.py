"""What makes one interpreter carry many visitors, set once for the process."""

import gc
import sys

import streamlit as st

from pages._ui.process.allocator import set_up_allocator

_SWITCH_SECONDS = 0.0002
"""What is sent to all visitors goes through one thread, which waits this long for each of those that draw."""


@st.cache_resource
def set_up_process() -> None:
    """Set memory, threads and garbage collection up, the first time that it is called."""
    set_up_allocator()
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Streamlit collects garbage after every run, while everybody waits: without the libraries' own hundred
    # thousand objects, which stay anyway, that takes a tenth of the time.
    gc.collect()
    gc.freeze()

"""The frame of every page: title, icon, and the few rules of style that the theme cannot say."""

import gc
import sys
from pathlib import Path

import streamlit as st

from pages._ui.process.allocator import set_up_allocator

_ASSETS = Path(__file__).with_name("assets")
_ABOUT = "Segment a photo by color with K-means, find the right K, and take the result away."

_SWITCH_SECONDS = 0.0002
"""What is sent to all visitors goes through one thread, which waits this long for each of those that draw."""


def set_up_page() -> None:
    """Configure the browser's tab, the logo and the style sheet."""
    _set_up_process()
    logo = str(_ASSETS / "logo.svg")
    st.set_page_config(
        page_title="kseg: segment a photo by color",
        page_icon=logo,
        layout="wide",
        initial_sidebar_state=272,
        menu_items={"About": f"**kseg.** {_ABOUT}"},
    )
    st.logo(str(_ASSETS / "wordmark.svg"), size="large", icon_image=logo)
    st.html(_ASSETS / "style.css")


@st.cache_resource
def _set_up_process() -> None:
    set_up_allocator()
    sys.setswitchinterval(_SWITCH_SECONDS)
    # Streamlit collects garbage after every run, while everybody waits: without the libraries' own hundred
    # thousand objects, which stay anyway, that takes a tenth of the time.
    gc.collect()
    gc.freeze()

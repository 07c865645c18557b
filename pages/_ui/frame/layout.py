"""The frame of every page: title, icon, and the few rules of style that the theme cannot say."""

from pathlib import Path

import streamlit as st

_ASSETS = Path(__file__).with_name("assets")
_ABOUT = "Segment a photo by color with K-means, find the right K, and take the result away."


def set_up_page() -> None:
    """Configure the browser's tab, the logo and the style sheet."""
    st.html(_ASSETS / "style.css")
    logo = str(_ASSETS / "logo.svg")
    st.set_page_config(
        page_title="kseg: segment a photo by color",
        page_icon=logo,
        layout="wide",
        initial_sidebar_state=272,
        menu_items={"About": f"**kseg.** {_ABOUT}"},
    )
    st.logo(str(_ASSETS / "wordmark.svg"), size="large", icon_image=logo)

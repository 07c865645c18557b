"""A link that opens a section far down its page brings the visitor there."""

import streamlit as st

from pages._ui.components.scroll_to import scroll_to


def expect_arrival(*, anew: bool) -> None:
    """Take down that a visitor comes by a link: with the first run, and whenever `anew`."""
    if anew or "arriving" not in st.session_state:
        st.session_state.arriving = True


def arrive(key: str) -> None:
    """Go to the tabs of a section if the link has named one. For after everything above and in it."""
    if st.session_state.get("arriving") and key in st.query_params:
        scroll_to(key)
    st.session_state.arriving = False

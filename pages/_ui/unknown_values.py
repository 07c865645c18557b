"""Values in an address that nobody knows: Streamlit passes over them, and here they are said."""

from collections.abc import Callable

import streamlit as st

from pages._ui.text import plain

_UNKNOWN = "unknown_values"
_LONGEST = 40
_SECONDS = 20


def note_unknown(name: str, key: str, is_known: Callable[[str], bool], instead: object) -> None:
    """Note what a link asks for that there is not, before Streamlit passes over it.

    Parameters
    ----------
    name : str
        Of what is chosen, for people.
    key : str
        Of the parameter. It counts only until its widget is drawn for the first time.
    is_known : Callable
        From a text in the address to whether it can be chosen.
    instead : object
        What is shown now.
    """
    if key in st.session_state:
        return
    for asked in st.query_params.get_all(key):
        if asked and not is_known(asked):
            shown = asked if len(asked) <= _LONGEST else f"{asked[:_LONGEST]}…"
            said = f"**{plain(name)}**: there is no “{plain(shown)}”; this is {plain(str(instead))}."
            st.session_state.setdefault(_UNKNOWN, {})[key] = said


def tell_unknown() -> None:
    """Say once, beside the page, what the link asked for that there is not."""
    for note in st.session_state.pop(_UNKNOWN, {}).values():
        st.toast(note, icon=":material/link_off:", duration=_SECONDS)

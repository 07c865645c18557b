"""Values in an address that nobody knows: Streamlit passes over them, and here they are said."""

from collections.abc import Callable

import streamlit as st

from pages._ui.text import plain

_UNKNOWN = "unknown_values"
_LONGEST, _MOST = 40, 4
"""Characters of a value, and values of a parameter, that are said."""

_SECONDS = 20


def note_unknown(name: str, key: str, is_known: Callable[[str], object], instead: object = None) -> None:
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
        What is shown now; None = nothing.
    """
    if key in st.session_state:
        return
    unknown = [asked for asked in st.query_params.get_all(key) if asked and not is_known(asked)]
    if unknown:
        asked = ", ".join(f"“{plain(_shortened(each))}”" for each in unknown[:_MOST])
        shown = "" if instead is None else f"; shown instead: {plain(str(instead))}"
        said = f"**{plain(name)}**: the link asks for {asked}, which cannot be chosen{shown}."
        st.session_state.setdefault(_UNKNOWN, {})[key] = said


def note_outside(name: str, key: str, length: int) -> None:
    """Note a column or row that a picture of this width or height does not have."""
    note_unknown(name, key, lambda text: text.isdecimal() and len(text) < 9 and int(text) < length)


def tell_unknown() -> None:
    """Say once, beside the page, all that the link asked for that there is not."""
    notes = st.session_state.pop(_UNKNOWN, {})
    if notes:
        st.toast(" ".join(notes.values()), icon=":material/link_off:", duration=_SECONDS)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

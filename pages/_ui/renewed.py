"""Widgets that the page itself sets: each value of the page's gets a widget of its own.

Until the browser has drawn a new value it repeats the old one with whatever the visitor does next, and
Streamlit takes that for a choice. So a new value is drawn as a new widget, and what the browser says of a
former one counts no more. Such a widget takes its value as a default: one that is set in the state reaches
the browser after the widget, which until then gives a default that nobody chose.
"""

from collections.abc import Callable

import streamlit as st


def renewed_key(name: str, of: object, shows: Callable[[str], bool]) -> str:
    """The key of the widget to draw: another one than in the last run, if the page has changed its value.

    Parameters
    ----------
    name : str
        How the key begins.
    of : object
        What its values are about; another thing gets another widget.
    shows : callable
        From a key to whether its widget shows the right value already.
    """
    state = st.session_state
    number, last = state.get(f"{name}_drawn", (0, of))
    if last != of or not shows(f"{name}_{number}"):
        number += 1
    state[f"{name}_drawn"] = (number, of)
    return f"{name}_{number}"


def is_former(key: str) -> bool:
    """Whether another widget was drawn since. In a callback."""
    name, _, number = key.rpartition("_")
    return str(st.session_state[f"{name}_drawn"][0]) != number

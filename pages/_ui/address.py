"""The address: parameters that no widget binds, and how all of them come to say what the page shows."""

import streamlit as st

from kseg_core.address.parameters import value_texts
from pages._ui.streamlit_internals import set_parameter


def write(key: str, *values: object) -> None:
    """Put values into the address, None and empty texts left out; without any the parameter goes.

    What the address says already is left alone.
    """
    texts = [str(value) for value in values if value not in (None, "")]
    if not texts:
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != texts:
        st.query_params[key] = texts


def recall_number(key: str) -> int | None:
    """The number in the state; at first that of the address, if it is one of at most eight digits."""
    state = st.session_state
    if key not in state:
        named = st.query_params.get(key, "")
        state[key] = int(named) if named.isdecimal() and len(named) < 9 else None
    number: int | None = state[key]
    return number


def agree(key: str, value: object, default: object) -> None:
    """Let a parameter that a widget binds say what the widget shows, nothing if that is its default.

    The browser writes it when the visitor moves the widget, but not if the widget was drawn in another
    place before. Sent to the browser by `settle`.
    """
    set_parameter(key, value_texts(value, default))


def settle() -> None:
    """Tell the browser the whole address. The last word of each run that comes to its end.

    What an interrupted run has sent may have reached the browser after the visitor's next step.
    """
    st.query_params.update({})

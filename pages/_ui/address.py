"""Address parameters that no widget binds: read once, and written when they change."""

import streamlit as st


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

"""Address parameters that no widget binds: read once, and written when they change."""

import streamlit as st


def write(key: str, *values: str) -> None:
    """Put values into the address; without any the parameter goes. What it says already is left alone."""
    if not values:
        st.query_params.pop(key, None)
    elif st.query_params.get_all(key) != list(values):
        st.query_params[key] = list(values)


def whole_number(key: str) -> int | None:
    """The number that the address has, if it is one of at most eight digits."""
    named = st.query_params.get(key, "")
    return int(named) if named.isdecimal() and len(named) < 9 else None

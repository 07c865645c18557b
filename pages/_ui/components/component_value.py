"""What components say from the browser. Every value from the browser is validated."""

import streamlit as st


def component_value(key: str, name: str) -> object:
    """The last value of a name, or None. In a callback, or where the value is that of the state."""
    return (st.session_state.get(key) or {}).get(name)


def component_numbers(key: str, name: str, count: int) -> tuple[int, ...] | None:
    """So many whole numbers, or None if the value is anything else."""
    value = component_value(key, name)
    if not isinstance(value, list) or len(value) != count:
        return None
    return tuple(value) if all(type(number) is int for number in value) else None


def ignore() -> None:
    """Do nothing: Streamlit keeps only the values that something is called for."""

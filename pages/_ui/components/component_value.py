"""What components tell from the browser; nothing of it is taken unlooked at."""

import streamlit as st


def told(key: str, name: str) -> object:
    """The last value of a name, or None. In a callback, or where the value is that of the state."""
    return (st.session_state.get(key) or {}).get(name)


def told_numbers(key: str, name: str, count: int) -> tuple[int, ...] | None:
    """So many whole numbers, or None if it is anything else."""
    value = told(key, name)
    if not isinstance(value, list) or len(value) != count:
        return None
    return tuple(value) if all(type(number) is int for number in value) else None


def ignore() -> None:
    """Do nothing: Streamlit keeps only the values that something is called for."""

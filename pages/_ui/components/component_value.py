"""What components say from the browser. Every value from the browser is validated."""

import re

import streamlit as st

from kseg_core.image import Rgb
from kseg_core.palette import rgb_of

_CODE = re.compile(r"#[0-9a-f]{6}")


def component_value(key: str, name: str) -> object:
    """The last value of a name, or None. In a callback, or where the value is that of the state."""
    return (st.session_state.get(key) or {}).get(name)


def component_numbers(key: str, name: str, count: int) -> tuple[int, ...] | None:
    """So many whole numbers, or None if the value is anything else."""
    value = component_value(key, name)
    if not isinstance(value, list) or len(value) != count:
        return None
    return tuple(value) if all(type(number) is int for number in value) else None


def component_cluster(value: object) -> tuple[int, Rgb] | None:
    """Number and color of a cluster as it was seen, or None if the value is anything else."""
    match value:
        case [int(number), str(code)] if number >= 0 and _CODE.fullmatch(code):
            return number, rgb_of(code)
    return None


def ignore() -> None:
    """Do nothing: Streamlit keeps only the values that something is called for."""

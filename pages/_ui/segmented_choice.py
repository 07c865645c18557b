"""One choice of a few, in sight side by side, kept in the address."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from pages._ui.state import DEFAULTS

Option = TypeVar("Option", int, str)


def segmented_choice(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    show_label: bool = True,
) -> Option:
    """Draw the choice and return it. An empty value in the address is the default.

    Parameters
    ----------
    label : str
    options : sequence
    key : str
        Of the widget, of the address and of the default in `DEFAULTS`.
    help : str, optional
    on_change : callable, optional
    show_label : bool
    """
    chosen = st.segmented_control(
        label,
        options,
        default=DEFAULTS[key],
        required=True,
        key=key,
        bind="query-params",
        help=help,
        on_change=on_change,
        label_visibility="visible" if show_label else "collapsed",
    )
    return DEFAULTS[key] if chosen is None else chosen

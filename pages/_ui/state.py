"""The view: every widget key that makes it, with its default, and the ways back to the start."""

from typing import Any

import streamlit as st

from kseg_core import ColorSpace, Engine
from kseg_core.address.names import FRAMING_PARAMETERS
from kseg_core.address.parameters import SIDEBAR, defaults_of
from kseg_core.image import Rgb
from pages._ui.declarations import PAGES

BESIDE_EVERY_PAGE: dict[str, Any] = {
    **defaults_of(SIDEBAR),
    "turn": 0,
    "crop": None,
}

DEFAULTS = dict(BESIDE_EVERY_PAGE)
"""Widget key and address parameter -> value of a first visit: those beside every page, then each page's."""

for _page in PAGES:
    DEFAULTS |= _page.defaults

_RENAMED = {former: key for page in PAGES for former, key in page.renamed.items()}
_FORMER = {key: values for page in PAGES for key, values in page.former.items()}

UNBOUND = frozenset(key for page in PAGES for key in page.unbound) | set(FRAMING_PARAMETERS)
"""Set by clicks and drawings; the pages write them into the address themselves."""


def value_of(key: str) -> Any:
    """The value of a widget, whether or not it is drawn now."""
    return st.session_state.get(key, DEFAULTS[key])


def has_value(key: str, value: Any) -> bool:
    """Whether a widget has this value; it may give a tuple back as a list."""
    shown = value_of(key)
    are_several = isinstance(shown, list | tuple) and isinstance(value, list | tuple)
    return bool(shown == value or (are_several and list(shown) == list(value)))


def coming_value(key: str) -> Any:
    """The same before the widget was drawn for the first time, when only the address knows it."""
    return st.session_state.get(key) or st.query_params.get(key) or DEFAULTS[key]


def reset(*keys: str) -> None:
    """Put widgets back to their defaults; all of them if none is named. For callbacks.

    What is bound to a widget leaves the address by itself.
    """
    for key in keys or DEFAULTS:
        st.session_state[key] = DEFAULTS[key]
        if key in UNBOUND:
            st.query_params.pop(key, None)


PRESENT = "present"
"""In the address: the page fills the screen, for a projector."""

TEXT_SCALE = 1.6
"""By how much the text of a picture or chart grows then."""


def is_presenting() -> bool:
    """Whether the page is presented."""
    return st.query_params.get(PRESENT) == "true"


def text_scale() -> float:
    """Factor of the size of text in pictures and charts."""
    return TEXT_SCALE if is_presenting() else 1.0


def locked_colors() -> tuple[Rgb, ...]:
    """The colors that must stay, whatever is segmented."""
    colors: tuple[Rgb, ...] = st.session_state.get("detail_locked", ())
    return colors


WORK = (
    *("detail_picks", "detail_pieces", "detail_edits", "detail_link", "detail_locked", "detail_history"),
    *("measure_classes", "measure_region", "measure_scale"),
)
"""What the state holds of that work."""

SEVERAL = ("several", "several_listed", "several_stopped", "series_points")
"""What the state holds of photos taken at once."""


def forget_work() -> None:
    """Drop picks, edits, locks and steps; what the address says then counts as on a first visit."""
    for key in WORK:
        st.session_state.pop(key, None)


def forget_linked_work() -> None:
    """Let picks, edits and locks of the photo be taken from the address again, as on a first visit."""
    st.session_state.pop("detail_link", None)


def forget_several() -> None:
    """Drop the photos taken at once; their uploader becomes another one, which is empty. For callbacks."""
    st.session_state.several_round = st.session_state.get("several_round", 0) + 1
    for key in SEVERAL:
        st.session_state.pop(key, None)


FRESH = "fresh"
"""In an address of the app's own: what goes back to its default, keys with dots between or `EVERYTHING`."""

EVERYTHING = "1"
"""All that the address does not name."""


_SHOWN_BEFORE = {"space": ColorSpace, "engine": Engine}
"""Widgets that are on the page or in the state before a link is followed, with their choices.

For these Streamlit does not read the address.
"""


def take_former_names() -> None:
    """Read old links by the names that parameters and choices have today.

    The state gets them too: a widget reads the address as it was when the page was opened.
    """
    named = st.query_params
    for former in _RENAMED.keys() & named:
        named[_RENAMED[former]] = named.pop(former)
    for key, values in _FORMER.items():
        if (value := named.get(key, "")) in values:
            for today, text in values[value].items():
                st.session_state[today] = named[today] = text


def reset_unnamed() -> None:
    """Put all widgets that the address does not name back to their defaults, for a whole view of its own."""
    reset(*(key for key in DEFAULTS if key not in st.query_params))


def read_anew(*keys: str) -> None:
    """Let what clicks and drawings set be taken from the address again, as on a first visit."""
    for key in keys:
        for kept in (key, f"{key}_of", f"{key}_link"):
            st.session_state.pop(kept, None)


def start_fresh_if_asked() -> bool:
    """Whether the visitor follows a link that sets up a whole view, whatever was chosen before."""
    asked = st.query_params.pop(FRESH, "")
    for key, choices in _SHOWN_BEFORE.items():
        if asked and st.query_params.get(key) in set(choices):
            st.session_state[key] = st.query_params[key]
    if asked == EVERYTHING:
        reset_unnamed()
        # Streamlit carries the settings beside every page along; of these a link names the space alone.
        reset(*(BESIDE_EVERY_PAGE.keys() - _SHOWN_BEFORE.keys()))
        read_anew(*UNBOUND.intersection(st.query_params))
        return True
    for key in asked.split("."):
        if key in DEFAULTS and key not in st.query_params:
            reset(key)
        elif key in UNBOUND:
            read_anew(key)
    return False

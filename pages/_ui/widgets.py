"""The widgets of a view. Each has one key: its own, that of its address parameter and of its default.

A choice may be an enumeration: its members are offered by their texts, and one of them is returned.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, Literal, TypeVar

import streamlit as st

from kseg_core import KMeansSettings
from kseg_core.address.names import COLOR, EXPLORER_K_MAX, LEAST_K
from kseg_core.address.parameters import SIDEBAR
from kseg_core.address.values import segmentation_of
from kseg_core.image import Rgb
from kseg_core.kmeans.settings import K_MAX
from kseg_core.palette import rgb_of
from pages._ui import address
from pages._ui.k_in_sight import note_k
from pages._ui.state import DEFAULTS
from pages._ui.streamlit_internals import ExpanderContainer
from pages._ui.unknown_values import note_unknown

EXPLORER_K_HELP = (
    f"The 3D Explorer shows {LEAST_K} to {EXPLORER_K_MAX} clusters: more centroids would hide the points."
)

K_HELP = f"How many colors the photo is split into. The Cluster page tries values from {LEAST_K} to {K_MAX}."

_SEVERAL_WIDTH = 380
"""Room in pixels for a few choices beside each other."""

Width = int | Literal["stretch"]
Number = TypeVar("Number", int, float)
Option = TypeVar("Option")
Chosen = TypeVar("Chosen")


def slider(
    label: str,
    low: Number,
    high: Number,
    *,
    key: str,
    step: Number | None = None,
    format: str | None = None,
    help: str | None = None,
    disabled: bool = False,
    width: Width = "stretch",
) -> Number:
    """A number on a scale."""
    _note_number(label, key, low, high)
    chosen = st.slider(
        label,
        low,
        high,
        DEFAULTS[key],
        step,
        format,
        key=key,
        bind="query-params",
        help=help,
        disabled=disabled,
        width=width,
    )
    return _agreed(key, chosen)


def range_slider(label: str, low: int, high: int, *, key: str, format: str | None = None) -> tuple[int, int]:
    """Two numbers on a scale; a link may name them in any order."""
    _note_number(label, key, low, high)
    chosen = st.slider(label, low, high, DEFAULTS[key], format=format, key=key, bind="query-params")
    return _agreed(key, chosen)


def k_slider(key: str, *, help: str = K_HELP, most: int = K_MAX, width: Width = "stretch") -> int:
    """The number of clusters, alike on all pages."""
    k = slider("K", LEAST_K, most, key=key, help=help, width=width)
    note_k(key, LEAST_K, most, [k])
    return k


def kmeans_settings(k: int) -> KMeansSettings:
    """K clusters with the color space and the seed of the sidebar."""
    return segmentation_of(sidebar_values(), k)


def sidebar_values() -> dict[str, Any]:
    """Color space and seed."""
    return {key: st.session_state[key] for key in SIDEBAR}


def number(
    label: str,
    low: Number,
    high: Number | None = None,
    *,
    key: str,
    step: Number | None = None,
    help: str | None = None,
    disabled: bool = False,
    width: Width = "stretch",
) -> Number:
    """A number to type.

    One without end in the address is dropped there, and not bound for this run: Streamlit would make an
    integer of it, which raises an OverflowError.
    """
    _note_number(label, key, low, high)
    endless = any(map(_is_endless, st.query_params.get_all(key)))
    if endless:
        st.query_params.pop(key)
    chosen = st.number_input(
        label,
        low,
        high,
        DEFAULTS[key],
        step,
        key=key,
        bind=None if endless else "query-params",
        help=help,
        disabled=disabled,
        width=width,
    )
    return _agreed(key, chosen)


def toggle(
    label: str,
    *,
    key: str,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    disabled: bool = False,
) -> bool:
    """Yes or no."""
    note_unknown(label, key, lambda text: text.lower() in ("true", "false"), "on" if DEFAULTS[key] else "off")
    chosen = st.toggle(
        label,
        DEFAULTS[key],
        key=key,
        bind="query-params",
        help=help,
        on_change=on_change,
        disabled=disabled,
    )
    return _agreed(key, chosen)


def fold(label: str, *, key: str) -> ExpanderContainer:
    """Room that unfolds; what it holds need be drawn only while it is `open`."""
    note_unknown(label, key, lambda text: text.lower() in ("true", "false"))
    room = st.expander(label, DEFAULTS[key], key=key, bind="query-params")
    _agreed(key, bool(room.open))
    return room


def color(label: str, *, key: str) -> Rgb:
    """A color."""
    note_unknown(label, key, COLOR.fullmatch, DEFAULTS[key])
    return rgb_of(_agreed(key, st.color_picker(label, DEFAULTS[key], key=key, bind="query-params")))


def segmented_choice(
    label: str,
    options: Iterable[Option],
    *,
    key: str,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    show_label: bool = True,
) -> Option:
    """One choice of a few, in sight side by side. An empty value in the address is the default."""
    known = list(options)
    _note_choice(label, key, known)
    chosen = st.segmented_control(
        label,
        _texts(known),
        default=DEFAULTS[key],
        required=True,
        key=key,
        bind="query-params",
        help=help,
        on_change=on_change,
        label_visibility="visible" if show_label else "collapsed",
    )
    return _option(known, _agreed(key, DEFAULTS[key] if chosen is None else chosen))


def optional_choice(
    label: str, options: Iterable[Option], *, key: str, show_label: bool = True
) -> Option | None:
    """One choice of a few in sight, or none, which is the default and takes the place of one that is gone."""
    known = list(options)
    _note_choice(label, key, known)
    if st.session_state.get(key) not in known:
        st.session_state.pop(key, None)
    chosen = st.segmented_control(
        label,
        known,
        key=key,
        bind="query-params",
        label_visibility="visible" if show_label else "collapsed",
    )
    return _agreed(key, chosen)


def radio_choice(label: str, options: Iterable[Option], *, key: str, help: str) -> Option:
    """One choice of a few, in sight one below the other."""
    known = list(options)
    _note_choice(label, key, known)
    texts = _texts(known)
    chosen = st.radio(label, texts, texts.index(DEFAULTS[key]), key=key, bind="query-params", help=help)
    return _option(known, _agreed(key, DEFAULTS[key] if chosen is None else chosen))


def menu_choice(
    label: str,
    options: Iterable[Option],
    *,
    key: str,
    help: str,
    disabled: bool = False,
    width: Width = "stretch",
) -> Option:
    """One choice of many, in a menu."""
    known = list(options)
    _note_choice(label, key, known)
    texts = _texts(known)
    chosen = st.selectbox(
        label,
        texts,
        texts.index(DEFAULTS[key]),
        key=key,
        bind="query-params",
        help=help,
        disabled=disabled,
        width=width,
    )
    return _option(known, _agreed(key, DEFAULTS[key] if chosen is None else chosen))


def several_choices(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    most: int,
    width: Width = _SEVERAL_WIDTH,
) -> list[Option]:
    """Up to `most` of many choices. While there is none, the last ones stay."""
    known = set(map(str, _texts(options))).intersection(st.query_params.get_all(key))
    _note_choice(label, key, options, instead=", ".join(sorted(known)))
    chosen = st.multiselect(
        label,
        _texts(options),
        default=DEFAULTS[key],
        max_selections=most,
        filter_mode="prefix",
        select_all=False,
        placeholder=f"Choose up to {most}; the last choice stays until then",
        key=key,
        bind="query-params",
        label_visibility="collapsed",
        width=width,
    )
    shown = f"last_{key}"
    if not chosen:
        chosen = st.session_state.get(shown, DEFAULTS[key])
    st.session_state[shown] = chosen
    return [_option(options, each) for each in _agreed(key, chosen)]


def _note_choice(label: str, key: str, options: Sequence[object], *, instead: str = "") -> None:
    texts = {str(text) for text in _texts(options)}
    note_unknown(label, key, texts.__contains__, instead or _in_words(DEFAULTS[key]))


def _note_number(label: str, key: str, low: float, high: float | None) -> None:
    def is_known(text: str) -> bool:
        try:
            return math.isfinite(float(text)) and low <= float(text) <= (math.inf if high is None else high)
        except ValueError:
            return False

    note_unknown(label, key, is_known, _in_words(DEFAULTS[key]))


def _in_words(value: object) -> str:
    if value is None:
        return "the suggested one"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _texts(options: Iterable[object]) -> list[Any]:
    return [option.value if isinstance(option, Enum) else option for option in options]


def _option(options: Sequence[Option], chosen: Any) -> Option:
    return options[_texts(options).index(chosen)]


def _agreed(key: str, chosen: Chosen) -> Chosen:
    """What was chosen; the address says it too."""
    address.agree(key, chosen, DEFAULTS[key])
    return chosen


def _is_endless(text: str) -> bool:
    try:
        return math.isinf(float(text))
    except ValueError:
        return False

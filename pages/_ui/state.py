"""The view: every widget key that makes it, with its default, and the way back to the start."""

from typing import Any

import streamlit as st

from kseg_core import ColorSpace, Criteria, Engine, Init

COMPARE_K = "Values of K"
COMPARE_SPACES = "Color spaces"

DEFAULTS: dict[str, Any] = {
    "space": str(ColorSpace.RGB),
    "seed": 0,
    "crop_x": (0, 100),
    "crop_y": (0, 100),
    "compare": COMPARE_K,
    "k": [3, 5, 7],
    "one_k": 5,
    "spaces": [str(space) for space in (ColorSpace.RGB, ColorSpace.HSV, ColorSpace.CIELAB)],
    "engine": str(Engine.FAST),
    "init": str(Init.KMEANS_PP),
    "attempts": 10,
    "criteria": str(Criteria.BOTH),
    "max_iter": 10,
    "epsilon": 1.0,
}
"""Widget key and address parameter -> value of a first visit."""


def reset(*keys: str) -> None:
    """Put widgets back to their defaults; all of them if none is named. For callbacks."""
    for key in keys or DEFAULTS:
        st.session_state[key] = DEFAULTS[key]

"""The view: every widget key that makes it, with its default, and the ways back to the start."""

from enum import StrEnum
from typing import Any

import streamlit as st

from kseg_core import ColorSpace, Criteria, Engine, Init
from kseg_core.canny.settings import EdgeChannels
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.cloud.points import CloudKind
from kseg_core.cloud.shapes import CLOUD_SHAPES, CloudShape
from kseg_core.rendering.paint import Paint
from kseg_core.rendering.picks import Rest
from kseg_core.steps.seeding import Seeding

COMPARE_K = "Values of K"
COMPARE_SPACES = "Color spaces"
EDGES_OF_PHOTO = "Photo"
EDGES_OF_CLUSTERS = "Clusters"
NOTHING_BESIDE = "Nothing"
SHAPE_OF_THE_SPACE = "Automatic"


class Mode(StrEnum):
    """The modes of the Cluster page, in the order of their tabs."""

    COMPARE = "Compare"
    CLOSER = "Look closer"
    SEVERAL = "Several photos"


DEFAULTS: dict[str, Any] = {
    "space": str(ColorSpace.RGB),
    "seed": 0,
    "crop_x": (0, 100),
    "crop_y": (0, 100),
    "mode": str(Mode.COMPARE),
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
    "closer_k": 5,
    "paint": str(Paint.MEAN),
    "rest": str(Rest.TRANSPARENT),
    "boundary": False,
    "boundary_color": "#ff3b5c",
    "boundary_width": 2,
    "position": 0.0,
    "smoothing": 0.0,
    "specks": 0,
    "alike": 10.0,
    "several_k": 5,
    "elbow_max": 10,
    "elbow_k": None,
    "elbow_section": "Judges",
    "elbow_runs": 20,
    "elbow_attempts": 1,
    "elbow_roll": 1,
    "elbow_seeds": 5,
    "edge_of": EDGES_OF_PHOTO,
    "edge_k": 5,
    "edge_rule": str(ThresholdMethod.MEAN),
    "edge_hand": None,
    "edge_view": "White on black",
    "edge_color": "#ff3b5c",
    "edge_width": 2,
    "edge_auto_sigma": True,
    "edge_sigma": 2.0,
    "edge_aperture": 3,
    "edge_norm": "L1",
    "edge_channels": str(EdgeChannels.GRAY),
    "edge_section": "Five stages",
    "edge_x": None,
    "edge_y": None,
    "edge_tolerance": 0.3,
    "explore_section": "Colors",
    "explore_k": 5,
    "explore_shape": SHAPE_OF_THE_SPACE,
    "explore_kind": str(CloudKind.COLORS),
    "explore_paint": "Own color",
    "explore_centroids": True,
    "explore_members": False,
    "explore_outline": True,
    "explore_size": 1.0,
    "explore_hide": [],
    "explore_x": None,
    "explore_y": None,
    "explore_start": str(Seeding.KMEANS_PP),
    "explore_beside": NOTHING_BESIDE,
    "explore_roll": 1,
    "explore_seeds": "",
    "explore_customers": "",
    "explore_step": 0,
    "explore_shop_step": 0,
    "explore_view": "From above",
    "explore_around": False,
    "explore_lasso": None,
}
"""Widget key and address parameter -> value of a first visit."""


def range_key(shape: CloudShape, channel: int) -> str:
    """The key of the range of a channel. Cylinder and cone share theirs."""
    first_word = shape.title.split()[0].lower()
    return f"explore_{first_word}_{channel + 1}"


DEFAULTS |= {
    range_key(shape, number): (int(axis.low), int(axis.high))
    for shape in CLOUD_SHAPES.values()
    for number, axis in enumerate(shape.channels)
}


UNBOUND = frozenset(
    {
        "edge_x",
        "edge_y",
        "explore_x",
        "explore_y",
        "explore_hide",
        "explore_roll",
        "explore_seeds",
        "explore_customers",
        "explore_step",
        "explore_shop_step",
        "explore_lasso",
    }
)
"""Set by clicks and drawings; the pages write them into the address themselves."""


def reset(*keys: str) -> None:
    """Put widgets back to their defaults; all of them if none is named. For callbacks.

    What is bound to a widget leaves the address by itself.
    """
    for key in keys or DEFAULTS:
        st.session_state[key] = DEFAULTS[key]
        if key in UNBOUND:
            st.query_params.pop(key, None)


WORK_PARAMETERS = ("picked", "merged", "recolored", "locked")
"""What the address says of a visitor's work on one segmentation."""


def forget_work() -> None:
    """Drop picks, edits, locks and steps; what the address says then counts as on a first visit."""
    for key in ("detail_user_edits", "detail_link", "detail_locked", "detail_history"):
        st.session_state.pop(key, None)


def forget_several() -> None:
    """Drop the photos taken at once; their uploader becomes another one, which is empty. For callbacks."""
    st.session_state.several_round = st.session_state.get("several_round", 0) + 1
    for key in ("several", "several_listed", "several_stopped"):
        st.session_state.pop(key, None)


LESSON = "lesson"
"""In an address: the number of the lesson that the view belongs to."""

FRESH = "fresh"
"""In an address of the app's own: what goes back to its default, keys with dots between or `EVERYTHING`."""

EVERYTHING = "1"
"""All that the address does not name."""


_SHOWN_BEFORE = {"space": ColorSpace, "engine": Engine}
"""Widgets that stand on the page before a link is followed, or are named before they are drawn.

Streamlit does not look into the address for these.
"""


def start_fresh_if_asked() -> bool:
    """Whether the visitor follows a link that sets up a whole view, whatever was chosen before."""
    asked = st.query_params.pop(FRESH, "")
    for key, choices in _SHOWN_BEFORE.items():
        if asked and st.query_params.get(key) in set(choices):
            st.session_state[key] = st.query_params[key]
    keys = DEFAULTS if asked == EVERYTHING else asked.split(".")
    for key in keys:
        if key in DEFAULTS and key not in st.query_params:
            reset(key)
    return asked == EVERYTHING

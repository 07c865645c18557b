"""What counts as an object."""

from typing import Any

import streamlit as st

from kseg_core.measure.objects import Connectivity, ObjectSettings
from pages._ui import widgets
from pages._ui.declarations.cluster import OBJECT_SIZE_MAX

_CLEANS = {"if noisy": None, "always": True, "never": False}
_WORDS = {"over sides (4)": Connectivity.SIDES, "over corners too (8)": Connectivity.CORNERS}


def choose_objects() -> ObjectSettings:
    """Draw the choices."""
    st.caption("An object is a connected region of a class.")
    fills = widgets.toggle("Fill holes", key="objects_fill", help="What an object surrounds belongs to it.")
    splits = widgets.toggle(
        "Split touching ones",
        key="objects_split",
        help="Where an object is narrow it is cut: a watershed on the distance to its border. For grains and "
        "cells; branched shapes fall apart.",
    )
    keeps = widgets.toggle(
        "Keep those that the border cuts",
        key="objects_border",
        help="The border of the picture, or of the region that is measured. Their size is not known in full.",
    )
    connectivity = widgets.segmented_choice(
        "Pixels are connected",
        list(_WORDS),
        key="objects_connected",
        help="Whether two pixels that share only a corner belong to one object.",
    )
    cleans = widgets.segmented_choice(
        "Clean noise",
        list(_CLEANS),
        key="objects_clean",
        help="Before objects are looked for, every pixel joins the class that at least 6 of its 8 neighbors "
        "are in. The areas of the classes stay as they are.",
    )
    smallest = widgets.number(
        "Smallest, in pixels",
        0,
        OBJECT_SIZE_MAX,
        key="objects_smallest",
        help="Smaller ones are not counted. 0: only specks are left out, which are pieces of a few pixels or "
        "100 times smaller than the objects of their class.",
    )
    largest = widgets.number(
        "Largest, in pixels", 0, OBJECT_SIZE_MAX, key="objects_largest", help="0: no bound."
    )
    if 0 < largest < smallest:
        st.caption(
            f":material/error: The largest is below the smallest: {smallest:,} pixels count as both bounds."
        )
    return ObjectSettings(
        fills_holes=fills,
        splits=splits,
        connectivity=_WORDS[connectivity],
        smooths=_CLEANS[cleans],
        smallest=smallest or None,
        largest=max(largest, smallest) or None if largest else None,
        keeps_border=keeps,
    )


def object_values(settings: ObjectSettings) -> dict[str, Any]:
    """What the choices are for these settings: key of a widget -> value."""
    (connected,) = (words for words, each in _WORDS.items() if each is settings.connectivity)
    (cleans,) = (words for words, each in _CLEANS.items() if each is settings.smooths)
    return {
        "objects_fill": settings.fills_holes,
        "objects_split": settings.splits,
        "objects_border": settings.keeps_border,
        "objects_connected": connected,
        "objects_clean": cleans,
        "objects_smallest": min(settings.smallest or 0, OBJECT_SIZE_MAX),
        "objects_largest": min(settings.largest or 0, OBJECT_SIZE_MAX),
    }

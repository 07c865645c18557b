"""What counts as an object."""

import streamlit as st

from kseg_core.address.names import CLEANS, CONNECTED, OBJECT_SIZE_MAX
from kseg_core.address.values import objects_of
from kseg_core.measure.objects import ObjectSettings
from pages._ui import widgets


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
    connected = widgets.segmented_choice(
        "Pixels are connected",
        CONNECTED,
        key="objects_connected",
        help="Whether two pixels that share only a corner belong to one object.",
    )
    cleans = widgets.segmented_choice(
        "Clean noise",
        CLEANS,
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
    return objects_of(
        {
            "objects_fill": fills,
            "objects_split": splits,
            "objects_border": keeps,
            "objects_connected": connected,
            "objects_clean": cleans,
            "objects_smallest": smallest,
            "objects_largest": largest,
        }
    )

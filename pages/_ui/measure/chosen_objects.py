"""Which objects are chosen: by a click in the picture, in the table, in the histogram, or by a link."""

from collections.abc import Iterable

import numpy as np
import streamlit as st

from pages._ui.measure.measuring import Measuring
from pages._ui.measure.results import get_objects, why_no_objects
from pages._ui.photo import Photo
from pages._ui.state import coming_value
from pages._ui.user_edits import chosen_on, save_chosen

OPEN = "measure_objects"
"""Key of the fold; objects are looked for while it is open."""

_ON_TOP = "measure_objects_on_top"
"""In the state: what was chosen elsewhere than in the table, which then begins with it."""


def are_open() -> bool:
    """Whether objects are looked at."""
    return str(coming_value(OPEN)).lower() == "true"


def shows_objects(measuring: Measuring) -> bool:
    """Whether there are objects to look at."""
    return (
        bool(measuring.classes)
        and are_open()
        and not why_no_objects(measuring.pixels, measuring.settings.objects)
    )


def chosen_objects(measuring: Measuring) -> tuple[int, ...]:
    """The rows of the objects that are chosen; those of a link once there are so many."""
    of, rows = chosen_on(measuring.photo)
    if of is None and rows and shows_objects(measuring):
        number = get_objects(measuring.pixels, measuring.settings.objects).n_objects
        choose_elsewhere(measuring.photo, identity(measuring), [row for row in rows if row < number])
        return chosen_objects(measuring)
    return rows if of == identity(measuring) else ()


def take_object(measuring: Measuring, pixel: tuple[int, int]) -> None:
    """Choose the object at a pixel, or no longer."""
    objects = get_objects(measuring.pixels, measuring.settings.objects)
    x, y = pixel
    row = int(np.searchsorted(objects.ids, objects.numbers[y, x]))
    if row < objects.n_objects and objects.ids[row] == objects.numbers[y, x]:
        others = set(chosen_objects(measuring))
        choose_elsewhere(measuring.photo, identity(measuring), others ^ {row})
    else:
        st.toast("There is no object at this place.", icon=":material/search_off:")


def first_rows(measuring: Measuring) -> tuple[int, ...]:
    """Rows that the table begins with, because they were chosen elsewhere."""
    of, rows = st.session_state.get(_ON_TOP, (None, ()))
    return rows if of == identity(measuring) else ()


def choose(photo: Photo, of: object, rows: Iterable[int]) -> None:
    """Choose objects in the table. For callbacks, which outlive the run and so hold no pixels."""
    save_chosen(photo, of, tuple(sorted(rows)))


def choose_elsewhere(photo: Photo, of: object, rows: Iterable[int]) -> None:
    """Choose objects, and let the table begin with them. For callbacks, and before it is drawn."""
    choose(photo, of, rows)
    st.session_state[_ON_TOP] = chosen_on(photo)


def identity(measuring: Measuring) -> object:
    """What numbers of objects belong to."""
    return measuring.pixels.identity, measuring.settings.objects

"""What a visitor sees when something cannot be done, also where Streamlit runs a part without app.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from kseg_core import KsegError, RgbImage
from pages._ui import address
from pages._ui.compute_queue import photo_place
from pages._ui.k_in_sight import forget_k, present_anew
from pages._ui.photo import Photo
from pages._ui.results import get_image

P = ParamSpec("P")


@contextmanager
def guarded() -> Iterator[None]:
    """Show a `KsegError` as its sentence, and let the address say what the page shows."""
    try:
        yield
    except KsegError as error:
        st.error(str(error), icon=":material/error:")
    address.settle()


def photo_part(
    draw: Callable[Concatenate[Photo, RgbImage, P], None],
) -> Callable[Concatenate[Photo, P], None]:
    """A part of a page about a photo, to become a fragment or a dialog: these run again without app.py.

    It waits for its place in the line, is given the picture, and shows a `KsegError` as its sentence.
    """

    @wraps(draw)
    def draw_guarded(photo: Photo, /, *args: P.args, **kwargs: P.kwargs) -> None:
        forget_k()
        with guarded(), photo_place(photo):
            draw(photo, get_image(photo), *args, **kwargs)
        present_anew()

    return draw_guarded

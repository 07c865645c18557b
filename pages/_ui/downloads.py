"""Files to take away: each is made when its button is clicked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Concatenate, Generic, Literal, ParamSpec, TypeVar

import streamlit as st

from kseg_core import RgbImage
from pages._ui.compute_queue import photo_place
from pages._ui.photo import Photo
from pages._ui.results import get_image

P = ParamSpec("P")
Request = TypeVar("Request")


@dataclass(frozen=True, slots=True)
class PhotoFile(Generic[Request]):
    """A file of a menu, made from the photo's picture and what was asked for.

    Attributes
    ----------
    label, icon : str
        On its button; the icon is a name of Material Symbols.
    ending : str
        Of its name, after the stem; no two files of a menu have the same.
    mime : str
    make : Callable
    help : str, optional
    """

    label: str
    icon: str
    ending: str
    mime: str
    make: Callable[[RgbImage, Request], bytes]
    help: str | None = None


def offer_file(
    label: str,
    data: Callable[[], bytes],
    *,
    name: str,
    mime: str,
    key: str,
    icon: str = "download",
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    help: str | None = None,
    disabled: bool = False,
    width: Literal["content", "stretch"] = "content",
) -> None:
    """Draw the button for a file. A click makes the file and does not run the page again.

    Parameters
    ----------
    label : str
    data : Callable
        Makes the file. It outlives the run of the page, so it must hold no picture; see `when_clicked`.
    name : str
        Of the file.
    mime : str
    key : str
    icon : str
        A name of Material Symbols.
    type, help, disabled, width
        As in `st.download_button`.
    """
    st.download_button(
        label,
        data,
        name,
        mime,
        key=key,
        icon=f":material/{icon}:",
        on_click="ignore",
        type=type,
        help=help,
        disabled=disabled,
        width=width,
    )


def offer_menu(
    photo: Photo,
    files: Iterable[PhotoFile[Request]],
    request: Request,
    *,
    stem: str,
    key: str,
    caption: str,
    disabled: bool = False,
) -> None:
    """Draw a menu of files, whose names begin with `stem`; nothing is computed before a click."""
    with st.popover("Take away", icon=":material/download:"):
        if caption:
            st.caption(caption)
        for file in files:
            offer_file(
                file.label,
                when_clicked(photo, file.make, request),
                name=stem + file.ending,
                mime=file.mime,
                key=f"{key}{file.ending}",
                icon=file.icon,
                help=file.help,
                disabled=disabled,
                width="stretch",
            )


def when_clicked(
    photo: Photo, make: Callable[Concatenate[RgbImage, P], bytes], *args: P.args, **kwargs: P.kwargs
) -> Callable[[], bytes]:
    """What makes a file from the picture, and what else is given, when its button is clicked.

    A download outlives the run of the page, so what is given must not refer to a picture itself.
    """

    def made() -> bytes:
        with photo_place(photo):
            return make(get_image(photo), *args, **kwargs)

    return made

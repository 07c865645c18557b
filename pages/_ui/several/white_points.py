"""White balance in a series: a gray or white point of each photo, clicked in its picture."""

from functools import partial

import streamlit as st

from kseg_core import RgbImage, SettingsError
from kseg_core.measure.white_balance import PointKind, WhitePoint, balanced
from kseg_core.palette import hex_code
from pages._ui import widgets
from pages._ui.components.image_viewer import Marker, image_viewer, layers, picked, seen_box
from pages._ui.errors import photo_part
from pages._ui.photo import Photo
from pages._ui.results import photo_preview
from pages._ui.state import value_of
from pages._ui.text import plain
from pages._ui.user_edits import framed_key, keep_latest

_POINTS = "series_points"
_KEY = "series_point_viewer"


def point_of(photo: Photo) -> WhitePoint | None:
    """The point of a photo."""
    x, y = st.session_state.get(_POINTS, {}).get(framed_key(photo), (None, None))
    return None if x is None else WhitePoint(x=x, y=y, kind=PointKind(value_of("series_point")))


def choose_kind() -> None:
    """Draw what the points are."""
    widgets.segmented_choice(
        "The point of each photo is",
        PointKind,
        key="series_point",
        help="**gray**: it gets neutral, and the photo stays as bright as it is. **white**: it gets white, "
        "so that photos in more or less light get equally bright.",
    )
    st.caption(
        "If every photo shows the same gray card or white paper, colors can be compared although the light "
        "changed. *White balance* under a photo asks for the point."
    )


@st.dialog("White balance", width="large", icon=":material/colorize:", on_dismiss="rerun")
@photo_part
def choose_point(photo: Photo, image: RgbImage) -> None:
    """Let the visitor click the point of a photo."""
    point = point_of(photo)
    st.markdown(f"Click something in **{plain(photo.name)}** that is gray or white in nature.")
    after, marker = image, None
    if point is not None:
        marker = Marker(x=point.x, y=point.y, text=hex_code(image.pixels[point.y, point.x].tolist()))
        try:
            after = balanced(image, point)
        except SettingsError as error:
            st.error(str(error), icon=":material/error:")
    box = seen_box(_KEY, image)
    image_viewer(
        key=_KEY,
        image=image,
        before=layers(box, partial(photo_preview, image)) if point else (),
        after=layers(box, partial(photo_preview, after)),
        names=("Photo", "Balanced") if point else ("", "Photo"),
        alt="The photo. Choosing a pixel makes it the gray or white point.",
        marker=marker,
        checkered=image.alpha is not None,
        on_pick=partial(_take, photo),
    )
    with st.container(horizontal=True, gap="small"):
        if st.button("Done", type="primary", key="series_point_done"):
            st.rerun()
        if point is not None:
            st.button("Remove the point", icon=":material/delete:", on_click=_keep, args=(photo, None))


def _take(photo: Photo) -> None:
    pixel = picked(_KEY)
    if pixel is not None:
        _keep(photo, pixel)


def _keep(photo: Photo, pixel: tuple[int, int] | None) -> None:
    keep_latest(_POINTS, framed_key(photo), pixel or (None, None))
